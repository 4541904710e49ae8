"""Rate limits: how often what may be tried, and the arithmetic of the windows that count it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MINUTE = 60
QUARTER_HOUR = 15 * MINUTE
HOUR = 60 * MINUTE
MONTH = 30 * 24 * HOUR


@dataclass(frozen=True, slots=True)
class Limit:
    """`allowed` in a window of `seconds`, which begins with the first one counted."""

    name: str
    allowed: int
    seconds: int
    then_every: int | None = None
    """Past `allowed` it is not shut but slow: one in so many seconds from any one network."""


@dataclass(frozen=True, slots=True)
class FairUse:
    """What no one may ask of the coach beyond, whatever they pay."""

    a_month: int
    """Answers, by organisation."""
    at_once: int
    """Questions in work, by person."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of one deployment."""

    registrations: tuple[Limit, ...]
    """Each by network."""
    failed_logins_here: Limit
    """By account and network."""
    failed_logins_of_account: Limit
    """By account, from everywhere. Strangers must never be able to lock its owner out."""
    failed_logins_of_network: Limit
    open_routes: Limit
    """By network, each instance for itself."""
    billing: Limit
    """Checkouts and portals, by organisation: each is a call to the payment provider, which lets
    us make 300 a minute for everybody together."""
    letters: tuple[Limit, Limit]
    """With a secret in them, that somebody asks for: to one address, and asked for by a network."""
    coach: FairUse
    coach_hour: Limit
    """Questions that go as far as a model, by user: also those that come to no answer cost us."""
    coach_anonymous: Limit
    """Answers to people without an account, by network: an account is made in a second."""
    files: Limit
    """Imports and exports begun, together, by user: each reads or writes a whole log."""
    planning: Limit
    """Programs made and balanced, together, by user: each computes for seconds."""


PROFILES = {
    "production": Profile(
        registrations=(Limit("register", 10, MINUTE), Limit("register-hour", 60, HOUR)),
        failed_logins_here=Limit("login", 10, QUARTER_HOUR),
        failed_logins_of_account=Limit("login-account", 100, QUARTER_HOUR, then_every=5),
        failed_logins_of_network=Limit("login-network", 100, QUARTER_HOUR),
        open_routes=Limit("open", 300, MINUTE),
        billing=Limit("billing", 30, HOUR),
        letters=(Limit("letters-to", 5, HOUR), Limit("letters", 30, HOUR)),
        coach=FairUse(a_month=1_000, at_once=10),
        coach_hour=Limit("coach-hour", 60, HOUR),
        coach_anonymous=Limit("coach-anonymous", 10, MONTH),
        files=Limit("files", 60, HOUR),
        planning=Limit("planning", 30, HOUR),
    ),
    "local": Profile(
        registrations=(Limit("register", 120, MINUTE), Limit("register-hour", 1_000, HOUR)),
        failed_logins_here=Limit("login", 10, QUARTER_HOUR),
        failed_logins_of_account=Limit("login-account", 100, QUARTER_HOUR, then_every=5),
        failed_logins_of_network=Limit("login-network", 500, QUARTER_HOUR),
        open_routes=Limit("open", 600, MINUTE),
        billing=Limit("billing", 600, HOUR),
        letters=(Limit("letters-to", 60, HOUR), Limit("letters", 1_000, HOUR)),
        coach=FairUse(a_month=10_000, at_once=10),
        coach_hour=Limit("coach-hour", 1_000, HOUR),
        coach_anonymous=Limit("coach-anonymous", 1_000, MONTH),
        files=Limit("files", 1_000, HOUR),
        planning=Limit("planning", 1_000, HOUR),
    ),
}


@dataclass(frozen=True, slots=True)
class Window:
    """What one limit has counted for one subject since `started_at`."""

    started_at: datetime
    last_at: datetime
    count: int

    def ends_at(self, limit: Limit) -> datetime:
        return self.started_at + timedelta(seconds=limit.seconds)


@dataclass(frozen=True, slots=True)
class Admitted:
    """The windows as they are to be stored, in the order asked; None where nothing is counted."""

    windows: tuple[Window | None, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    limit: Limit
    retry_after_seconds: int
    """At least 1."""
    may_settle: bool
    """Something counted moments ago may still be given back: asking again shortly can help."""


# Longer than a password check and its refund take.
_SETTLING = timedelta(seconds=2)


def admit(
    limits: Sequence[Limit], held: Sequence[Window | None], now: datetime
) -> Admitted | Refused:
    """Let one more through all of `limits`, or name the one that makes it wait longest.

    The first limit must be the narrowest: a limit that has become slow is paced by what the
    first one last let through, so that somebody who was not seen there yet is never held up.
    """
    windows = [_current(limit, window, now) for limit, window in zip(limits, held, strict=True)]
    waits = [
        _wait(limit, window, windows[0], now) for limit, window in zip(limits, windows, strict=True)
    ]
    worst = max(range(len(limits)), key=waits.__getitem__)
    if waits[worst] > timedelta(0):
        window = windows[worst]
        settling = window is not None and now - window.last_at < _SETTLING
        seconds = math.ceil(waits[worst].total_seconds())
        return Refused(limits[worst], seconds, may_settle=settling)
    return Admitted(
        tuple(_counted(limit, window, now) for limit, window in zip(limits, windows, strict=True))
    )


def given_back(window: Window | None, counted: Window) -> Window | None:
    """The stored window without one attempt that `counted` it; None when that is no longer to be
    told from it because a new window has begun."""
    if window is None or window.started_at != counted.started_at or window.count == 0:
        return None
    return replace(window, count=window.count - 1)


def remaining(limit: Limit, window: Window) -> int:
    return max(0, limit.allowed - window.count)


def _current(limit: Limit, window: Window | None, now: datetime) -> Window | None:
    return None if window is None or window.ends_at(limit) <= now else window


def _is_full(limit: Limit, window: Window | None) -> bool:
    return window is not None and window.count >= limit.allowed


def _wait(limit: Limit, window: Window | None, first: Window | None, now: datetime) -> timedelta:
    if window is None or window.count < limit.allowed:
        return timedelta(0)
    if limit.then_every is None:
        return window.ends_at(limit) - now
    if first is None:
        return timedelta(0)
    return first.last_at + timedelta(seconds=limit.then_every) - now


def _counted(limit: Limit, window: Window | None, now: datetime) -> Window | None:
    if window is None:
        return Window(started_at=now, last_at=now, count=1)
    if _is_full(limit, window):
        # A slow limit is past counting, and a document that everybody writes is a bottleneck.
        return None
    return replace(window, last_at=now, count=window.count + 1)


@dataclass(frozen=True, slots=True)
class Ask:
    """One limit, asked for one subject: a network, an account, or both together."""

    limit: Limit
    subject: str


def registration_asks(profile: Profile, network: str) -> tuple[Ask, ...]:
    return tuple(Ask(limit, network) for limit in profile.registrations)


def password_asks(profile: Profile, email_key: str, network: str) -> tuple[Ask, ...]:
    """What stands before every check of a password, wherever it is asked. Narrowest first."""
    return (
        Ask(profile.failed_logins_here, f"{email_key}|{network}"),
        Ask(profile.failed_logins_of_account, email_key),
        Ask(profile.failed_logins_of_network, network),
    )


def letter_asks(profile: Profile, email_key: str) -> tuple[Ask, ...]:
    """By whom a letter is received."""
    return (Ask(profile.letters[0], email_key),)


def letter_asking_asks(profile: Profile, network: str) -> tuple[Ask, ...]:
    """By whom letters are asked for, known or unknown."""
    return (Ask(profile.letters[1], network),)


def file_asks(profile: Profile, user_id: str) -> tuple[Ask, ...]:
    return (Ask(profile.files, user_id),)


def planning_asks(profile: Profile, user_id: str) -> tuple[Ask, ...]:
    return (Ask(profile.planning, user_id),)


def coach_asks(profile: Profile, user_id: str) -> tuple[Ask, ...]:
    return (Ask(profile.coach_hour, user_id),)


def anonymous_coach_asks(profile: Profile, network: str) -> tuple[Ask, ...]:
    return (Ask(profile.coach_anonymous, network),)


def billing_asks(profile: Profile, organization_id: str) -> tuple[Ask, ...]:
    return (Ask(profile.billing, organization_id),)
