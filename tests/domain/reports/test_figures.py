"""A week's figures, and what makes a deload."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log.workouts import Workout
from shared.domain.reports.figures import LOOKS_BACK, WeekFigures, figures_of, is_deload
from shared.domain.reports.span import trained_weeks
from shared.domain.trained import in_weeks
from shared.domain.weeks import IsoWeek
from shared.domain.zones import Zones
from tests.domain.published import CATALOGUE, exercise_id
from tests.domain.training import moment, workout

MONDAY = moment("2026-08-31T18:00")
FIRST = IsoWeek(2026, 36)
USUAL = ("Squat: 5*5x100", "Bench Press: 5*8x60")


def figures(*lines: str) -> WeekFigures:
    return figures_of([workout(MONDAY, *lines)], CATALOGUE)


def marked(*weeks: Sequence[Sequence[str]]) -> list[bool]:
    """Whether each week was a deload. A week is its workouts, a workout its lines."""
    done: list[Workout] = []
    for number, those in enumerate(weeks):
        for day, lines in enumerate(those):
            at: datetime = MONDAY + timedelta(weeks=number, days=day)
            done.append(workout(at, *lines))
    last = FIRST.later(len(weeks) - 1)
    found = in_weeks(done, FIRST.later(-LOOKS_BACK), last, Zones())
    return [one.is_deload for one in trained_weeks(found, FIRST, last, CATALOGUE)]


def test_a_week_in_figures() -> None:
    found = figures("Squat: w5x60 2*5x100 0x120 5x50L", "Bench Press: 8x60", "Yoke: 2x1")
    assert (found.workouts, found.sets, found.exercises) == (1, 6, 3)
    assert found.hard_sets == Fraction(9, 2)
    assert found.tonnage_kg == 5 * 60 + 2 * 5 * 100 + 5 * 50 + 8 * 60 + 2
    squat = found.efforts[exercise_id("Squat")]
    assert [squat.top_kg, squat.work_kg] == [100, Fraction(500 + 500 + 250, 3)]


def test_a_week_without_training_is_zeros() -> None:
    assert figures_of([], CATALOGUE) == WeekFigures()


def test_few_sets_as_often_as_usual_are_a_deload() -> None:
    eased = ("Squat: 3*5x100", "Bench Press: 3*8x60")
    assert marked([USUAL] * 3, [USUAL] * 3, [eased] * 3)[-1]
    little_more = ("Squat: 3*5x100", "Bench Press: 3*8x60 8x60L")
    assert not marked([USUAL] * 3, [USUAL] * 3, [little_more] * 3)[-1]


def test_workouts_that_were_missed_are_no_deload() -> None:
    weeks = [[USUAL] * 4] * 3
    assert not marked(*weeks, [USUAL])[-1]
    # Nor those that are still to come, in a week that runs.
    assert not marked(*weeks, [USUAL] * 2)[-1]
    eased = ("Squat: 4*5x100", "Bench Press: 4*8x60")
    assert marked(*weeks, [eased] * 2)[-1]
    little_more = ("Squat: 4*5x100", "Bench Press: 5*8x60")
    assert not marked(*weeks, [little_more] * 2)[-1]


def test_light_loads_are_a_deload() -> None:
    light = ("Squat: 5*5x85", "Bench Press: 5*8x51")
    assert marked([USUAL] * 3, [USUAL] * 3, [light] * 3)[-1]
    heavier = ("Squat: 5*5x86", "Bench Press: 5*8x52")
    assert not marked([USUAL] * 3, [USUAL] * 3, [heavier] * 3)[-1]


def test_more_reps_with_less_load_are_another_block_and_no_deload() -> None:
    block = ("Squat: 5*10x70", "Bench Press: 5*15x42")
    assert not marked([USUAL] * 3, [USUAL] * 3, [block] * 3)[-1]


def test_new_exercises_tell_nothing_about_loads() -> None:
    new = ("Leg Press: 5*5x10", "Cable Fly: 5*8x5", "Squat: 5*5x10")
    assert not marked([USUAL] * 3, [USUAL] * 3, [new] * 3)[-1]
    # Half of what was done is known: that will do.
    assert marked([USUAL] * 3, [USUAL] * 3, [("Leg Press: 5*5x10", "Squat: 10*5x10")] * 3)[-1]


def test_one_week_before_is_too_little_to_tell() -> None:
    eased = ("Squat: 2*5x50",)
    assert marked([USUAL], [eased]) == [False, False]
    assert marked([USUAL], [], [USUAL], [], [eased])[-1]


def test_a_week_off_is_no_deload() -> None:
    assert not marked([USUAL], [USUAL], [])[-1]


def test_what_lies_further_back_is_not_usual_any_longer() -> None:
    eased = [("Squat: 2*5x50",)] * 3
    off: list[list[str]] = [[]] * LOOKS_BACK
    assert not marked([USUAL] * 3, [USUAL] * 3, *off, eased)[-1]


def test_two_deloads_in_a_row_are_two_and_the_week_after_is_none() -> None:
    eased = ("Squat: 2*5x100", "Bench Press: 2*8x60")
    weeks = [[USUAL] * 3] * 4 + [[eased] * 3] * 2 + [[USUAL] * 3]
    assert marked(*weeks) == [False] * 4 + [True] * 2 + [False]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.integers(1, 4))
def test_who_does_what_is_usual_never_deloads(before: list[int], workouts: int) -> None:
    week = WeekFigures(workouts=max(before), hard_sets=max(before) * 10)
    others = [WeekFigures(workouts=one, hard_sets=one * 10) for one in before]
    assert not is_deload(week, others)
    assert not is_deload(WeekFigures(workouts=workouts), [])


@pytest.mark.parametrize("share", [0, 1])
def test_a_week_of_nothing_hard_as_often_as_usual_is_a_deload(share: int) -> None:
    usual = [WeekFigures(workouts=2, hard_sets=20)] * 2
    assert is_deload(WeekFigures(workouts=2, hard_sets=share), usual)
