from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import LoadMode
from shared.domain.log.workouts import KG_IN_A_POUND, Workout
from shared.domain.muscles import Muscle
from shared.domain.statistics import MOST_PERFORMED, Statistics, statistics, streak
from shared.domain.zones import Zones
from tests.domain.published import CATALOGUE, EXERCISES, exercise_id
from tests.domain.training import workout

TODAY = date(2026, 10, 1)
BENCH, SQUAT = exercise_id("Bench Press"), exercise_id("Squat")


def of(*workouts: Workout, **about: Any) -> Statistics:
    about = {"catalogue": CATALOGUE, "zones": Zones(), "today": TODAY, **about}
    return statistics(workouts, **about)


def test_nothing_trained_is_all_zeros() -> None:
    found = of(workout("2026-09-28T18:00", "Squat: 0x100"))
    assert (found.workouts, found.exercises_performed, found.sets) == (0, 0, 0)
    assert [found.tonnage_kg, found.workouts_a_week] == [0, 0]
    assert (found.by_month, found.most_performed, found.heaviest) == ({}, (), ())
    assert found.by_muscle == dict.fromkeys(Muscle, Fraction(0))
    assert found.streak == (0, 0, None)


def test_everything_done_is_counted_and_nothing_missed() -> None:
    found = of(
        workout("2026-09-28T18:00", "Bench Press: w10x20 2*8x60 0x60", "Squat: 0x100"),
        workout("2026-09-30T18:00", "Bench Press: d5x40", "Squat: 5x100"),
    )
    assert (found.workouts, found.exercises_performed, found.sets) == (2, 3, 5)
    assert found.tonnage_kg == 10 * 20 + 2 * 8 * 60 + 5 * 40 + 5 * 100


def test_pounds_are_lifted_exactly() -> None:
    done = of(workout("2026-09-28T18:00", "Squat: 3x135lb"))
    assert done.tonnage_kg == 3 * 135 * KG_IN_A_POUND


@pytest.mark.parametrize(
    ("mode", "tonnage"),
    [
        (LoadMode.EXTERNAL, 500),
        (LoadMode.BODYWEIGHT, 500),
        (LoadMode.ASSISTED, 0),
        (LoadMode.BAND, 0),
    ],
)
def test_only_what_is_lifted_is_weight(mode: LoadMode, tonnage: int) -> None:
    other = Catalogue.of({SQUAT: replace(EXERCISES[SQUAT], load_mode=mode)}, 1)
    found = of(workout("2026-09-28T18:00", "Squat: 5x100"), catalogue=other)
    assert found.tonnage_kg == tonnage
    assert len(found.heaviest) == bool(tonnage)
    assert found.by_muscle[Muscle.QUADS] == 1


def test_days_are_those_of_the_clock_and_both_ends_count() -> None:
    late = workout("2026-09-30T23:30", "Squat: 5x100")
    berlin = Zones("Europe/Berlin")
    day = date(2026, 10, 1)
    assert of(late, zones=berlin, first=day, last=day).workouts == 1
    assert of(late, first=day, last=day).workouts == 0
    assert of(late, last=date(2026, 9, 30)).workouts == 1
    assert of(late, last=date(2026, 9, 29)).workouts == 0


@pytest.mark.parametrize(
    ("about", "average"),
    [
        ({}, Fraction(2 * 7, 11)),
        ({"first": date(2026, 9, 18)}, 1),
        ({"first": date(2026, 9, 20), "last": date(2026, 9, 23)}, 1),
        ({"first": date(2026, 9, 18), "last": date(2026, 12, 31)}, 1),
    ],
)
def test_the_average_is_over_the_days_that_have_passed(
    about: dict[str, Any], average: Fraction
) -> None:
    two = [workout(f"2026-09-{day}T18:00", "Squat: 5x100") for day in (21, 28)]
    assert of(*two, **about).workouts_a_week == average


def test_what_was_logged_for_tomorrow_counts_with_its_day() -> None:
    ahead = workout("2026-10-14T18:00", "Squat: 5x100")
    assert of(ahead, first=TODAY).workouts_a_week == Fraction(1, 2)


def test_months_without_training_stand_between_those_with() -> None:
    days = ["2025-11-30", "2026-02-01", "2026-02-02"]
    found = of(*(workout(f"{day}T18:00", "Squat: 5x100") for day in days))
    assert {str(month): times for month, times in found.by_month.items()} == {
        "2025-11": 1,
        "2025-12": 0,
        "2026-01": 0,
        "2026-02": 2,
    }


def test_most_performed_is_what_was_done_in_most_workouts() -> None:
    found = of(
        workout("2026-09-28T18:00", "Squat: 9*5x100", "Bench Press: 5x60"),
        workout("2026-09-30T18:00", "Bench Press: 5x60"),
    )
    assert found.most_performed == ((BENCH, 2, 2), (SQUAT, 1, 9))
    many = [f"Exercise {number}: 5x60" for number in range(MOST_PERFORMED + 1)]
    assert len(of(workout("2026-09-28T18:00", *many)).most_performed) == MOST_PERFORMED


def test_muscles_share_what_was_trained_by_contribution() -> None:
    found = of(workout("2026-09-28T18:00", "Bench Press: w5x20 3*8x60 8x60L", "Yoke Walk: 5x100"))
    assert found.by_muscle[Muscle.CHEST] == Fraction(7, 2)
    assert found.by_muscle[Muscle.TRICEPS] == Fraction(7, 4)
    assert list(found.by_muscle) == list(Muscle)


def test_the_heaviest_set_is_dated_when_it_was_first_lifted() -> None:
    found = of(
        workout("2026-09-30T18:00", "Bench Press: w1x120 3x80 12x70"),
        workout("2026-09-28T18:00", "Bench Press: 3x80"),
        workout("2026-09-29T18:00", "Bench Press: 2x80 0x200"),
    )
    (bench,) = found.heaviest
    assert bench.exercise_id == BENCH
    assert [bench.top_kg, bench.reps, bench.most_work_kg] == [80, 3, 840]
    assert bench.on == date(2026, 9, 28)


def test_a_streak_counts_weeks_and_forgives_the_one_that_runs() -> None:
    mondays = [date(2026, 8, 31) + timedelta(weeks=number) for number in (0, 1, 2, 4)]
    assert streak(mondays, date(2026, 10, 4)) == (1, 3, mondays[-1])
    assert streak(mondays, date(2026, 10, 11)).current_weeks == 1
    assert streak(mondays, date(2026, 10, 12)).current_weeks == 0
    assert streak(mondays[:3], date(2026, 9, 20)) == (3, 3, mondays[2])


def test_a_streak_goes_on_over_new_year() -> None:
    days = [date(2026, 12, 21), date(2027, 1, 3), date(2027, 1, 4)]
    assert streak(days, date(2027, 1, 4)).current_weeks == 3


@given(st.lists(st.integers(0, 400)), st.integers(0, 400))
def test_a_current_streak_is_never_longer_than_the_longest(numbers: list[int], later: int) -> None:
    days = [TODAY + timedelta(days=number) for number in numbers]
    found = streak(days, TODAY + timedelta(days=later))
    assert 0 <= found.current_weeks <= found.longest_weeks <= len(days)
    assert (found.longest_weeks == 0) == (not days)
