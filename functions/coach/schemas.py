"""The coach on the wire."""

from datetime import datetime

from shared.domain.coach.personality import Personality
from shared.web.wire import View, Wire


class Preferences(Wire):
    personality: Personality


class PreferencesView(View):
    personality: Personality


class QuotaView(View):
    """`limit` is null where there is none. The month is that of UTC."""

    used: int
    limit: int | None
    resets_at: datetime
