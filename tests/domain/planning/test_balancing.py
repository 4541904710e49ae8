"""Bringing a plan into its ranges: all that can be reached is, with few changes and no harm."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import jsonpatch
import pytest
from hypothesis import Phase, given, settings

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import Unavailable
from shared.domain.lint import lint
from shared.domain.linting.findings import Rule, Severity
from shared.domain.muscles import Muscle
from shared.domain.planning.balancing import Balanced, balance
from shared.domain.planning.model import Model, Outcome, Solution
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.proposing import Measures
from shared.domain.programs import Plan, SetKind
from shared.domain.targets import Targets, Verdict, VolumeTarget
from shared.domain.volume import MuscleVolume
from shared.solver.highs import Highs
from shared.web.plans import plan_of
from tests.domain import strategies
from tests.domain.planning.making import SOLVER
from tests.domain.published import CATALOGUE, GBR, GBR_TWO_ON_ONE_OFF, PPL

QUICK = [Phase.explicit, Phase.reuse, Phase.generate]


def balanced(
    plan: Plan, targets: Targets | None = None, catalogue: Catalogue = CATALOGUE, **over: Any
) -> Balanced:
    measures = Measures(catalogue, targets or {}, plan_of)
    return balance(plan, measures, over.get("solver", SOLVER))


@cache
def whole() -> Balanced:
    return balanced(PPL)


@pytest.mark.parametrize("plan", [PPL, GBR, GBR_TWO_ON_ONE_OFF], ids=["PPL", "GBR", "cyclic"])
def test_a_published_program_comes_into_all_ranges(plan: Plan) -> None:
    result = whole() if plan is PPL else balanced(plan)
    check(result.plan, CATALOGUE)
    assert plan_of(jsonpatch.apply_patch(as_draft(plan), result.changes)) == result.plan
    assert {muscle.status for muscle in result.report.muscles} == {Verdict.OPTIMAL}
    assert {muscle.status for muscle in result.before.muscles} != {Verdict.OPTIMAL}
    assert not result.conflicts
    assert not [one for one in result.findings if one.severity is Severity.WARNING]


@settings(max_examples=5, deadline=None, phases=QUICK)
@given(strategies.plans(), strategies.targets())
def test_no_muscle_is_moved_away_from_its_range_and_no_warning_comes(
    plan: Plan, own: Targets
) -> None:
    result = balanced(plan, own)
    check(result.plan, CATALOGUE)
    for before, after in zip(result.before.muscles, result.report.muscles, strict=True):
        assert farness(after) <= farness(before)
    rules = [
        {
            (one.rule, one.muscle)
            for one in lint(each, CATALOGUE, own)
            if one.severity is Severity.WARNING and one.rule is not Rule.UNDER_VOLUME
        }
        for each in (plan, result.plan)
    ]
    assert rules[1] <= rules[0]


def farness(volume: MuscleVolume) -> Fraction:
    return max(
        volume.minimum - volume.weekly_sets, volume.weekly_sets - volume.maximum, Fraction(0)
    )


def test_no_more_is_changed_than_it_takes() -> None:
    """Abs, obliques and adductors lack sets and two muscles have too many: no fewer than five."""
    missing = sum(muscle.status is not Verdict.OPTIMAL for muscle in whole().before.muscles)
    assert missing == 5
    assert len(whole().changes) <= 2 * missing


def test_the_opener_and_what_progress_is_measured_by_stay() -> None:
    result = whole()
    for before, after in zip(PPL.sessions, result.plan.sessions, strict=True):
        assert after.exercises[0].exercise_id == before.exercises[0].exercise_id
        tops = [
            row
            for entry in before.exercises
            for row in entry.sets
            if row.kind in (SetKind.TOP, SetKind.AMRAP)
        ]
        assert all(
            any(row == top for entry in after.exercises for row in entry.sets) for top in tops
        )


def test_what_is_in_its_ranges_stays_as_it_is() -> None:
    result = balanced(whole().plan)
    assert (result.changes, result.plan) == ([], whole().plan)


def test_too_much_is_taken_out() -> None:
    low = {Muscle.TRICEPS: VolumeTarget(Fraction(0), Fraction(12))}
    result = balanced(PPL, low)
    assert result.report.of(Muscle.TRICEPS).weekly_sets <= 12
    assert any(change["op"] == "remove" for change in result.changes)


def test_what_cannot_be_reached_is_named_and_the_rest_is_done() -> None:
    without = Catalogue.of(
        {one.id: one for one in CATALOGUE if one.name not in ("Crunch", "Side Bend")}, 1
    )
    result = balanced(PPL, catalogue=without)
    assert {conflict.muscle for conflict in result.conflicts} == {Muscle.ABS, Muscle.OBLIQUES}
    assert "Abs: 0 sets a week, not 10 to 20." in [one.message for one in result.conflicts]
    assert result.report.of(Muscle.ADDUCTORS).status is Verdict.OPTIMAL


def test_a_lopsided_plan_is_balanced_and_an_overloaded_session_relieved() -> None:
    pushing = replace(PPL, sessions=(PPL.sessions[1], PPL.sessions[2], PPL.sessions[5]))
    result = balanced(pushing)
    found = {one.rule for one in result.findings if one.severity is Severity.WARNING}
    assert "PUSH_PULL_IMBALANCE" not in found
    assert "SESSION_OVERLOAD" not in found


def test_warm_ups_are_no_sets_to_change() -> None:
    first = PPL.sessions[0]
    warm = replace(first.exercises[1].sets[0], kind=SetKind.WARMUP)
    entry = replace(first.exercises[1], sets=(warm,))
    session = replace(first, exercises=(first.exercises[0], entry, *first.exercises[2:]))
    plan = replace(PPL, sessions=(session, *PPL.sessions[1:]))
    assert balanced(plan).plan.sessions[0].exercises[1] == entry


@pytest.mark.parametrize("found", [False, True])
def test_who_has_nothing_in_time_is_not_told_that_nothing_can_be_done(found: bool) -> None:
    class Slow:
        """To leave everything as it is, with every muscle as far out, is always a solution."""

        def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
            values = [0.0 for _ in model.variables]
            outcome = Outcome.SOLVED if found else Outcome.UNDECIDED
            return Solution(outcome, values if found else (), cut_short=found)

    with pytest.raises(Unavailable, match="in time"):
        balanced(PPL, solver=Slow())


def test_the_best_that_was_found_in_time_is_told() -> None:
    class Hurried(Highs):
        def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
            return super().solve(model, seconds, relaxed=relaxed)._replace(cut_short=True)

    without = Catalogue.of({one.id: one for one in CATALOGUE if one.name != "Crunch"}, 1)
    result = balanced(PPL, catalogue=without, solver=Hurried())
    assert result.changes
    assert [conflict.muscle for conflict in result.conflicts] == [Muscle.ABS]


def test_targets_of_ones_own_are_what_is_reached() -> None:
    high = {Muscle.CALVES: VolumeTarget(Fraction(16), Fraction(18))}
    assert 16 <= balanced(GBR, high).report.of(Muscle.CALVES).weekly_sets <= 18
