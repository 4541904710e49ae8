"""How what is looked up is said, where a log of every day does not show it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from shared.domain.catalogue import Catalogue
from shared.domain.coach.grounding import MOST_BYTES
from shared.domain.coach.telling.body import (
    measurement_item,
    metric_name,
    trend_item,
    trend_said,
)
from shared.domain.coach.telling.items import Item, told
from shared.domain.coach.telling.programs import (
    NextExercise,
    name_of,
    next_items,
    next_said,
    program_items,
    row_said,
)
from shared.domain.coach.telling.records import records_said
from shared.domain.coach.telling.said import answered
from shared.domain.coach.telling.training import occasion_item, sets_said
from shared.domain.coach.telling.weeks import ToldWeek, week_said
from shared.domain.exercises import LoadMode
from shared.domain.log.measurements import Measurement
from shared.domain.log.progression import PlannedSet, Reason, Step, Target
from shared.domain.log.record_book import Sheet
from shared.domain.log.records import Best, Feat, Key, Lift
from shared.domain.log.sources import Occasion
from shared.domain.log.workouts import Execution, Load, LoggedSet, Workout
from shared.domain.profiles import Sex, Units
from shared.domain.programs import (
    Cyclic,
    Entry,
    InlineExercise,
    Plan,
    Program,
    Session,
    SetKind,
    SetRow,
    SplitType,
)
from shared.domain.reports.figures import WeekFigures
from shared.domain.reports.span import TrainedWeek
from shared.domain.trained import trained_volume
from shared.domain.trend import Point
from shared.domain.weeks import IsoWeek
from shared.domain.zones import Zones

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = date(2026, 11, 2)
NOTHING = Catalogue.of({}, 1)


def done(**about: Any) -> LoggedSet:
    usual: dict[str, Any] = {"kind": SetKind.WORKING, "load": Load(Decimal(0)), "reps": 8}
    return LoggedSet(set_id="s", completed_at=NOON, **{**usual, **about})


def test_what_has_no_room_is_left_out_and_counted() -> None:
    items = [Item(f"i{number}", "x", {"text": "y" * 500}) for number in range(40)]
    content = told(items).content
    assert len(content["items"]) + content["left_out"] == 40
    assert MOST_BYTES - 1_000 < len(str(content)) <= MOST_BYTES


def test_dates_and_weeks_of_an_item_are_dates_of_its_fact() -> None:
    values = {
        "day": "2026-11-02",
        "week": "2026-W40",
        "at": "2026-11-03T10:00:00Z",
        "is_over": True,
    }
    fact = Item("s", "A week.", {**values, "sets": [3, 2.5, None]}).fact
    assert fact.dates == (TODAY, date(2026, 9, 28), date(2026, 11, 3))
    assert [figure.value for figure in fact.figures] == [3, Fraction(5, 2)]


def test_timed_and_measured_sets_and_very_many_of_them() -> None:
    timed = [done(reps=None, duration_seconds=45.0), done(reps=None, duration_seconds=30.5)]
    assert sets_said(timed, LoadMode.EXTERNAL) == "45 and 30.5 seconds"
    far = [done(reps=None, distance_m=400.0)]
    assert sets_said(far, LoadMode.EXTERNAL) == "400 metres"
    assert sets_said([done()] * 23, LoadMode.BODYWEIGHT).endswith("8 reps; and 3 more")


def test_the_notes_of_an_exercise_stand_with_its_sets() -> None:
    execution = Execution("bench", (done(notes="hard", rir=2.0),), notes="felt 9 of 10")
    occasion = Occasion(Workout("w", NOON, executions=(execution,)), execution)
    item = occasion_item("Bench Press", occasion, Zones())
    assert item.values["notes"] == "felt 9 of 10"
    assert item.values["sets"][0]["notes"] == "hard"
    assert 9 in {figure.value for figure in item.fact.figures}


def test_what_was_measured_and_what_follows_from_it() -> None:
    values = {"weight_kg": 80.0, "waist_cm": 85.0, "neck_cm": 38.0}
    one = Measurement("m", NOON, values, notes="before breakfast")
    item = measurement_item(one, TODAY, Sex.MALE, 180.0)
    assert item.values["body_fat_percent"] == 16.11
    assert item.values["notes"] == "before breakfast"
    measured = Measurement("m", NOON, {"body_fat_percent": 15.0})
    assert "body_fat_percent" not in measurement_item(measured, TODAY, None, None).values


def points(first: str, step: str, days: int = 20) -> list[Point]:
    values = [Fraction(first) + Fraction(step) * day for day in range(days)]
    return [Point(TODAY + timedelta(day), value, value) for day, value in enumerate(values)]


@pytest.mark.parametrize(
    ("metric", "units", "found", "said"),
    [
        (
            "waist_cm",
            Units.METRIC,
            points("85", "0.1"),
            "Your waist was 86.9 cm on 21 November 2026; the trend is 86.9 cm, going up by 0.7 cm "
            "a week.",
        ),
        (
            "body_fat_percent",
            Units.METRIC,
            points("15", "0"),
            "Your body fat was 15 % on 21 November 2026; the trend is 15 % and holds still.",
        ),
        (
            "weight_kg",
            Units.IMPERIAL,
            points("80", "-0.1"),
            "Your body weight was 172.2 lb on 21 November 2026; the trend is 172.2 lb, going down "
            "by 1.5 lb a week.",
        ),
        (
            "mood",
            Units.METRIC,
            points("5", "0", 1),
            "Your mood was 5 on 2 November 2026; the trend is 5.",
        ),
    ],
)
def test_where_a_metric_is_going(metric: str, units: Units, found: list[Point], said: str) -> None:
    assert trend_said(metric, found, units).text == said
    assert trend_item(metric, found).values["days_measured"] == len(found)


def test_metrics_have_names() -> None:
    assert metric_name("left_bicep_cm") == "left bicep"
    assert metric_name("mood") == "mood"


def test_rows_as_people_write_them() -> None:
    full = SetRow(SetKind.TOP, 1, 5, 5, rir=2, percent_1rm=82.5, rest_seconds=180)
    assert row_said(full) == "1 top x 5, RIR 2, 82.5 % of the one-rep max, 180 s of rest"
    assert row_said(SetRow(SetKind.AMRAP, 2, 8)) == "2 amrap x 8+"
    assert row_said(SetRow(SetKind.WARMUP, 1, 8, 10)) == "1 warm-up x 8-10"


def test_a_set_of_as_many_reps_as_possible_says_so() -> None:
    row = SetRow(SetKind.AMRAP, 1, 8)
    aimed = Target(Step.START, Reason.FIRST_TIME, (PlannedSet(row, 8),))
    exercises = [NextExercise("Dip", Entry((row,)), aimed)]
    program = Program(
        "p", Plan("Mine", SplitType.CUSTOM, Cyclic(1, 1), 4, ()), "a", "o", 1, NOON, NOON
    )
    items = next_items(program, "A", TODAY, exercises)
    _, dip = next_said(items, program, "A", "today", exercises)
    assert dip.text == "- Dip: 1 amrap set of 8+."
    assert answered(dip).citations[0].claim == "Dip: 1 amrap set of 8+."


def test_a_cyclic_program_with_exercises_of_its_own() -> None:
    spelled_out = Entry((), inline=InlineExercise("Sled Push", {}), notes="slowly")
    plan = Plan(
        "Mine", SplitType.CUSTOM, Cyclic(3, 1), 4, (Session("A", (spelled_out, Entry((), "gone"))),)
    )
    program = Program("p", plan, "ann", "o", 1, NOON, NOON)
    about, session = program_items(program, NOTHING)
    assert (about.values["days_on"], about.values["days_off"]) == (3, 1)
    assert session.values["exercises"][0]["notes"] == "slowly"
    assert name_of(plan.sessions[0].exercises[1], NOTHING) == "an exercise that is no longer known"


def test_records_of_bands_and_of_nothing() -> None:
    best = Best(Fraction(10), NOON, "w", "s", 8, Load(Decimal(10)))
    bands = Sheet(Lift(LoadMode.BAND), {Key(Feat.LOAD, 8): best})
    item = Item("record:x", "x", {})
    said = records_said("Band Row", bands, item, Units.METRIC, Zones())
    assert said.text == "Band Row: no records yet."
    unloaded = Best(Fraction(0), NOON, "w", "s", 8, Load(Decimal(0)))
    bare = Sheet(Lift(LoadMode.BODYWEIGHT), {Key(Feat.LOAD, 8): unloaded})
    assert records_said("Dip", bare, item, Units.METRIC, Zones()).text.endswith("no records yet.")


def test_a_deload_is_called_one() -> None:
    week = IsoWeek(2026, 45)
    figures = WeekFigures(workouts=2, sets=8, hard_sets=8, exercises=3)
    trained = TrainedWeek(week, (), figures, figures, is_deload=True)
    found = ToldWeek(trained, trained_volume((), NOTHING, {}, Zones()), is_over=True)
    first, second = week_said(found, Units.METRIC)
    assert first.text == "In 2026-W45: 2 workouts with 8 hard sets of 3 exercises."
    assert second.text == "It looks like a deload: doing less is the point."
