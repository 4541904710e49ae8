"""Trained volume: the same rules, figures and verdicts as planned volume."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.catalogue import Catalogue
from shared.domain.credit import CreditModel
from shared.domain.log.workouts import Execution, LoggedSet, Workout
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan
from shared.domain.replay import compared
from shared.domain.targets import Targets, Verdict
from shared.domain.trained import (
    exercises_of,
    hard_sets,
    in_weeks,
    is_done,
    trained_volume,
    was_trained,
)
from shared.domain.volume import Report, weekly_volume
from shared.domain.weeks import IsoWeek
from shared.domain.zones import Zones
from tests.domain import strategies
from tests.domain.published import CATALOGUE, PPL, exercise_id
from tests.domain.training import moment, sets, workout

WEEK = IsoWeek(2026, 40)
UTC = Zones()
MONDAY = "2026-09-28T18:00"


def report(*workouts: Workout, catalogue: Catalogue = CATALOGUE, **about: object) -> Report:
    return trained_volume(workouts, catalogue, {}, UTC, **about)  # type: ignore[arg-type]


def as_trained(content: Plan) -> list[Workout]:
    """A workout for each session, every row done as it is written."""
    found = []
    for session in content.sessions:
        executions = []
        for entry in session.exercises:
            (model,) = sets("1x1", moment(MONDAY))
            done = tuple(
                replace(model, kind=row.kind, reps=row.reps_min)
                for row in entry.sets
                for _ in range(row.count)
            )
            executions.append(Execution(entry.exercise_id or "", done))
        trained = workout(MONDAY, name=session.name)
        found.append(replace(trained, executions=tuple(executions)))
    return found


@given(strategies.plans(), strategies.targets(), st.sampled_from(CreditModel))
def test_a_plan_trained_as_it_stands_has_the_volume_that_was_planned(
    content: Plan, own: Targets, model: CreditModel
) -> None:
    planned = weekly_volume(content, CATALOGUE, own, model)
    often = content.times_per_week
    trained = trained_volume(as_trained(content), CATALOGUE, own, UTC, model)
    assert trained.weekly_sets_total * often == planned.weekly_sets_total
    assert trained.sessions_per_week * often == planned.sessions_per_week
    for plan, real in zip(planned.muscles, trained.muscles, strict=True):
        for figure in ("weekly_sets", "direct_sets", "total_sets", "frequency_per_week"):
            assert getattr(real, figure) * often == getattr(plan, figure)
        assert real.largest_session_sets == plan.largest_session_sets
        assert (real.minimum, real.maximum) == (plan.minimum, plan.maximum)
        assert [one.sets for one in real.sources] == [one.sets for one in plan.sources]


def test_six_days_of_push_pull_legs_trained_are_those_planned() -> None:
    assert trained_volume(as_trained(PPL), CATALOGUE, {}, UTC) == weekly_volume(PPL, CATALOGUE, {})


def test_nothing_trained_is_a_report_of_zeros() -> None:
    empty = report()
    assert [one.muscle for one in empty.muscles] == list(Muscle)
    assert not any(one.weekly_sets or one.sources for one in empty.muscles)
    assert [empty.weekly_sets_total, empty.sessions_per_week] == [0, 0]


@pytest.mark.parametrize(
    ("done", "counted"),
    [
        ("3*8x60", 3),
        ("w5x20 w3x40 2*5x60", 2),
        ("8x60 d6x40 d5x30", 1),
        ("0x60 8x60", 1),
        ("8x0", 1),
        ("8x10L 8x10R", 1),
        ("2*8x10L 8x10R", Fraction(3, 2)),
        ("w8x10L", 0),
        ("", 0),
    ],
)
def test_what_counts_of_the_sets_of_an_exercise(done: str, counted: Fraction) -> None:
    found = hard_sets(Execution("e", sets(done, moment(MONDAY))))
    assert found == counted
    # Whole figures stay whole numbers: they are shown as such.
    assert isinstance(found, int) == (Fraction(counted).denominator == 1)


@pytest.mark.parametrize(
    ("about", "done"),
    [
        ({"reps": 0}, False),
        ({"reps": 0, "forced_reps": 2}, False),
        ({"reps": None, "duration_seconds": 30.0}, True),
        ({"reps": None, "duration_seconds": 0.0}, False),
        ({"reps": None, "distance_m": 0.5}, True),
    ],
)
def test_a_set_is_done_when_something_was_achieved(about: dict[str, object], done: bool) -> None:
    (one,) = sets("1x1", moment(MONDAY))
    changed: LoggedSet = replace(one, **about)  # type: ignore[arg-type]
    assert is_done(changed) == done
    assert hard_sets(Execution("e", (changed,))) == int(done)


def test_how_near_to_failure_a_set_went_is_no_part_of_it() -> None:
    (one,) = sets("8x60", moment(MONDAY))
    assert hard_sets(Execution("e", (replace(one, rir=9), replace(one, rpe=5)))) == 2


def test_one_side_counts_half_in_every_figure() -> None:
    done = report(workout(MONDAY, "Dumbbell Curl: 2*8x10L 8x10R", name="Arms"))
    curls = done.of(Muscle.ELBOW_FLEXORS)
    assert (curls.weekly_sets, curls.direct_sets, curls.total_sets) == (Fraction(3, 2),) * 3
    assert [curls.frequency_per_week, curls.largest_session_sets] == [1, Fraction(3, 2)]
    assert curls.sources[0].sets == Fraction(3, 2)
    assert done.of(Muscle.FOREARMS).weekly_sets == Fraction(3, 8)
    assert done.weekly_sets_total == Fraction(3, 2)


def test_every_workout_is_a_source_of_its_own() -> None:
    done = report(
        workout(MONDAY, "Bench Press: 3*8x60", name="Push"),
        workout("2026-10-01T18:00", "Bench Press: 2*8x60"),
    )
    chest = done.of(Muscle.CHEST)
    assert [(one.session, one.session_index, one.sets) for one in chest.sources] == [
        ("Push", 0, 3),
        ("Workout of 2026-10-01", 1, 2),
    ]
    assert {one.times_per_week for one in chest.sources} == {1}
    assert [chest.frequency_per_week, chest.largest_session_sets] == [2, 3]
    assert sum(one.weekly_sets for one in chest.sources) == chest.weekly_sets == 5


def test_what_the_catalogue_does_not_know_trains_nobody_but_is_counted() -> None:
    strange = workout(MONDAY, "Yoke Walk: 3*8x60", "Bench Press: 2*8x60")
    done = report(strange)
    assert done.weekly_sets_total == 5
    assert sum(one.direct_sets for one in done.muscles) == 2
    assert exercises_of([strange]) == {exercise_id("Yoke Walk"), exercise_id("Bench Press")}


def test_trained_sets_get_the_verdicts_of_planned_ones() -> None:
    chest = report(workout(MONDAY, "Bench Press: 10*8x60")).of(Muscle.CHEST)
    assert chest.status is Verdict.OPTIMAL
    below = report(workout(MONDAY, "Bench Press: 9*8x60 8x60L")).of(Muscle.CHEST)
    assert below.status is Verdict.BELOW_MINIMUM


def test_trained_sets_can_be_replayed_under_another_model() -> None:
    done = workout(MONDAY, "Bench Press: 4*8x60")
    graded = report(done)
    found = compared(graded, report(done, model=CreditModel.TOTAL), CreditModel.TOTAL)
    triceps = found.replayed.of(Muscle.TRICEPS)
    assert [graded.of(Muscle.TRICEPS).weekly_sets, triceps.weekly_sets] == [2, 4]
    assert triceps.direct_sets == 0


def test_a_workout_belongs_to_the_week_it_was_started_in() -> None:
    sunday = workout("2026-10-04T23:30", "Squat: 5x100")
    zones = Zones("Europe/Berlin")
    found = in_weeks([sunday], WEEK, WEEK.later(1), zones)
    assert found == {WEEK: (), WEEK.later(1): (sunday,)}
    assert in_weeks([sunday], WEEK, WEEK.later(1), UTC) == {WEEK: (sunday,), WEEK.later(1): ()}
    assert in_weeks([sunday], WEEK.later(2), WEEK.later(2), UTC) == {WEEK.later(2): ()}


def test_in_a_week_stand_the_trained_workouts_in_the_order_they_were_started() -> None:
    late, early = workout("2026-10-01T18:00", "Squat: 5x1"), workout(MONDAY, "Squat: 5x1")
    empty, missed = workout(MONDAY, finished=False), workout(MONDAY, "Squat: 0x100")
    assert in_weeks([late, empty, missed, early], WEEK, WEEK, UTC) == {WEEK: (early, late)}
    assert [was_trained(one) for one in (late, empty, missed)] == [True, False, False]


def test_a_warm_up_alone_is_training_without_a_hard_set() -> None:
    warm = workout(MONDAY, "Squat: w5x20")
    assert was_trained(warm)
    assert report(warm).weekly_sets_total == 0
    assert report(warm).sessions_per_week == 1
