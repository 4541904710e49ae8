"""Coming back from a checkout, perhaps before the event of the payment: then we ask."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from shared import log
from shared.clients.lemonsqueezy import LemonSqueezy
from shared.domain.errors import RateLimited, Unavailable
from shared.domain.limits import Limit
from shared.store.billing_asked import Asked
from shared.web.throttle import Throttle

_BACK_WITHIN = timedelta(hours=1)
_LOOKS = Limit("look", allowed=1, seconds=15)


class Returning:
    """At most once in fifteen seconds an organisation, in each instance."""

    def __init__(
        self,
        asked: Asked,
        provider: LemonSqueezy,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._asked, self._provider = asked, provider
        self._looks = Throttle(_LOOKS, clock)

    def look(self, organization_id: str, now: datetime) -> bool:
        """Whether anything may be known now that was not. An outage of the provider is none for
        who only wants to see where they stand."""
        try:
            return self._looked(organization_id, now)
        except RateLimited:
            return False
        except Unavailable as error:
            log.failure("nobody to ask about a checkout", error)
            return False

    def _looked(self, organization_id: str, now: datetime) -> bool:
        recent = [
            intent
            for intent in self._asked.checkouts.of(organization_id)
            if intent.is_open(now) and now - intent.created_at < _BACK_WITHIN
        ]
        if not recent:
            return False
        self._looks.take(organization_id)
        latest = max(recent, key=lambda intent: intent.created_at)
        account = self._asked.accounts.find(latest.user_id)
        if account is None or account.email is None:
            return False
        for one in self._provider.subscriptions(account.email):
            self._asked.take(one.snapshot, one.email)
        return True
