"""Sessions: one a sign-in, kept alive by refresh tokens that each work once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
REFRESH_TOKEN_LIFETIME = timedelta(days=7)
SESSION_LIFETIME = timedelta(days=90)
"""From signing in, however often it is refreshed."""
REPEAT_WINDOW = timedelta(seconds=10)
MOST_SESSIONS = 20


@dataclass(frozen=True, slots=True)
class Session:
    """`generation` numbers the newest refresh token, from 1; `rotated_at` is when it was made."""

    id: str
    signed_in_at: datetime
    rotated_at: datetime
    generation: int = 1

    @property
    def ends_at(self) -> datetime:
        """From then on its refresh token is refused, and with it the session."""
        return min(self.rotated_at + REFRESH_TOKEN_LIFETIME, self.signed_in_at + SESSION_LIFETIME)

    @property
    def access_ends_at(self) -> datetime:
        return min(self.rotated_at + ACCESS_TOKEN_LIFETIME, self.ends_at)

    def is_live(self, now: datetime) -> bool:
        return now < self.ends_at


Sessions = Mapping[str, Session]


@dataclass(frozen=True, slots=True)
class Rotated:
    """The newest token was presented; this is the session from now on, to be stored."""

    session: Session


@dataclass(frozen=True, slots=True)
class Repeated:
    """The token before the newest came again at once: its answer was lost on the way, or two
    tabs asked together. It gets the very successor that was made for it. Nothing to store."""

    session: Session


@dataclass(frozen=True, slots=True)
class Replayed:
    """A used-up token: it, or its successor, is in other hands. The session must end."""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The session's time is over."""


def rotate(
    session: Session, presented_generation: int, now: datetime
) -> Rotated | Repeated | Replayed | Lapsed:
    """What becomes of a session when a refresh token of it is presented (RFC 9700, 4.14.2)."""
    if not session.is_live(now):
        return Lapsed()
    if presented_generation == session.generation:
        return Rotated(replace(session, generation=session.generation + 1, rotated_at=now))
    is_predecessor = presented_generation == session.generation - 1
    if is_predecessor and now - session.rotated_at <= REPEAT_WINDOW:
        return Repeated(session)
    return Replayed()


def live_sessions(sessions: Sessions, now: datetime) -> dict[str, Session]:
    """Those that have not lapsed, the last used first."""
    live = [session for session in sessions.values() if session.is_live(now)]
    live.sort(key=lambda session: (session.rotated_at, session.id), reverse=True)
    return {session.id: session for session in live}


def with_session(sessions: Sessions, added: Session, now: datetime) -> dict[str, Session]:
    """The live ones and `added`; beyond `MOST_SESSIONS` the longest unused ones give way."""
    others = [held for held in live_sessions(sessions, now).values() if held.id != added.id]
    return {held.id: held for held in [added, *others[: MOST_SESSIONS - 1]]}
