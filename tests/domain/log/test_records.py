"""Records: what sets one, who wins a tie, and that keeping up equals working out anew."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.exercises import LoadMode
from shared.domain.log.body_weights import BodyWeights
from shared.domain.log.measurements import Measurement
from shared.domain.log.record_book import RecordBook, Sheet, lift_of
from shared.domain.log.record_coding import book_of, book_plain
from shared.domain.log.records import Best, Feat, Key, Lift, bests_of, merged, renewed
from shared.domain.log.workouts import Execution, Load, LoadUnit, LoggedSet, Side, Workout
from shared.domain.programs import SetKind
from tests.domain.published import EXERCISES, exercise_id
from tests.domain.training import workout

EXTERNAL = Lift()
WEIGHED = Lift(LoadMode.BODYWEIGHT)
DAY = "2026-11-02T12:00"


def bests(lines: str, lift: Lift = EXTERNAL, body_kg: int | None = None) -> dict[Key, Best]:
    body = None if body_kg is None else Fraction(body_kg)
    return bests_of(workout(DAY, f"x: {lines}", known=str.strip), "x", lift, body)


def values(found: Mapping[Key, Best]) -> dict[str, float]:
    return {f"{key.feat}{key.reps or ''}": float(best.value) for key, best in found.items()}


def test_the_records_of_a_workout() -> None:
    assert values(bests("w10x80 8x60 8x62.5 5x70 5x70")) == {
        "LOAD8": 62.5,
        "LOAD5": 70,
        "REPS": 8,
        "ONE_REP_MAX": pytest.approx(81.6667, abs=0.001),
        "SET_VOLUME": 500,
        "WORKOUT_VOLUME": 8 * 60 + 8 * 62.5 + 10 * 70,
    }


def test_a_missed_attempt_and_an_exercise_that_is_not_there_set_none() -> None:
    assert bests("0x100") == {}
    assert bests_of(workout(DAY), "x", EXTERNAL, None) == {}


def test_of_an_assisted_exercise_the_least_help_is_the_best() -> None:
    found = bests("8x40 8x30 6x50", Lift(LoadMode.ASSISTED))
    assert values(found) == {"LOAD8": -30, "LOAD6": -50, "REPS": 8}
    assert found[Key(Feat.LOAD, 8)].load == Load(Decimal(30))


def test_of_bands_neither_maximum_nor_volume_is_known() -> None:
    assert values(bests("12x20", Lift(LoadMode.BAND))) == {"LOAD12": 20, "REPS": 12}


def test_a_bodyweight_lift_counts_the_body_where_it_was_measured() -> None:
    assert values(bests("5x0", WEIGHED)) == {"LOAD5": 0, "REPS": 5}
    found = bests("5x10", WEIGHED, 80)
    assert values(found)["ONE_REP_MAX"] == 105
    assert values(found)["SET_VOLUME"] == 450
    assert found[Key(Feat.SET_VOLUME)].body_kg == 80
    assert found[Key(Feat.LOAD, 5)].body_kg is None
    assert bests("5x10", EXTERNAL, 80)[Key(Feat.ONE_REP_MAX)].body_kg is None


def test_reps_with_pauses_count_for_volume_alone() -> None:
    [execution] = workout(DAY, "x: 12x50", known=str.strip).executions
    paused = tuple(replace(one, kind=SetKind.REST_PAUSE) for one in execution.sets)
    whole = replace(workout(DAY), executions=(Execution("x", paused),))
    found = bests_of(whole, "x", EXTERNAL, None)
    assert values(found) == {"SET_VOLUME": 600, "WORKOUT_VOLUME": 600}


def test_time_and_distance_have_records_of_their_own() -> None:
    at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    carried = LoggedSet(
        "s", SetKind.WORKING, Load(Decimal(40)), at, duration_seconds=30.5, distance_m=40.0
    )
    whole = Workout("w", at, executions=(Execution("x", (carried,)),))
    found = values(bests_of(whole, "x", EXTERNAL, None))
    assert found == {"SECONDS": 30.5, "METRES": 40}


def test_very_many_reps_have_no_best_load() -> None:
    assert values(bests("30x20"))["LOAD30"] == 20
    assert set(values(bests("31x20"))) == {"REPS", "SET_VOLUME", "WORKOUT_VOLUME"}


def test_what_was_logged_under_another_load_mode_does_not_count() -> None:
    later = datetime(2026, 11, 2, 12, 1, tzinfo=UTC)
    assert values(bests("5x100 5x60", Lift(LoadMode.EXTERNAL, later)))["LOAD5"] == 60


def test_of_equals_the_earlier_one_holds_the_record() -> None:
    first, second = (workout(day, "x: 2*5x100", known=str.strip) for day in (DAY, "2026-11-09"))
    parts = [bests_of(one, "x", EXTERNAL, None) for one in (second, first)]
    for found in (merged(parts), merged(reversed(parts))):
        best = found[Key(Feat.LOAD, 5)]
        assert best.workout_id == first.id
        assert best.set_id == first.executions[0].sets[0].set_id


def test_who_held_a_record_and_lost_it_asks_for_all_workouts() -> None:
    whole = workout(DAY, "x: 5x100", known=str.strip)
    held = bests_of(whole, "x", EXTERNAL, None)
    assert renewed(held, whole.id, {}) is None
    better = bests_of(
        replace(whole, executions=workout(DAY, "x: 5x110", known=str.strip).executions),
        "x",
        EXTERNAL,
        None,
    )
    assert renewed(held, whole.id, better) == better
    assert renewed(better, whole.id, held) is None
    assert renewed(held, "another", {}) == held


START = datetime(2026, 11, 2, tzinfo=UTC)
logged_sets = st.builds(
    LoggedSet,
    set_id=st.sampled_from(["s1", "s2", "s3"]),
    kind=st.sampled_from([SetKind.WORKING, SetKind.WARMUP, SetKind.DROP]),
    load=st.builds(
        Load, st.sampled_from(["0", "10", "20"]).map(Decimal), st.sampled_from(LoadUnit)
    ),
    completed_at=st.integers(0, 3).map(lambda hours: START + timedelta(hours=hours)),
    reps=st.sampled_from([0, 1, 5]),
    side=st.just(Side.BOTH),
)


def whole_workouts(name: str) -> st.SearchStrategy[Workout]:
    execution = st.builds(
        Execution,
        st.sampled_from(["bench", "pull-up", "dip"]),
        st.lists(logged_sets, max_size=2, unique_by=lambda one: one.set_id).map(tuple),
    )
    return st.builds(
        Workout,
        id=st.just(name),
        started_at=st.integers(0, 4).map(lambda days: START + timedelta(days=days)),
        executions=st.lists(execution, max_size=2, unique_by=lambda one: one.exercise_id).map(
            tuple
        ),
    )


states = st.fixed_dictionaries(
    {name: st.none() | whole_workouts(name) for name in ("w1", "w2", "w3")}
)
LIFTS = {
    "bench": Lift(),
    "pull-up": Lift(LoadMode.BODYWEIGHT),
    "dip": Lift(LoadMode.ASSISTED, START + timedelta(hours=1)),
}


def caught_up(book: RecordBook, state: Mapping[str, Workout | None]) -> RecordBook:
    """What the store does with what has changed."""
    book, stale = book.taken_in(state, LIFTS.__getitem__)
    everything = [one for one in state.values() if one is not None]
    for name in stale:
        book = book.rebuilt(name, everything, LIFTS[name])
    return book


@given(st.lists(states, min_size=1, max_size=4))
def test_keeping_up_equals_working_out_anew(history: list[dict[str, Workout | None]]) -> None:
    weights, _ = BodyWeights({}).changed([("m", Measurement("m", START, {"weight_kg": 80.0}))])
    empty = RecordBook(weights=weights)
    book = empty
    for state in history:
        book = caught_up(book, state)
        assert book == caught_up(empty, state)
        assert book == caught_up(book, state)
        assert all(sheet.bests for sheet in book.sheets.values())
        assert book.weighs_the_body is ("pull-up" in book.sheets)
    assert book_of(json.loads(json.dumps(book_plain(book)))) == book


def test_another_load_mode_asks_for_all_workouts() -> None:
    whole = workout(DAY, "bench: 5x100", known=str.strip)
    book, _ = RecordBook().taken_in({whole.id: whole}, lambda _: EXTERNAL)
    again, stale = book.taken_in({}, lambda _: WEIGHED)
    assert stale == {"bench"}
    assert again.rebuilt("bench", [whole], WEIGHED).sheets["bench"].lift == WEIGHED


def test_a_sheet_knows_its_latest_record() -> None:
    found = merged(
        bests_of(workout(day, line, known=str.strip), "x", EXTERNAL, None)
        for day, line in ((DAY, "x: 5x100"), ("2026-11-09", "x: 8x60"))
    )
    assert Sheet(EXTERNAL, found).latest == datetime(2026, 11, 9, tzinfo=UTC)


def test_how_an_exercise_is_lifted() -> None:
    bench = EXERCISES[exercise_id("Bench Press")]
    assert lift_of(None) == EXTERNAL
    assert lift_of(replace(bench, load_mode=LoadMode.BAND, load_mode_since=START)) == Lift(
        LoadMode.BAND, START
    )
