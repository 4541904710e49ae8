"""What the coach may be asked in a month of UTC, and what has been asked.

An answer is reserved before the model is asked, and then charged or given back. What is reserved
counts as used, so the number of answers is exact whoever asks at once. A reservation whose owner
died runs out by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shared.domain.coach.model import Tokens
from shared.domain.entitlements import Tier
from shared.domain.limits import FairUse

FREE_A_MONTH = 10
LONGEST_ASK = timedelta(seconds=90)
"""How long a reservation holds: longer than the function that made it may run."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        at = moment.astimezone(UTC)
        return cls(at.year, at.month)

    @property
    def begins_at(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def ends_at(self) -> datetime:
        years, months = divmod(self.number, 12)
        return datetime(self.year + years, months + 1, 1, tzinfo=UTC)

    def __str__(self) -> str:
        return f"{self.year:04}{self.number:02}"


@dataclass(frozen=True, slots=True)
class Reservation:
    user_id: str
    tier: Tier
    """By which it is charged, also when the tier changes meanwhile."""
    until: datetime


@dataclass(frozen=True, slots=True)
class Spent:
    tokens: Tokens = field(default_factory=Tokens)
    micros: int = 0
    """Millionths of a US dollar."""

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.tokens + other.tokens, self.micros + other.micros)


@dataclass(frozen=True, slots=True)
class Usage:
    """Of one organisation in one month."""

    used: int = 0
    """Answers charged, on any tier."""
    used_free: int = 0
    """Those of them that were charged to the FREE tier: what was asked on PRO is not held against
    who is FREE again."""
    spent: Spent = field(default_factory=Spent)
    """Also on what was given back."""
    reserved: Mapping[str, Reservation] = field(default_factory=dict)

    def with_that_of(self, other: "Usage") -> "Usage":
        """Both together. What the other has reserved is charged to nobody any longer."""
        return replace(
            self,
            used=self.used + other.used,
            used_free=self.used_free + other.used_free,
            spent=self.spent + other.spent,
        )

    def used_on(self, tier: Tier) -> int:
        return self.used_free if tier is Tier.FREE else self.used


class Denied(StrEnum):
    USED_UP = "USED_UP"
    FAIR_USE = "FAIR_USE"
    CROWDED = "CROWDED"
    """Others hold what is left. They may give it back."""
    AT_ONCE = "AT_ONCE"


def monthly_limit(tier: Tier) -> int | None:
    """Answers a month. None: as many as are fair."""
    return FREE_A_MONTH if tier is Tier.FREE else None


def reserve(
    usage: Usage, name: str, user_id: str, tier: Tier, fair: FairUse, now: datetime
) -> Usage | Denied:
    """With one more answer reserved under `name`. Reserving a name again changes only until when:
    it is the same question, asked again after a crash."""
    others = {one: held for one, held in usage.reserved.items() if held.until > now and one != name}
    denied = _denied(usage, others, user_id, tier, fair)
    if denied is not None:
        return denied
    own = Reservation(user_id, tier, now + LONGEST_ASK)
    return replace(usage, reserved={**others, name: own})


def _denied(
    usage: Usage, others: Mapping[str, Reservation], user_id: str, tier: Tier, fair: FairUse
) -> Denied | None:
    limit = monthly_limit(tier)
    used = usage.used_on(tier)
    if used >= (limit or fair.a_month):
        return Denied.FAIR_USE if limit is None else Denied.USED_UP
    held = sum(1 for one in others.values() if limit is None or one.tier is tier)
    if used + held >= (limit or fair.a_month):
        return Denied.CROWDED
    if sum(1 for one in others.values() if one.user_id == user_id) >= fair.at_once:
        return Denied.AT_ONCE
    return None


def charge(usage: Usage, name: str, spent: Spent) -> Usage | None:
    """None when the reservation ran out: then somebody else may have had the answer."""
    held = usage.reserved.get(name)
    if held is None:
        return None
    free = 1 if held.tier is Tier.FREE else 0
    settled = give_back(usage, name, spent)
    return replace(settled, used=usage.used + 1, used_free=usage.used_free + free)


def give_back(usage: Usage, name: str, spent: Spent) -> Usage:
    others = {one: held for one, held in usage.reserved.items() if one != name}
    return replace(usage, reserved=others, spent=usage.spent + spent)
