"""`python -m bench.replay`: a log that grows to 100,000 events, told in batches, folded again."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from bench import telling
from bench.database import emulator
from shared import tally
from shared.domain.errors import Unavailable
from shared.domain.log.events import (
    Event,
    MeasurementRecorded,
    Payload,
    SetCompleted,
    SetCorrected,
    WorkoutFinished,
    WorkoutStarted,
)
from shared.domain.log.judging import Status
from shared.domain.log.workouts import Load, LoggedSet
from shared.domain.programs import SetKind
from shared.store.database import Database, connect
from shared.store.log import Appended, FirestoreLog
from tools.local.processes import StartFailed
from tools.replay import replay

EVENTS = 100_000
BATCH = 500
PARTS = 5
_PART = "log"
_FIRST = datetime(2016, 1, 4, 18, tzinfo=UTC)
_EXERCISES, _SETS = 6, 4
Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--record", action="store_true", help="put the figures into docs/")
    options = parser.parse_args(arguments)
    try:
        with emulator():
            rows = list(_measured(connect("hypertroq-bench-log"), options.events))
    except StartFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print(telling.table(rows))
    telling.keep(_PART, rows)
    if options.record:
        telling.record(_PART, [telling.markdown(rows)])
    return 0


def _measured(database: Database, count: int) -> Iterator[Row]:
    """A row for each part of the log as it grows, then the replay of all of it. What an event
    takes must not grow with the log."""
    log, owner = FirestoreLog(database), f"lifter-{time.time_ns()}"
    # Somebody else's, so that connecting is over and the emulator has compiled its code.
    _append(log, f"{owner}-first", list(islice(_events(), count // PARTS)))
    told = _events()
    first = 0.0
    for part in range(1, PARTS + 1):
        counted, begun = tally.begin(), time.perf_counter()
        _append(log, owner, list(islice(told, count // PARTS)))
        each = (time.perf_counter() - begun) * 1e3 / (count // PARTS)
        first = first or each
        yield _row(f"told, up to {part * count // PARTS:,}", each, first, counted, count // PARTS)
    counted, begun = tally.begin(), time.perf_counter()
    replayed = replay(database, owner)
    each = (time.perf_counter() - begun) * 1e3 / count
    if replayed.differences or replayed.events != count:
        raise StartFailed("The replay is not what was told.")
    yield _row(f"folded again, {count:,}", each, first, counted, count)


def _row(what: str, each: float, first: float, counted: tally.Tally, count: int) -> Row:
    return {
        "events": what,
        "an event, ms": round(each, 3),
        "of the first part": round(each / first, 2),
        "reads an event": round(counted.reads / count, 3),
        "writes an event": round(counted.writes / count, 3),
    }


def _append(log: FirestoreLog, owner: str, events: Sequence[Event]) -> None:
    for start in range(0, len(events), BATCH):
        answer = _told(log, owner, events[start : start + BATCH])
        if any(outcome.status is Status.REJECTED for outcome in answer.outcomes):
            raise StartFailed("An event was rejected.")


def _told(log: FirestoreLog, owner: str, events: Sequence[Event]) -> Appended:
    """Again, as a device would, while the database is too busy."""
    for _ in range(5):
        try:
            return log.append(owner, "phone", events)
        except Unavailable:
            time.sleep(1)
    raise StartFailed("The database is too busy to be measured.")


def _events() -> Iterator[Event]:
    """Four workouts a week for as long as it takes, a weighing with each."""
    number = 0
    for workout in range(sys.maxsize):
        at = _FIRST + timedelta(days=7 * (workout // 4) + 2 * (workout % 4))
        for step, payload in enumerate(_workout(f"workout-{workout}", at)):
            number += 1
            moment = at + timedelta(minutes=2 * step)
            yield Event(f"event-{number}", "phone", number, moment, payload)


def _workout(name: str, at: datetime) -> Iterator[Payload]:
    yield MeasurementRecorded(f"{name}-weight", at, {"weight_kg": 80.5})
    yield WorkoutStarted(name, at, name="Upper")
    for number in range(_EXERCISES * _SETS):
        done = LoggedSet(
            set_id=f"{name}-{number}",
            kind=SetKind.WORKING,
            load=Load(Decimal("62.5")),
            completed_at=at + timedelta(minutes=2 * number),
            reps=8,
            rir=2.0,
        )
        yield SetCompleted(name, f"exercise-{number // _SETS}", done)
    yield SetCorrected(name, f"{name}-0", {"reps": 9})
    yield WorkoutFinished(name, at + timedelta(hours=1))


if __name__ == "__main__":
    sys.exit(main())
