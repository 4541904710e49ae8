"""The facts of a week, and a text that says nothing else."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import LoadMode
from shared.domain.log.workouts import Workout
from shared.domain.muscles import Muscle
from shared.domain.profiles import Units
from shared.domain.reports.facts import Ground, WeekFacts, Weight, week_facts
from shared.domain.reports.figures import WeekFigures
from shared.domain.reports.milestones import STEPS, MilestoneKind, milestones
from shared.domain.reports.plain import plain, tenths
from shared.domain.reports.wording import text_of
from shared.domain.volume import weekly_volume
from shared.domain.weeks import IsoWeek
from shared.domain.zones import Zones
from tests.domain.published import CATALOGUE, EXERCISES, PPL, exercise_id
from tests.domain.training import moment, workout

WEEK = IsoWeek(2026, 40)
MONDAY = moment("2026-09-28T18:00")
GROUND = Ground(CATALOGUE, Zones(), {})
USUAL = ("Squat: 5*5x100", "Bench Press: 5*8x60")


def back(weeks: int, *lines: str, days: int = 0) -> Workout:
    at: datetime = MONDAY - timedelta(weeks=weeks) + timedelta(days=days)
    return workout(at, *(lines or USUAL))


def facts(*log: Workout, weight: Weight | None = None, **about: Any) -> WeekFacts:
    return week_facts(WEEK, log, replace(GROUND, **about), weight)


def said(*log: Workout, **about: Any) -> str:
    return text_of(plain(facts(*log, **about)))


def test_the_facts_of_a_week() -> None:
    found = facts(back(0, "Bench Press: w8x20 3*8x60", "Squat: 5x100"), back(1))
    assert (found.workouts, found.sets, found.exercises, found.hard_sets) == (1, 5, 2, 4)
    assert found.tonnage_kg == 160 + 1440 + 500
    assert (found.before.workouts, found.before.hard_sets) == (1, 10)
    assert [one.muscle for one in found.muscles] == list(Muscle)
    assert (found.workouts_in_all, found.weeks_in_a_row) == (2, 2)
    assert not found.is_deload


def test_what_came_after_the_week_is_no_part_of_it() -> None:
    assert facts(back(0), back(-1), back(-2)) == replace(
        facts(back(0)), milestones=facts(back(0)).milestones
    )


def test_a_week_off_breaks_the_row() -> None:
    assert facts(back(1), back(2)).weeks_in_a_row == 0
    assert facts(back(0), back(2)).weeks_in_a_row == 1


def test_a_week_belongs_to_where_one_was() -> None:
    late = workout("2026-10-04T22:30", "Squat: 5x100")
    assert facts(late).workouts == 1
    assert facts(late, zones=Zones("Europe/Berlin")).workouts == 0


def test_nothing_ever_is_empty_but_a_weight_is_something() -> None:
    assert facts().is_empty
    assert not facts(weight=Weight(Fraction(80), None)).is_empty
    assert not facts(back(9)).is_empty


@pytest.mark.parametrize(
    ("before", "now", "reached"),
    [(0, 1, 1), (1, 2, None), (9, 10, 10), (9, 30, 25), (10, 11, None), (1999, 2000, 2000)],
)
def test_workouts_reach_milestones(before: int, now: int, reached: int | None) -> None:
    found = milestones(WeekFigures(workouts=before), WeekFigures(workouts=now - before), 1)
    assert [one.value for one in found] == ([] if reached is None else [reached])


def test_rows_and_loads_reach_milestones() -> None:
    heavy = WeekFigures(workouts=1, tonnage_kg=Fraction(1, 3))
    light = WeekFigures(workouts=3, tonnage_kg=10_000 - Fraction(1, 3))
    assert milestones(light, heavy, 4) == (
        (MilestoneKind.WEEKS_IN_A_ROW, 4),
        (MilestoneKind.TONNAGE_KG, 10_000),
    )
    assert milestones(light, replace(heavy, tonnage_kg=Fraction(1, 4)), 5) == ()


@given(st.integers(0, 3_000), st.integers(0, 300), st.integers(0, 700))
def test_no_milestone_is_more_than_there_was(before: int, done: int, weeks: int) -> None:
    found = milestones(WeekFigures(workouts=before), WeekFigures(workouts=done), weeks)
    for kind, value in found:
        assert value in STEPS[kind]
        assert value <= (before + done if kind is MilestoneKind.WORKOUTS else weeks)
    assert len({kind for kind, _ in found}) == len(found)


def test_a_best_load_is_more_than_ever_before() -> None:
    found = facts(
        back(3, "Squat: 5x100", "Bench Press: 5x60 w5x200"),
        back(0, "Squat: 5x100 1x99", "Bench Press: 3x61 5x61 w5x99 0x150", "Leg Press: 5x200"),
    )
    ((_, name, kg, reps),) = found.best_loads
    assert (name, reps) == ("Bench Press", 5)
    assert kg == 61


def test_less_help_is_no_best_load() -> None:
    squat = exercise_id("Squat")
    assisted = replace(EXERCISES[squat], load_mode=LoadMode.ASSISTED)
    log = (back(1, "Squat: 5x10"), back(0, "Squat: 5x20"))
    assert facts(*log).best_loads
    assert facts(*log, catalogue=Catalogue.of({squat: assisted}, 1)).best_loads == ()


def test_what_no_catalogue_names_has_no_best_load() -> None:
    assert facts(back(1, "Yoke: 5x100"), back(0, "Yoke: 5x120")).best_loads == ()


def test_the_plan_stands_beside_what_was_done() -> None:
    found = plain(facts(back(0), plan=weekly_volume(PPL, CATALOGUE, {})))
    assert (found["planned_workouts"], found["planned_hard_sets"]) == (6, 124)
    assert "The plan has 124 hard sets in 6 workouts." in text_of(found)


def test_figures_are_plain_and_whole_where_they_are_whole() -> None:
    found = plain(facts(back(0, "Bench Press: 8x135lb 8x135lbL")))
    assert (found["hard_sets"], found["tonnage_kg"], found["tonnage_lb"]) == (1.5, 979.8, 2160)
    assert isinstance(found["tonnage_lb"], int)
    assert found["muscles_below_minimum"] == 18
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    ("figure", "shown"), [("0.05", 0.0), ("0.15", 0.2), ("0.25", 0.2), ("61.235", 61.2), ("3", 3)]
)
def test_tenths_are_rounded_half_to_even(figure: str, shown: float) -> None:
    assert tenths(Fraction(figure)) == shown


def test_a_text_about_a_usual_week() -> None:
    weight = Weight(Fraction(80), Fraction(81))
    assert said(back(0), back(1), back(2), weight=weight).split(". ") == [
        "1 workout, 10 hard sets of 2 exercises and 4900 kg moved in all",
        "The week before it was 10 hard sets",
        "18 muscles are under the minimum, the nearest to it Chest (5), Quads (5), Glutes (3.75)",
        "Your trend weight is 80 kg after 81 kg a week earlier",
        "You have moved 10000 kg in all!",
    ]


def test_a_text_speaks_the_readers_units() -> None:
    text = said(
        back(0, "Bench Press: 8x135lb"), units=Units.IMPERIAL, weight=Weight(Fraction(80), None)
    )
    assert "1080 lb moved in all" in text
    assert "Your trend weight is 176.4 lb." in text
    assert " kg" not in text


def test_a_text_about_a_deload_blames_nobody() -> None:
    weeks = [back(number, days=day) for number in (1, 2, 3) for day in (0, 3)]
    text = said(*weeks, back(0, "Squat: 2*5x100"), back(0, "Squat: 2*5x100", days=3))
    assert "It was a deload: doing less was the point." in text
    assert "under the minimum" not in text
    assert "The plan" not in text


def test_a_text_about_a_week_off() -> None:
    assert said(back(1), back(1, days=1)) == (
        "No training was logged this week. In the week before it was 2 workouts."
    )
    assert said(back(2)) == "No training was logged this week."


def test_a_text_speaks_of_no_load_where_none_was_moved() -> None:
    assert said(back(0, "Squat: 2*5x0")).startswith("1 workout, 2 hard sets of 1 exercise. ")


def test_a_text_about_too_much() -> None:
    text = said(back(0, "Squat: 30*5x100"))
    assert "Over the maximum: Quads (30), Glutes (22.5)." in text


def test_a_text_names_records_and_milestones() -> None:
    text = said(back(1, "Squat: 5x100"), back(0, "Squat: 3x105"))
    assert "More than ever before: Squat 105 kg for 3 reps." in text
    assert "Your first workout!" in said(back(0))
    row = said(*(back(number) for number in range(4)))
    assert "Training in 4 weeks in a row!" in row
    assert "You have moved 10000 kg in all!" in said(back(1), back(0), back(2))
    assert "You have done 10 workouts!" in said(*(back(0, days=0) for _ in range(10)))


def numbers_of(plain_facts: Any) -> Iterator[float]:
    if isinstance(plain_facts, dict):
        for value in plain_facts.values():
            yield from numbers_of(value)
    elif isinstance(plain_facts, list):
        for value in plain_facts:
            yield from numbers_of(value)
    elif isinstance(plain_facts, int | float) and not isinstance(plain_facts, bool):
        yield float(plain_facts)


LINES = st.lists(
    st.sampled_from(
        [
            "Squat: 5*5x100",
            "Squat: 30*5x102.5",
            "Bench Press: 3*8x62.5 8x40L",
            "Bench Press: w8x20 8x135lb",
            "Leg Press: 4*12x200.25",
            "Yoke: 2x400",
            "Dumbbell Curl: 0x10",
        ]
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda line: line.split(":")[0],
)
LOGS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), LINES), max_size=14)
WEIGHTS = st.none() | st.builds(Weight, st.fractions(40, 200), st.none() | st.fractions(40, 200))


@given(LOGS, WEIGHTS, st.sampled_from(Units), st.booleans())
def test_every_number_in_a_text_is_a_fact(
    log: list[tuple[int, int, list[str]]], weight: Weight | None, units: Units, planned: bool
) -> None:
    plan = weekly_volume(PPL, CATALOGUE, {}) if planned else None
    done = [back(weeks, *lines, days=days) for weeks, days, lines in log]
    found = plain(facts(*done, weight=weight, units=units, plan=plan))
    quoted = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text_of(found))}
    assert quoted <= set(numbers_of(found))
    assert text_of(found)
