"""Rate limits that must hold on every instance: windows counted in Firestore.

A try is counted before it is made and given back when it turns out not to count. So the number
let through is exact whoever asks at once, and when Firestore is down nothing is let through.

One subject is one document, which a burst must not be allowed to wear out: those of one instance
take turns at it, so that only instances race, and who was refused a moment ago is refused again
without asking.
"""

import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from shared import log
from shared.domain.errors import Unavailable
from shared.domain.limits import Ask
from shared.domain.windows import Admitted, Refused, Window, admit, given_back
from shared.store.database import Changed, Database, Exists
from shared.store.writes import Create, Document, Path, Put

# How long an ask waits for others' tries to be given back before it takes a no for an answer:
# ten right passwords at once must not shut the eleventh out.
_PATIENCE_SECONDS = 4.0
# For how long a refusal is remembered. What is given back meanwhile is that late.
_REMEMBERED = timedelta(seconds=1)
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Reservation:
    """What was counted, so that it can be told to the client, and given back."""

    counted: tuple[tuple[Ask, Window], ...]


class FirestoreLimits:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self._refusals = Refusals()

    def reserve(self, asks: Sequence[Ask]) -> Reservation | Refused:
        """Count one try for all of `asks`, or for none. Raises `Unavailable` in an outage."""
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while True:
            # The narrowest counts first.
            with self._database.turn(str(asks[0])):
                outcome = self._refusals.of(asks, self._now()) or self._asked(asks)
            if isinstance(outcome, Reservation) or not outcome.may_settle:
                return outcome
            if time.monotonic() >= give_up:
                return outcome
            time.sleep(random.uniform(0.1, 0.3))  # noqa: S311

    def _asked(self, asks: Sequence[Ask]) -> Reservation | Refused:
        outcome = self._database.contended(lambda: self._try(asks))
        if isinstance(outcome, Refused) and not outcome.may_settle:
            self._refusals.remember(asks, outcome, self._now())
        return outcome

    def give_back(self, reservation: Reservation) -> None:
        """The try does not count after all. An outage here only leaves it counted."""
        try:
            self._database.contended(lambda: self._undo(reservation))
        except Unavailable as error:
            log.failure("a try was not given back", error)

    def _try(self, asks: Sequence[Ask]) -> Reservation | Refused:
        documents = self._database.get_many([_path(ask) for ask in asks])
        held = [_window(document) for document in documents]
        decision = admit([ask.limit for ask in asks], held, self._now())
        if isinstance(decision, Refused):
            return decision
        self._write(asks, documents, decision)
        counted = zip(asks, decision.windows, strict=True)
        return Reservation(tuple((ask, window) for ask, window in counted if window is not None))

    def _write(
        self, asks: Sequence[Ask], documents: Sequence[Document | None], admitted: Admitted
    ) -> None:
        writes = [
            _stored(ask, document, window)
            for ask, document, window in zip(asks, documents, admitted.windows, strict=True)
            if window is not None
        ]
        try:
            self._database.commit(*writes)
        except Exists as error:
            raise Changed from error

    def _undo(self, reservation: Reservation) -> None:
        asks = [ask for ask, _ in reservation.counted]
        documents = self._database.get_many([_path(ask) for ask in asks])
        writes = []
        for (ask, counted), document in zip(reservation.counted, documents, strict=True):
            window = given_back(_window(document), counted)
            if window is not None:
                writes.append(_stored(ask, document, window))
        if writes:
            self._database.commit(*writes)


class Refusals:
    """What was refused a moment ago. Threads may share it."""

    def __init__(self) -> None:
        self._held: dict[tuple[Ask, ...], tuple[datetime, Refused]] = {}
        self._lock = Lock()

    def of(self, asks: Sequence[Ask], now: datetime) -> Refused | None:
        with self._lock:
            until, refused = self._held.get(tuple(asks), (now, None))
        return refused if until > now else None

    def remember(self, asks: Sequence[Ask], refused: Refused, now: datetime) -> None:
        """Nothing that ends within the second: then it would be refused for too long."""
        if refused.retry_after_seconds <= _REMEMBERED.total_seconds():
            return
        with self._lock:
            if len(self._held) >= _MOST_REMEMBERED:
                self._held.clear()
            self._held[tuple(asks)] = now + _REMEMBERED, refused


def _path(ask: Ask) -> Path:
    # A hash spreads the names, and keeps addresses out of them.
    name = hashlib.sha256(f"{ask.limit.name}\0{ask.subject}".encode()).hexdigest()[:40]
    return ("limits", name)


def _window(document: Document | None) -> Window | None:
    if document is None:
        return None
    data = document.data
    return Window(data["started_at"], data["last_at"], data["count"])


def _stored(ask: Ask, document: Document | None, window: Window) -> Create | Put:
    data = {
        "limit": ask.limit.name,
        "started_at": window.started_at,
        "last_at": window.last_at,
        "count": window.count,
        "expire_at": window.ends_at(ask.limit),
    }
    if document is None:
        return Create(_path(ask), data)
    return Put(_path(ask), data, unchanged_since=document)
