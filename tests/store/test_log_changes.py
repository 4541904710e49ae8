"""Changes the server makes to a log because of what it holds."""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from shared.domain.errors import Conflict, NotFound, TooLarge
from shared.domain.log.commands import set_in
from shared.domain.log.events import (
    ExerciseRemoved,
    MeasurementCorrected,
    Payload,
    SetDeleted,
)
from shared.domain.log.ledger import MOST_BYTES
from shared.domain.log.workouts import Workout
from shared.store.database import Database
from shared.store.log_changes import LogChanges
from tests.races import outcomes, together
from tests.training import Log, done, event, measured, started


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database)


def changes(log: Log) -> LogChanges:
    return LogChanges(log.gate)


def test_a_change_answers_with_what_the_workout_has_become(log: Log) -> None:
    made = changes(log).of_workout("ann", "w", lambda _: [started(), done("s1")], new_id)
    assert made == log.workouts.find("ann", "w")
    assert made is not None
    assert made.set_count == 1
    [first, second] = log.gate.events_after("ann", 0, 10)
    assert (first.event.device_id, first.event.sequence) == ("server-rest", 1)
    assert first.event.occurred_at < second.event.occurred_at
    log.expect_replayable()


def test_deciding_sees_what_is_there_and_may_refuse(log: Log) -> None:
    log.append(event(1, started()), event(2, done("s1")))

    def delete(name: str) -> Callable[[Workout | None], Sequence[Payload]]:
        def decide(workout: Workout | None) -> Sequence[Payload]:
            set_in(workout, "bench", name)
            return [SetDeleted("w", name)]

        return decide

    with pytest.raises(NotFound):
        changes(log).of_workout("ann", "w", delete("s2"), new_id)
    with pytest.raises(NotFound):
        changes(log).of_workout("bob", "w", delete("s1"), new_id)
    changed = changes(log).of_workout("ann", "w", delete("s1"), new_id)
    assert changed is not None
    assert changed.set_count == 0
    assert log.orders() == [1, 2, 3]


def test_deciding_on_nothing_writes_nothing(log: Log) -> None:
    assert changes(log).of_workout("ann", "w", lambda _: [], new_id) is None
    assert log.gate.head("ann").document is None


def test_a_change_comes_after_what_a_clock_ahead_of_ours_has_told(log: Log) -> None:
    """The removal is decided upon a set that says it will be done tomorrow."""
    tomorrow = datetime.now(UTC) + timedelta(hours=23)
    log.append(event(1, started()), event(2, done("s1"), occurred_at=tomorrow))
    removal = ExerciseRemoved("w", "bench")
    changed = changes(log).of_workout("ann", "w", lambda _: [removal], new_id)
    assert changed is not None
    assert changed.executions == ()


def test_the_repeat_of_a_change_with_the_same_ids_happens_once(log: Log) -> None:
    ids = iter(["a", "b", "a", "b"])
    for _ in range(2):
        made = changes(log).of_workout(
            "ann", "w", lambda _: [started(), done("s1")], lambda: next(ids)
        )
        assert made is not None
        assert made.set_count == 1
    assert log.orders() == [1, 2]


def test_an_attempt_that_others_outran_has_the_ids_of_the_first(log: Log) -> None:
    """So that the repeat of the whole request, which may meet nobody, finds its events."""

    def ids() -> Callable[[], str]:
        counter = count()
        return lambda: f"key-{next(counter)}"

    def outrun(_: Workout | None) -> Sequence[Payload]:
        others = log.orders()
        if len(others) < 2:
            log.append(event(len(others) + 1, done(f"s{len(others)}")))
        return [started(), done("rest")]

    for _ in range(2):
        changes(log).of_workout("ann", "w", outrun, ids())
    stored = log.gate.events_after("ann", 0, 10)
    assert [one.event.id for one in stored] == ["phone-1", "phone-2", "key-0", "key-1"]


def test_a_measurement_is_changed_like_a_workout(log: Log) -> None:
    log.append(event(1, measured(weight_kg=80)))
    correction = MeasurementCorrected("m", {"values": {"weight_kg": 81.0}})
    changed = changes(log).of_measurement("ann", "m", lambda _: [correction], new_id)
    assert changed is not None
    assert changed.values == {"weight_kg": 81.0}
    assert log.measurements.find("ann", "m") == changed


def test_a_full_workout_is_told_so(log: Log) -> None:
    long = [event(n, done(f"s{n}", notes="é" * 2000)) for n in range(MOST_BYTES // 4000 + 2)]
    log.append(event(999, started()), *long[1:])
    with pytest.raises(TooLarge):
        changes(log).of_workout("ann", "w", lambda _: [done("x")], new_id)
    smaller = changes(log).of_workout("ann", "w", lambda _: [SetDeleted("w", "s1")], new_id)
    assert smaller is not None


def test_of_many_who_may_do_it_once_one_does(connected: Callable[[], Database]) -> None:
    def start_one(workout: Workout | None) -> Sequence[Payload]:
        if workout is not None:
            raise Conflict
        return [started()]

    def start() -> Workout | None:
        return changes(Log(connected())).of_workout("ann", "w", start_one, new_id)

    assert outcomes(together([start] * 5)) == {"done": 1, "Conflict": 4}
    log = Log(connected())
    assert log.orders() == [1]
    log.expect_replayable()


def test_changes_and_devices_at_once_lose_nothing(connected: Callable[[], Database]) -> None:
    Log(connected()).append(event(1, started()))

    def change(number: int) -> Callable[[], object]:
        log = Log(connected())
        payload = done(f"rest{number}")
        return lambda: changes(log).of_workout("ann", "w", lambda _: [payload], new_id)

    def tell(number: int) -> Callable[[], object]:
        log = Log(connected())
        return lambda: log.append(event(number, done(f"phone{number}")))

    calls = [one(number) for number in (2, 3, 4) for one in (change, tell)]
    assert outcomes(together(calls)) == {"done": 6}
    log = Log(connected())
    assert log.workouts.find("ann", "w").set_count == 6
    assert log.orders() == list(range(1, 8))
    log.expect_replayable()
