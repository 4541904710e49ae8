"""Changes that the server makes to a person's log because of what it holds: decide, then store."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.domain.errors import TooLarge
from shared.domain.log.devices import REST_DEVICE
from shared.domain.log.events import Entity, EntityKind, Event, Payload
from shared.domain.log.judging import Status
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Workout
from shared.once import once
from shared.store.database import Changed, Exists
from shared.store.log import FirestoreLog, live_log
from shared.store.log_batch import Batch
from shared.store.log_documents import event_path

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class LogChanges:
    """`decide` sees a thing as it stands (None: it is not there) and answers with the payloads of
    the events to store; nobody else changes the log in between. It may refuse by raising, and is
    called again when somebody else was faster. The answer is what the thing has become.

    `new_id` gives the events their ids. Are they stored already, then this is the repeat of a
    request whose answer was lost, and nothing happens again. Raises `TooLarge` when there is no
    room for more."""

    log: FirestoreLog

    def of_workout(
        self,
        owner: str,
        workout_id: str,
        decide: Callable[[Workout | None], Sequence[Payload]],
        new_id: Callable[[], str],
    ) -> Workout | None:
        value = self._change(owner, Entity(EntityKind.WORKOUT, workout_id), decide, new_id)
        return value if isinstance(value, Workout) else None

    def of_measurement(
        self,
        owner: str,
        measurement_id: str,
        decide: Callable[[Measurement | None], Sequence[Payload]],
        new_id: Callable[[], str],
    ) -> Measurement | None:
        entity = Entity(EntityKind.MEASUREMENT, measurement_id)
        value = self._change(owner, entity, decide, new_id)
        return value if isinstance(value, Measurement) else None

    def _change(
        self,
        owner: str,
        entity: Entity,
        decide: Callable[[Any], Sequence[Payload]],
        new_id: Callable[[], str],
    ) -> Workout | Measurement | None:
        # The same ids for every attempt.
        ids: list[str] = []

        def attempt() -> Workout | Measurement | None:
            batch = self.log.begin(owner, [entity])
            payloads = decide(batch.projections[entity].value)
            ids.extend(new_id() for _ in payloads[len(ids) :])
            self._take(batch, _events(batch, entity, payloads, ids))
            try:
                if batch.taken:
                    self.log.database.commit(*batch.writes())
            except Exists:
                if self.log.database.get(event_path(owner, ids[0])) is None:
                    # The head of a new log: somebody else was the first.
                    raise Changed from None
                batch = self.log.begin(owner, [entity])
            return batch.projections[entity].value

        return self.log.database.contended(attempt, at=owner)

    @staticmethod
    def _take(batch: Batch, events: Iterator[Event]) -> None:
        for event in events:
            outcome = batch.offer(event)
            if outcome.status is Status.REJECTED:
                raise TooLarge(outcome.message)


@once
def live_log_changes() -> LogChanges:
    return LogChanges(live_log())


def _events(
    batch: Batch, entity: Entity, payloads: Sequence[Payload], ids: Sequence[str]
) -> Iterator[Event]:
    """Each after everything that is known, so that the fold sees them last: a device's clock may
    run ahead of ours."""
    number = batch.head.numbers(REST_DEVICE).next_unused
    at = _after(batch, entity)
    for step, (event_id, payload) in enumerate(zip(ids, payloads, strict=False)):
        yield Event(event_id, REST_DEVICE, number + step, at + step * _A_MOMENT, payload)


def _after(batch: Batch, entity: Entity) -> datetime:
    last = batch.projections[entity].ledger.last
    now = batch.received_at
    return now if last is None else max(now, last.occurred_at + _A_MOMENT)
