"""Limits counted in Firestore, as a handler uses them and a client is told of them."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from shared.domain.errors import InvalidCredentials, RateLimited
from shared.domain.limits import Ask, Refused, Window, remaining
from shared.web.throttle import Allowance

Result = TypeVar("Result")


class Counted(Protocol):
    @property
    def counted(self) -> tuple[tuple[Ask, Window], ...]: ...


Held = TypeVar("Held", bound=Counted)


class Limits(Protocol[Held]):
    def reserve(self, asks: Sequence[Ask]) -> Held | Refused: ...

    def give_back(self, reservation: Held) -> None: ...


def count(limits: Limits[Held], asks: Sequence[Ask]) -> Held:
    """Raises `RateLimited`."""
    outcome = limits.reserve(asks)
    if not isinstance(outcome, Refused):
        return outcome
    limit, wait = outcome.limit, outcome.retry_after_seconds
    refusal = RateLimited(wait)
    allowance = Allowance(limit.name, limit.allowed, limit.seconds, 0, wait)
    refusal.headers.update(allowance.headers())
    raise refusal


def counting_failures(
    limits: Limits[Held], asks: Sequence[Ask], check: Callable[[], Result]
) -> Result:
    """Run `check`, which raises `InvalidCredentials` for a failure that counts. Anything else,
    success and outage alike, is given back. Raises `RateLimited` without running it."""
    reservation = count(limits, asks)
    try:
        result = check()
    except InvalidCredentials:
        raise
    except BaseException:
        limits.give_back(reservation)
        raise
    limits.give_back(reservation)
    return result


def told(reservation: Counted, now: datetime) -> dict[str, str]:
    """The headers about the limit that is nearest to its end."""
    ask, window = min(
        reservation.counted,
        key=lambda pair: remaining(pair[0].limit, pair[1]) / pair[0].limit.allowed,
    )
    limit = ask.limit
    seconds = math.ceil((window.ends_at(limit) - now).total_seconds())
    left = remaining(limit, window)
    return Allowance(
        limit.name, limit.allowed, limit.seconds, left, min(limit.seconds, max(1, seconds))
    ).headers()
