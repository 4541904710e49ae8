"""What an answer of the model costs: reserved before, charged or given back behind it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared import log
from shared.domain.access import Caller
from shared.domain.coach.model import Size, Tokens
from shared.domain.coach.prices import Price
from shared.domain.coach.quota import FREE_A_MONTH, Denied, Month, Spent
from shared.domain.entitlements import Tier
from shared.domain.errors import AiQuotaExceeded, CoachPaused, RateLimited, Refusal, Unavailable
from shared.domain.limits import Profile, anonymous_coach_asks, coach_asks, planning_asks
from shared.domain.windows import Refused
from shared.store.coach_spend import FirestoreCoachSpend
from shared.store.coach_usage import FirestoreCoachUsage, Held
from shared.store.limits import FirestoreLimits, Reservation
from shared.store.writes import Write
from shared.web.call import Call
from shared.web.rates import count
from shared.web.throttle import Allowance

_SHORTLY = 2
_NETWORK_USED_UP = (
    "What your network may ask without an account is used up for this month. Register to go on."
)


@dataclass(frozen=True)
class Budget:
    """In US dollars."""

    prices: Mapping[Size, Price]
    daily_dollars: int


@dataclass(frozen=True)
class Till:
    usage: FirestoreCoachUsage
    spend: FirestoreCoachSpend
    limits: FirestoreLimits
    rates: Profile
    budget: Budget
    tier_of: Callable[[str], Tier]
    now: Callable[[], datetime]

    def reserve(self, call: Call[Any], name: str, size: Size) -> "Charge":
        """Raises `AiQuotaExceeded`, `RateLimited` or `CoachPaused`."""
        caller, now = call.caller, self.now()
        if self.spend.today() >= self.budget.daily_dollars * 1_000_000:
            raise CoachPaused(_seconds(_tomorrow(now) - now))
        tier = self.tier_of(caller.organization_id)
        held = self.usage.hold(name, caller.organization_id, caller.user_id, tier, self.rates.coach)
        if isinstance(held, Denied):
            raise _refusal(held, now)
        try:
            count(self.limits, coach_asks(self.rates, caller.user_id))
            counted = self._of_the_network(call.network) if caller.is_anonymous else None
        except Refusal:
            self.usage.give_back(held, Spent())
            raise
        return Charge(self, held, counted, size)

    def _of_the_network(self, network: str) -> Reservation:
        """Of what all people without an account have there together: a second one of them gains
        nobody an answer."""
        now, limit = self.now(), self.rates.coach_anonymous
        outcome = self.limits.reserve(anonymous_coach_asks(self.rates, network, str(Month.of(now))))
        if isinstance(outcome, Refused):
            raise _used_up(now, limit.name, limit.allowed, _NETWORK_USED_UP)
        return outcome

    def count_planning(self, caller: Caller) -> None:
        """Solving costs no answer, but time. Raises `RateLimited`."""
        count(self.limits, planning_asks(self.rates, caller.user_id))


@dataclass
class Charge:
    """Of one answer: taken or not, and closed once."""

    till: Till
    held: Held
    counted: Reservation | None
    size: Size
    taken: Tokens | None = None
    """What it had cost when it was taken."""

    def take(self, tokens: Tokens, besides: Callable[[], Sequence[Write]]) -> None:
        """Count the answer together with what is kept of it. Raises what
        `FirestoreCoachUsage.charge` raises."""
        self.till.usage.charge(self.held, self._spent(tokens), besides)
        self.taken = tokens

    def close(self, tokens: Tokens) -> None:
        """`tokens`: all that it has cost. What was not taken is given back. An outage leaves it
        reserved, until the reservation runs out."""
        try:
            self._settle(tokens)
        except Unavailable as error:
            log.failure("an answer was not given back", error)
        self.till.spend.add(self._spent(tokens).micros)

    def _settle(self, tokens: Tokens) -> None:
        if self.taken is None:
            self.till.usage.give_back(self.held, self._spent(tokens))
            if self.counted is not None:
                self.till.limits.give_back(self.counted)
        elif tokens != self.taken:
            self.till.usage.add(self.held, self._spent(tokens - self.taken))

    def _spent(self, tokens: Tokens) -> Spent:
        return Spent(tokens, self.till.budget.prices[self.size].micros(tokens))


def _refusal(denied: Denied, now: datetime) -> RateLimited:
    if denied is Denied.USED_UP:
        return _used_up(now, "coach", FREE_A_MONTH)
    if denied is Denied.FAIR_USE:
        ends_in = _seconds(Month.of(now).ends_at - now)
        return RateLimited(ends_in, "This is more than fair use allows in a month.")
    if denied is Denied.CROWDED:
        return RateLimited(_SHORTLY, "Other questions are still being answered. Try again shortly.")
    return RateLimited(_SHORTLY, "So many questions at once are too many. Wait for an answer.")


def _used_up(
    now: datetime, policy: str, allowed: int, message: str | None = None
) -> AiQuotaExceeded:
    month = Month.of(now)
    ends_in, whole = _seconds(month.ends_at - now), _seconds(month.ends_at - month.begins_at)
    resets_at = month.ends_at.isoformat().replace("+00:00", "Z")
    refusal = AiQuotaExceeded(ends_in, message, used=allowed, limit=allowed, resets_at=resets_at)
    refusal.headers.update(Allowance(policy, allowed, whole, 0, ends_in).headers())
    return refusal


def _seconds(span: timedelta) -> int:
    return math.ceil(span.total_seconds())


def _tomorrow(now: datetime) -> datetime:
    return datetime(now.year, now.month, now.day, tzinfo=now.tzinfo) + timedelta(days=1)
