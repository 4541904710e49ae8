"""Records over the real database: kept up with the log, whatever it does."""

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count

import pytest

from shared import tally
from shared.domain.exercises import LoadMode
from shared.domain.log.events import (
    Event,
    MeasurementCorrected,
    MeasurementRecorded,
    Payload,
    SetCompleted,
    SetCorrected,
    WorkoutCancelled,
    WorkoutStarted,
)
from shared.domain.log.record_book import RecordBook
from shared.domain.log.records import Feat, Key, Lift
from shared.domain.log.workouts import Load, LoggedSet
from shared.domain.programs import SetKind
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.records import FirestoreRecords
from shared.store.writes import Delete, Put
from tests.races import outcomes, together

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
PATH = ("users", "ann", "log", "records")
LIFTS = {"bench": Lift(), "pull-up": Lift(LoadMode.BODYWEIGHT)}
ONE_REP_MAX, FIVE = Key(Feat.ONE_REP_MAX), Key(Feat.LOAD, 5)


@pytest.fixture
def numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def tell(database: Database, numbers: Iterator[int]) -> Callable[..., None]:
    log = FirestoreLog(database)

    def told(*payloads: Payload) -> None:
        events = []
        for payload in payloads:
            number = next(numbers)
            at = NOON + timedelta(seconds=number)
            events.append(Event(f"e{number}", "phone", number, at, payload))
        assert {one.status for one in log.append("ann", "phone", events).outcomes} == {"ACCEPTED"}

    return told


def workout(name: str, day: int, load: str, exercise: str = "bench") -> Sequence[Payload]:
    at = NOON + timedelta(days=day)
    done = LoggedSet(f"{name}-set", SetKind.WORKING, Load(Decimal(load)), at, reps=5)
    return [WorkoutStarted(name, at), SetCompleted(name, exercise, done)]


def weighed(day: int, kg: float) -> Payload:
    return MeasurementRecorded("m", NOON + timedelta(days=day), {"weight_kg": kg})


def read(database: Database, **bounds: int) -> RecordBook:
    return FirestoreRecords(database, **bounds).of("ann", LIFTS.__getitem__)


def best(database: Database, key: Key, exercise: str = "bench", **bounds: int) -> float:
    return float(read(database, **bounds).sheets[exercise].bests[key].value)


def test_records_follow_the_log(database: Database, tell: Callable[..., None]) -> None:
    assert read(database).sheets == {}
    tell(*workout("w1", 0, "100"))
    assert best(database, FIVE) == 100
    tell(*workout("w2", 7, "110"))
    assert best(database, FIVE) == 110
    # Its holder becomes lighter, then the other one is gone.
    tell(SetCorrected("w2", "w2-set", {"load": Load(Decimal(90))}))
    assert best(database, FIVE) == 100
    tell(WorkoutCancelled("w1"))
    assert best(database, FIVE) == 90
    tell(WorkoutCancelled("w2"))
    assert read(database).sheets == {}


def test_a_body_weight_that_changes_moves_what_was_reckoned_with_it(
    database: Database, tell: Callable[..., None]
) -> None:
    tell(*workout("w1", 3, "10", "pull-up"))
    assert ONE_REP_MAX not in read(database).sheets["pull-up"].bests
    tell(weighed(0, 80))
    assert best(database, ONE_REP_MAX, "pull-up") == 105
    tell(MeasurementCorrected("m", {"values": {"weight_kg": 65.0}}))
    assert best(database, ONE_REP_MAX, "pull-up") == 87.5
    tell(MeasurementCorrected("m", {"measured_at": NOON + timedelta(days=9)}))
    assert ONE_REP_MAX not in read(database).sheets["pull-up"].bests


def test_what_has_not_changed_costs_two_reads(
    database: Database, tell: Callable[..., None]
) -> None:
    for number in range(6):
        tell(*workout(f"w{number}", number, "100"))
    counted = tally.begin()
    read(database)
    # The head and the book; every workout once; that there are no measurements; the new book.
    assert (counted.reads, counted.writes) == (2 + 6 + 1, 1)
    counted = tally.begin()
    read(database)
    assert (counted.reads, counted.writes) == (2, 0)
    tell(*workout("w9", 9, "120"))
    counted = tally.begin()
    read(database)
    assert (counted.reads, counted.writes) == (2 + 1 + 1, 1)


def test_a_book_that_was_lost_or_is_of_another_make_is_worked_out_anew(
    database: Database, tell: Callable[..., None]
) -> None:
    tell(*workout("w1", 0, "100"))
    right = read(database)
    document = database.get(PATH)
    assert document is not None
    assert json.loads(zlib.decompress(document.data["book"]))["as_of"] == 2
    database.commit(Put(PATH, {"edition": 0, "book": b"?"}))
    assert read(database) == right
    database.commit(Delete(PATH))
    assert read(database) == right


def test_readers_at_once_all_see_what_is_so(
    connected: Callable[[], Database], tell: Callable[..., None]
) -> None:
    databases = [connected() for _ in range(6)]
    for day in range(3):
        tell(*workout(f"w{day}", day, str(100 + day)))
        results = together([partial(best, one, FIVE) for one in databases])
        assert outcomes(results) == {"done": 6}
        assert set(results) == {100.0 + day}


def test_more_than_one_look_can_take_in(database: Database, tell: Callable[..., None]) -> None:
    for number in range(5):
        tell(*workout(f"w{number}", number, str(100 + number)))
    assert best(database, FIVE, at_once=2) == 104
    tell(WorkoutCancelled("w4"))
    assert best(database, FIVE, at_once=2) == 103


def test_a_book_too_large_to_keep_is_still_right(
    database: Database, tell: Callable[..., None]
) -> None:
    tell(*workout("w1", 0, "100"))
    assert best(database, FIVE, most_bytes=10) == 100
    assert database.get(PATH) is None
