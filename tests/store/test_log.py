"""The gate of the training log over the real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared import tally
from shared.domain.errors import NotFound
from shared.domain.log.devices import Numbers
from shared.domain.log.events import Payload, SetDeleted, Skipped, WorkoutCancelled
from shared.domain.log.judging import MOST_DEVICES, MOST_GAPS
from shared.domain.log.ledger import MOST_BYTES
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.log_batch import Batch
from shared.store.log_documents import Head, head_document
from tests.races import outcomes, together
from tests.training import NOON, Log, done, event, measured, started


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database)


def test_what_is_told_is_stored_and_folded(log: Log) -> None:
    told = [event(1, started()), event(2, done("s1")), event(3, done("s2"))]
    assert log.append(*told) == ["ACCEPTED"] * 3
    assert log.workouts.find("ann", "w").set_count == 2
    stored = log.gate.events_after("ann", 0, 10)
    assert [one.event for one in stored] == told
    assert [one.order for one in stored] == [1, 2, 3]
    log.expect_replayable()


def test_a_batch_of_a_hundred_events_costs_102_writes_and_two_reads(log: Log) -> None:
    log.append(event(1, started()))
    counted = tally.begin()
    assert log.append(*(event(n, done(f"s{n}")) for n in range(2, 102))) == ["ACCEPTED"] * 100
    assert (counted.reads, counted.writes) == (2, 102)


def test_a_repeat_costs_no_write(log: Log) -> None:
    told = [event(1, started()), event(2, done("s1"))]
    log.append(*told)
    counted = tally.begin()
    assert log.append(*told) == ["DUPLICATE"] * 2
    assert (counted.reads, counted.writes) == (4, 0)
    correlated = replace(told[0], correlation_id="another")
    assert log.append(correlated, correlated) == ["DUPLICATE"] * 2
    log.expect_replayable()


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (event(1, started("v")), "EVENT_ID_REUSED"),
        (event(9, started(), id="phone-1"), "EVENT_ID_REUSED"),
        (event(1, started(), occurred_at=NOON), "EVENT_ID_REUSED"),
        (event(1, started("v"), id="new"), "SEQUENCE_TAKEN"),
        (event(1, Skipped("x"), id="new"), "SEQUENCE_TAKEN"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_the_first_of_an_id_and_of_a_number_stays(
    log: Log, other: object, code: str, together: bool
) -> None:
    first = event(1, started())
    if together:
        found = log.append(first, other, event(2, done("s1")))  # type: ignore[arg-type]
    else:
        found = log.append(first) + log.append(other, event(2, done("s1")))  # type: ignore[arg-type]
    assert found == ["ACCEPTED", code, "ACCEPTED"]
    assert log.workouts.find("ann", "w").set_count == 1
    assert log.orders() == [1, 2]
    log.expect_replayable()


def test_a_number_that_was_rejected_may_be_used_again(log: Log) -> None:
    log.append(event(1, started()))
    reused = event(2, done("s1"), id="phone-1")
    assert log.append(reused) == ["EVENT_ID_REUSED"]
    answer = log.gate.append("ann", "phone", [event(2, done("s1"))])
    assert answer.numbers.last_contiguous == 2


def test_the_ack_stops_at_the_first_gap_and_passes_it_once_it_is_filled(log: Log) -> None:
    gate = log.gate
    assert gate.append("ann", "phone", [event(3, done("s1"))]).numbers.next_expected == 1
    gate.append("ann", "phone", [event(1, started())])
    assert gate.append("ann", "phone", []).numbers.last_contiguous == 1
    assert gate.append("ann", "watch", []).numbers.last_contiguous == 0
    filled = gate.append("ann", "phone", [event(2, Skipped("lost"))])
    assert filled.numbers.last_contiguous == 3
    log.expect_replayable()


def test_somebody_elses_event_id_means_nothing_here(log: Log, database: Database) -> None:
    told = [event(1, started()), event(2, done("s1"))]
    log.append(*told)
    other = Log(database, "bob")
    assert other.append(replace(told[0], payload=started("v"))) == ["ACCEPTED"]
    with pytest.raises(NotFound):
        other.workouts.find("bob", "w")


def test_what_is_cancelled_leaves_a_trace_for_those_who_follow(log: Log) -> None:
    log.append(event(1, started()), event(2, done("s1")), event(3, WorkoutCancelled("w")))
    with pytest.raises(NotFound):
        log.workouts.find("ann", "w")
    assert log.workouts.started("ann") == []
    [change] = log.workouts.changed_after("ann", 0)
    assert change == ("w", None, 3)
    log.expect_replayable()


def test_five_hundred_events_about_two_hundred_things_are_stored_in_parts(log: Log) -> None:
    about: list[Payload] = [measured(f"m{n}", weight_kg=80 + n) for n in range(200)]
    about += [started(), *(done(f"s{n}") for n in range(299))]
    told = [event(n, payload) for n, payload in enumerate(about, start=1)]
    assert log.append(*told) == ["ACCEPTED"] * 500
    assert log.append(*told) == ["DUPLICATE"] * 500
    assert log.orders() == list(range(1, 501))
    log.expect_replayable()


def test_long_texts_about_many_workouts_are_stored_in_smaller_parts(log: Log) -> None:
    """Every part writes its workouts whole; so large a commit would be refused."""
    told = [event(n, done(f"s{n}", workout=f"w{n % 5}", notes="é" * 2000)) for n in range(1, 31)]
    narrow = FirestoreLog(log.database, most_bytes=100_000)
    counted = tally.begin()
    answer = narrow.append("ann", "phone", told)
    assert {one.status for one in answer.outcomes} == {"ACCEPTED"}
    # As one part: five workouts, the head, and what begins with a log.
    assert counted.writes > 30 + 5 + 2
    assert log.append(*told[:3]) == ["DUPLICATE"] * 3
    log.expect_replayable()


def test_many_long_workouts_may_change_at_once(log: Log) -> None:
    """A commit about all of them would be larger than the database takes."""
    count = 14
    for w in range(count):
        told: list[Payload] = [started(f"w{w}")]
        told += [done(f"s{n}", workout=f"w{w}", notes="é" * 2000) for n in range(40)]
        log.append(*(event(50 * w + n, payload) for n, payload in enumerate(told, start=1)))
    changed = [event(1000 + w, SetDeleted(f"w{w}", "s1")) for w in range(count)]
    assert log.append(*changed) == ["ACCEPTED"] * count


def test_a_full_workout_refuses_more_and_lets_go(log: Log) -> None:
    enough = MOST_BYTES // 4000 + 20
    told = [event(n, done(f"s{n}", notes="é" * 2000)) for n in range(2, enough)]
    found = log.append(event(1, started()), *told)
    accepted = found.count("ACCEPTED")
    assert set(found[accepted:]) == {"LOG_FULL"}
    assert log.workouts.find("ann", "w").set_count == accepted - 1
    number = enough + 1
    assert log.append(event(number, SetDeleted("w", "s2"))) == ["ACCEPTED"]
    # Other workouts have room.
    assert log.append(event(number + 1, done("s", workout="v"))) == ["ACCEPTED"]
    log.expect_replayable()


def test_gaps_are_bounded_over_all_devices_and_may_be_filled() -> None:
    runs = tuple((2**52 + 2 * n, 2**52 + 2 * n) for n in range(MOST_GAPS))
    batch = Batch("ann", Head(devices={"phone": Numbers(runs)}), {}, NOON)

    def code(number: int, device: str = "phone") -> str | None:
        one = event(1, Skipped("x"), device, id=f"{device}-{number}")
        return batch.offer(replace(one, sequence=number)).code

    assert code(3) == "TOO_MANY_GAPS"
    assert [code(1), code(2), code(2**52 + 1)] == [None] * 3
    assert [code(2**53 - 1, "watch"), code(5, "watch")] == [None, "TOO_MANY_GAPS"]
    # What is full at the longest still goes into a document of 1 MiB, with room to spare.
    assert len(str(head_document(batch.head))) < 500_000


def test_devices_are_bounded(log: Log) -> None:
    log.append(event(1, Skipped("x")))
    others = [event(1, Skipped("x"), device=f"d{n}") for n in range(MOST_DEVICES)]
    found = [log.append(*others[n : n + 100]) for n in range(0, MOST_DEVICES, 100)]
    assert sum(answers.count("ACCEPTED") for answers in found) == MOST_DEVICES - 1
    assert found[-1][-1] == "TOO_MANY_DEVICES"
    assert log.append(event(2, Skipped("x"), device="d0")) == ["ACCEPTED"]


def test_devices_that_tell_at_once_all_get_in_and_no_order_is_missed(
    connected: Callable[[], Database],
) -> None:
    """Each over a connection of its own, as many processes: a new log, then a log that is there."""
    Log(connected()).append(event(1, measured()))

    def telling(device: str) -> Callable[[], list[str]]:
        log = Log(connected())

        def tell() -> list[str]:
            parts = [
                [event(n + i, done(f"{device}{n + i}"), device) for i in (0, 1)] for n in (1, 3, 5)
            ]
            return [one for part in parts for one in log.append(*part, device=device)]

        return tell

    found = together([telling(f"device{n}") for n in range(4)])
    assert found == [["ACCEPTED"] * 6] * 4
    log = Log(connected())
    assert log.orders() == list(range(1, 26))
    log.append(event(2, started()))
    assert log.workouts.find("ann", "w").set_count == 24
    log.expect_replayable()


def test_the_same_batch_at_once_from_many_is_stored_once(
    connected: Callable[[], Database],
) -> None:
    told = [event(1, started()), event(2, done("s1"))]
    found = together([lambda: Log(connected()).append(*told) for _ in range(4)])
    assert outcomes(found) == {"done": 4}
    assert sorted(str(one) for answers in found for one in answers) == (  # type: ignore[union-attr]
        ["ACCEPTED"] * 2 + ["DUPLICATE"] * 6
    )
    Log(connected()).expect_replayable()


def test_our_own_events_are_numbered_here_and_a_repeat_is_known_by_its_id(log: Log) -> None:
    told = [event(0, done(f"s{n}"), "server-import", id=f"row-{n}") for n in range(3)]
    entities = [one.entity for one in told[:1] if one.entity]
    first = log.gate.begin("ann", entities)
    assert [first.offer_unnumbered(one).status for one in told[:2]] == ["ACCEPTED"] * 2
    log.gate.database.commit(*first.writes())
    again = log.gate.begin("ann", entities)
    again.stored = {one.event.id: one.event for one in log.gate.events_after("ann", 0, 10)}
    statuses = ["DUPLICATE", "DUPLICATE", "ACCEPTED", "DUPLICATE"]
    assert [again.offer_unnumbered(one).status for one in [*told, told[2]]] == statuses
    assert again.head.numbers("server-import").runs == ((1, 3),)
    other = replace(told[0], payload=done("other"))
    assert again.offer_unnumbered(other).code == "EVENT_ID_REUSED"
    log.gate.database.commit(*again.writes())
    log.expect_replayable()


def test_workouts_are_listed_by_time_and_go_on_where_many_share_it(log: Log) -> None:
    days = [0, 1, 1, 1, 2]
    told = [event(n, started(f"w{n}", NOON + timedelta(days=day))) for n, day in enumerate(days, 1)]
    log.append(*told, event(9, done("s", workout="w3", exercise="row")))
    page = log.workouts.started("ann", limit=2)
    seen = [row.value.id for row in page]
    while page:
        page = log.workouts.started("ann", limit=2, beyond=page[-1].place)
        seen += [row.value.id for row in page]
    assert seen == ["w5", "w4", "w3", "w2", "w1"]
    one_day: dict[str, Any] = {"since": NOON + timedelta(days=1), "until": NOON + timedelta(days=2)}
    found = log.workouts.started("ann", **one_day, newest_first=False)
    assert [row.value.id for row in found] == ["w2", "w3", "w4"]
    [row] = log.workouts.started("ann", exercise_id="row", **one_day)
    assert row.value.id == "w3"


def test_measurements_are_found_and_listed(log: Log) -> None:
    log.append(event(1, measured(weight_kg=80.5)), event(2, measured("n", NOON + timedelta(1))))
    assert log.measurements.find("ann", "m").values == {"weight_kg": 80.5}
    assert [row.value.id for row in log.measurements.measured("ann")] == ["n", "m"]
    [change] = log.measurements.changed_after("ann", 1)
    assert change.id == "n"
    with pytest.raises(NotFound):
        log.measurements.find("ann", "x")
