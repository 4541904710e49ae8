"""Limits counted in Firestore, as a handler uses them and a client is told of them."""

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Protocol, TypeVar

from shared.domain.errors import InvalidCredentials, RateLimited
from shared.domain.limits import Ask
from shared.domain.windows import Refused, Window, remaining
from shared.web.throttle import Allowance

Result = TypeVar("Result")


class Counted(Protocol):
    @property
    def counted(self) -> tuple[tuple[Ask, Window], ...]: ...


Held = TypeVar("Held", bound=Counted)


class Limits(Protocol[Held]):
    def reserve(self, asks: Sequence[Ask]) -> Held | Refused: ...

    def give_back(self, reservation: Held) -> None: ...


_telling: ContextVar[list[Allowance] | None] = ContextVar("telling", default=None)


def begin_telling() -> list[Allowance]:
    """What the current request is counted by, from now on: its answer tells of it."""
    told: list[Allowance] = []
    _telling.set(told)
    return told


def count(limits: Limits[Held], asks: Sequence[Ask]) -> Held:
    """Raises `RateLimited`."""
    reservation = _reserved(limits, asks)
    _tell(reservation)
    return reservation


def counting_failures(
    limits: Limits[Held], asks: Sequence[Ask], check: Callable[[], Result]
) -> Result:
    """Run `check`, which raises `InvalidCredentials` for a failure that counts. Anything else,
    success and outage alike, is given back. Raises `RateLimited` without running it."""
    reservation = _reserved(limits, asks)
    try:
        result = check()
    except InvalidCredentials:
        _tell(reservation)
        raise
    except BaseException:
        limits.give_back(reservation)
        raise
    limits.give_back(reservation)
    return result


def told(reservation: Counted, now: datetime) -> dict[str, str]:
    """The headers about the limit that is nearest to its end."""
    return nearest([_allowance(ask, window, now) for ask, window in reservation.counted]).headers()


def nearest(told: Sequence[Allowance]) -> Allowance:
    """To its end."""
    return min(told, key=lambda allowance: allowance.remaining / allowance.quota)


def _reserved(limits: Limits[Held], asks: Sequence[Ask]) -> Held:
    outcome = limits.reserve(asks)
    if not isinstance(outcome, Refused):
        return outcome
    limit, wait = outcome.limit, outcome.retry_after_seconds
    refusal = RateLimited(wait)
    allowance = Allowance(limit.name, limit.allowed, limit.seconds, 0, wait)
    refusal.headers.update(allowance.headers())
    raise refusal


def _tell(reservation: Counted) -> None:
    telling = _telling.get()
    if telling is not None:
        counted = reservation.counted
        telling.extend(_allowance(ask, window, window.last_at) for ask, window in counted)


def _allowance(ask: Ask, window: Window, now: datetime) -> Allowance:
    limit = ask.limit
    seconds = math.ceil((window.ends_at(limit) - now).total_seconds())
    left = remaining(limit, window)
    resets = min(limit.seconds, max(1, seconds))
    return Allowance(limit.name, limit.allowed, limit.seconds, left, resets)
