"""Who is calling, and what a route asks of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.muscles import Muscle
from shared.domain.profiles import Experience, Sex, Units
from shared.domain.targets import VolumeTarget
from shared.domain.zones import Zones

FRESH = timedelta(minutes=5)
"""How long after signing in it is taken for granted that it is still them."""


class PlatformRole(StrEnum):
    """Means the platform. Roles inside an organisation are another thing and open nothing here."""

    USER = "USER"
    ADMIN = "ADMIN"


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a verified token, as stored, at most `ACCOUNT_CACHE_SECONDS` old."""

    user_id: str
    organization_id: str
    role: PlatformRole
    session_id: str
    signed_in_at: datetime
    zones: Zones = field(default_factory=Zones)
    is_anonymous: bool = False
    volume_targets: Mapping[Muscle, VolumeTarget] = field(default_factory=dict)
    sex: Sex | None = None
    height_cm: float | None = None
    units: Units = Units.METRIC
    experience: Experience | None = None

    @property
    def time_zone(self) -> str:
        """The one they live by now."""
        return self.zones.now

    def signed_in_lately(self, now: datetime) -> bool:
        """As `FRESH` has it. Refreshing tokens is no signing in."""
        return now - self.signed_in_at <= FRESH
