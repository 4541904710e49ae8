"""Double progression, `dp(2.5, 8, 12)`, and from what it takes its targets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from shared.domain.exercises import Equipment, Exercise, LoadMode, Mechanic, Tracking
from shared.domain.log.increments import harder, increment
from shared.domain.log.progression import Reason, Step, Target, target
from shared.domain.log.records import Lift
from shared.domain.log.sources import Occasion, occasions, source_among
from shared.domain.log.workouts import Execution, Load, LoadUnit, Workout
from shared.domain.programs import Entry, SetKind, SetRow
from tests.domain.published import EXERCISES, exercise_id, row
from tests.domain.training import moment, workout

BENCH = replace(EXERCISES[exercise_id("Bench Press")], equipment=Equipment.BARBELL)
NOW = moment("2026-11-21T18:00")
LAST = "2026-11-18T18:00"
THREE = Entry((row("3x8-12"),), "x")


def occasion(lines: str, started: str = LAST, kinds: Sequence[SetKind] = ()) -> Occasion:
    whole = workout(started, f"x: {lines}", known=str.strip)
    [execution] = whole.executions
    sets = tuple(replace(one, kind=kind) for one, kind in zip(execution.sets, kinds, strict=False))
    if kinds:
        execution = Execution("x", sets)
    return Occasion(replace(whole, executions=(execution,)), execution)


def aimed(lines: str | Occasion, entry: Entry = THREE, exercise: Exercise | None = BENCH) -> Target:
    source = occasion(lines) if isinstance(lines, str) else lines
    return target(entry, exercise, source, NOW)


def written(found: Target) -> list[str]:
    """`60x8` for each set, `-x8` where no load is known."""
    return [f"{one.load.value if one.load else '-'}x{one.reps}" for one in found.sets]


def test_all_sets_at_the_top_of_the_range_are_followed_by_more_load() -> None:
    found = aimed("3*12x60")
    assert (found.step, found.reason) == (Step.INCREASE, Reason.ALL_SETS_AT_THE_TOP)
    assert written(found) == ["62.5x8", "62.5x8", "62.5x8"]


def test_one_rep_short_is_the_same_load_again() -> None:
    found = aimed("2*12x60 11x60")
    assert (found.step, found.reason) == (Step.REPEAT, Reason.NOT_YET_AT_THE_TOP)
    assert written(found) == ["60x12", "60x12", "60x12"]
    assert written(aimed("9x60 8x60 6x60")) == ["60x10", "60x9", "60x8"]


def test_a_set_less_than_asked_for_is_not_enough() -> None:
    assert written(aimed("2*12x60")) == ["60x12", "60x12", "60x8"]


def test_a_set_with_less_load_did_not_get_there() -> None:
    found = aimed("12x60 12x60 12x55")
    assert found.step is Step.REPEAT
    assert {one.load for one in found.sets} == {Load(Decimal(60))}


def test_neither_warm_ups_nor_drops_tell_anything() -> None:
    assert aimed("w12x60 2*12x60").step is Step.REPEAT
    assert aimed("2*12x60 d12x60").step is Step.REPEAT
    assert aimed("w20x20 3*12x60 d20x40").step is Step.INCREASE


def test_what_was_never_done_has_no_load() -> None:
    found = target(THREE, BENCH, None, NOW)
    assert (found.step, found.reason) == (Step.START, Reason.FIRST_TIME)
    assert written(found) == ["-x8", "-x8", "-x8"]


def test_after_three_weeks_the_load_is_held() -> None:
    old = occasion("3*12x60", "2026-10-31T18:00")
    found = aimed(old)
    assert (found.step, found.reason) == (Step.HOLD, Reason.TOO_LONG_AGO)
    assert written(found) == ["60x12", "60x12", "60x12"]
    assert aimed(occasion("3*12x60", "2026-10-31T18:01")).step is Step.INCREASE


def test_as_many_as_possible_are_enough_when_they_are_those_asked_for() -> None:
    entry = Entry((row("2x5"), row("1x5+")), "x")
    assert written(aimed("2*5x60 9x60", entry)) == ["62.5x5", "62.5x5", "62.5x5"]
    assert written(aimed("2*5x60 4x60", entry)) == ["60x5", "60x5", "60x5"]
    assert written(aimed("5x60 4x60 9x60", entry)) == ["60x5", "60x5", "60x10"]


def test_top_and_back_off_sets_have_loads_of_their_own() -> None:
    rows = (
        SetRow(SetKind.WARMUP, 1, 10, 10),
        SetRow(SetKind.TOP, 1, 4, 6),
        SetRow(SetKind.BACK_OFF, 2, 8, 10),
    )
    entry = Entry(rows, "x")
    top, back_off = SetKind.TOP, SetKind.BACK_OFF
    told = occasion("10x60 10x60 6x80", kinds=[back_off, back_off, top])
    assert written(aimed(told, entry)) == ["-x10", "82.5x4", "62.5x8", "62.5x8"]
    # Who logs everything as working sets is taken by their order.
    assert written(aimed("6x80 2*10x60", entry)) == ["-x10", "82.5x4", "62.5x8", "62.5x8"]


def test_percentages_are_not_progressed() -> None:
    wave = replace(row("3x5"), percent_1rm=80.0)
    found = aimed("3*5x100", Entry((wave,), "x"))
    assert (found.step, found.reason) == (Step.HOLD, Reason.BY_PERCENTAGE)
    assert written(found) == ["-x5", "-x5", "-x5"]
    beside = aimed("5x100 2*10x60", Entry((wave, row("1x5")), "x"))
    assert beside.step is Step.INCREASE


def test_help_is_taken_away_down_to_none() -> None:
    dip = replace(BENCH, load_mode=LoadMode.ASSISTED)
    assert written(aimed("3*12x20", exercise=dip)) == ["17.5x8"] * 3
    assert written(aimed("3*12x1", exercise=dip)) == ["0x8"] * 3
    # The least help that was used is the load of the row.
    assert written(aimed("12x20 12x25 12x20", exercise=dip)) == ["20x12"] * 3
    done = aimed("3*12x0", exercise=dip)
    assert (done.step, done.reason) == (Step.HOLD, Reason.NO_HARDER_LOAD)
    assert written(done) == ["0x12"] * 3


def test_bands_and_unknown_exercises_stay_as_they_are() -> None:
    for exercise in (replace(BENCH, load_mode=LoadMode.BAND), None):
        found = aimed("3*12x20", exercise=exercise)
        assert (found.step, written(found)) == (Step.HOLD, ["20x12"] * 3)


def test_what_is_timed_is_held() -> None:
    plank = replace(BENCH, tracking=Tracking.TIME)
    found = aimed("3*12x0", exercise=plank)
    assert (found.step, found.reason) == (Step.HOLD, Reason.NOT_BY_REPS)


def test_a_set_without_reps_aims_at_the_bottom() -> None:
    told = occasion("3*12x20")
    sets = tuple(replace(one, reps=None, duration_seconds=9.0) for one in told.execution.sets)
    assert written(aimed(Occasion(told.workout, Execution("x", sets)))) == ["20x8"] * 3


@pytest.mark.parametrize(
    ("equipment", "mechanic", "kilograms", "pounds"),
    [
        (Equipment.BARBELL, Mechanic.COMPOUND, "2.5", "5"),
        (Equipment.BARBELL, Mechanic.ISOLATION, "2.5", "5"),
        (Equipment.DUMBBELL, Mechanic.COMPOUND, "2", "5"),
        (Equipment.KETTLEBELL, Mechanic.COMPOUND, "4", "10"),
        (Equipment.MACHINE, Mechanic.COMPOUND, "5", "10"),
        (Equipment.CABLE, Mechanic.ISOLATION, "2.5", "5"),
        (Equipment.BODYWEIGHT, Mechanic.COMPOUND, "2.5", "5"),
    ],
)
def test_steps_are_those_of_the_plates(
    equipment: Equipment, mechanic: Mechanic, kilograms: str, pounds: str
) -> None:
    exercise = replace(BENCH, equipment=equipment, mechanic=mechanic)
    assert increment(exercise, LoadUnit.KG) == Decimal(kilograms)
    assert increment(exercise, LoadUnit.LB) == Decimal(pounds)
    assert harder(Load(Decimal(135), LoadUnit.LB), exercise) == Load(
        135 + Decimal(pounds), LoadUnit.LB
    )


# Where the targets come from.

WEIGHED = Lift()


def sources(*told: tuple[str, str]) -> list[Occasion]:
    found = [workout(started, f"x: {lines}", known=str.strip) for started, lines in told]
    return occasions(found, "x", NOW)


def chosen(*told: tuple[str, str], lift: Lift = WEIGHED) -> str | None:
    found = source_among(sources(*told), lift)
    return None if found is None else found.workout.started_at.date().isoformat()


def test_the_newest_is_the_source() -> None:
    assert chosen(("2026-11-09", "3*8x60"), ("2026-11-16", "3*8x62.5")) == "2026-11-16"
    assert chosen() is None
    assert chosen(("2026-11-16", "w8x20")) is None


@pytest.mark.parametrize("deload", ["3*8x51", "4*6x80", "2*8x100", "2*10x90", "1*1x50"])
def test_a_deload_is_not(deload: str) -> None:
    assert chosen(("2026-11-09", "4*8x100"), ("2026-11-16", deload)) == "2026-11-09"


@pytest.mark.parametrize("other", ["3*8x95", "4*15x70", "2*3x110", "4*8x90"])
def test_other_work_is_no_deload(other: str) -> None:
    assert chosen(("2026-11-09", "4*8x100"), ("2026-11-16", other)) == "2026-11-16"


def test_a_whole_week_of_deload_is_passed_over() -> None:
    told = [("2026-11-09", "4*8x100"), ("2026-11-13", "4*8x80"), ("2026-11-16", "4*8x80")]
    assert chosen(*told) == "2026-11-09"


def test_a_deload_is_told_by_the_ten_days_before_it() -> None:
    assert chosen(("2026-11-06", "4*8x100"), ("2026-11-16", "4*8x80")) == "2026-11-06"
    assert chosen(("2026-11-05T23:59", "4*8x100"), ("2026-11-16", "4*8x80")) == "2026-11-16"


def test_who_stays_lighter_has_a_new_start() -> None:
    told = [("2026-11-02", "4*8x100"), ("2026-11-09", "4*8x80"), ("2026-11-16", "4*8x80")]
    assert chosen(*told) == "2026-11-16"


def test_of_help_and_bands_less_is_no_deload() -> None:
    told = [("2026-11-09", "3*8x40"), ("2026-11-16", "3*8x30")]
    assert chosen(*told, lift=Lift(LoadMode.ASSISTED)) == "2026-11-16"
    assert chosen(*told, ("2026-11-18", "1*8x50"), lift=Lift(LoadMode.ASSISTED)) == "2026-11-16"


def test_nothing_is_taken_across_a_change_of_the_load_mode() -> None:
    told = [("2026-11-09", "3*12x60"), ("2026-11-16", "3*12x60")]
    assert chosen(*told, lift=Lift(LoadMode.BODYWEIGHT, moment("2026-11-17"))) is None
    assert chosen(*told, lift=Lift(LoadMode.BODYWEIGHT, moment("2026-11-10"))) == "2026-11-16"


def test_only_what_is_over_was_done() -> None:
    def going_on(since: timedelta) -> Workout:
        return workout(NOW - since, "x: 3*8x60", known=str.strip, finished=False)

    assert occasions([going_on(timedelta(hours=11))], "x", NOW) == []
    assert len(occasions([going_on(timedelta(hours=12))], "x", NOW)) == 1
    elsewhere = workout(datetime(2026, 11, 1, tzinfo=NOW.tzinfo), "y: 8x60", known=str.strip)
    bare = replace(elsewhere, executions=(Execution("x"),))
    assert occasions([elsewhere, bare], "x", NOW) == []
