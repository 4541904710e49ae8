"""Programs made from wishes: what holds for every one of them, whoever wished for what."""

import contextlib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import Infeasible, Unavailable
from shared.domain.exercises import Equipment, LoadMode, Mechanic
from shared.domain.lint import lint
from shared.domain.linting.findings import Severity
from shared.domain.muscles import Muscle
from shared.domain.planning.candidates import MOST_CANDIDATES, candidates
from shared.domain.planning.generation import Generated, generate
from shared.domain.planning.model import Model, Outcome, Solution
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.wishes import Goal, Wishes
from shared.domain.planning.writing import working_row
from shared.domain.profiles import Experience
from shared.domain.programs import Cyclic, Entry, Plan
from shared.domain.targets import DEFAULT_TARGET, VolumeTarget
from shared.domain.volume import weekly_volume
from shared.web.plans import plan_of
from tests.domain.planning.making import CURATED, LIGHT, SOLVER, days, made, wishing

QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
DUMBBELLS = frozenset({Equipment.DUMBBELL, Equipment.BODYWEIGHT})


def exercises_of(plan: Plan) -> list[Any]:
    return [
        CURATED.find(entry.exercise_id or "")
        for session in plan.sessions
        for entry in session.exercises
    ]


def minutes_of(entries: tuple[Entry, ...]) -> Fraction:
    """By the rules as they are written for people: 45 seconds a set and the rest after it."""
    rows = [row for entry in entries for row in entry.sets]
    return Fraction(sum(row.count * (45 + (row.rest_seconds or 0)) for row in rows), 60)


def holds(result: Generated, wishes: Wishes) -> None:
    plan = result.plan
    check(plan, CURATED)
    assert plan_of(as_draft(plan)) == plan
    assert result.report == weekly_volume(plan, CURATED, wishes.targets)
    for muscle in result.report.muscles:
        target = wishes.targets.get(muscle.muscle, DEFAULT_TARGET)
        assert target.minimum <= muscle.weekly_sets <= target.maximum
        if muscle.muscle in wishes.focus:
            assert muscle.weekly_sets >= (target.minimum + target.maximum) / 2
        assert muscle.largest_session_sets <= 10
    findings = lint(plan, CURATED, wishes.targets)
    assert findings == result.findings
    assert not [one for one in findings if one.severity is Severity.WARNING]
    for session in plan.sessions:
        assert minutes_of(session.exercises) <= (wishes.minutes or 120)
        kinds = [CURATED.find(entry.exercise_id or "").mechanic for entry in session.exercises]  # type: ignore[union-attr]
        assert kinds == sorted(kinds, key=[Mechanic.COMPOUND, Mechanic.ISOLATION].index)
    if wishes.equipment is not None:
        allowed = wishes.equipment | {Equipment.BODYWEIGHT}
        assert {one.equipment for one in exercises_of(plan)} <= allowed


def wishes() -> st.SearchStrategy[Wishes]:
    return st.builds(
        wishing,
        st.integers(3, 6),
        goal=st.sampled_from(Goal),
        equipment=st.sampled_from([None, DUMBBELLS, frozenset({Equipment.BARBELL})]),
        minutes=st.sampled_from([None, 90]),
        focus=st.sampled_from(
            [frozenset(), frozenset({Muscle.GLUTES}), frozenset({Muscle.CHEST, Muscle.CALVES})]
        ),
        experience=st.sampled_from(Experience),
        targets=st.sampled_from([{}, {Muscle.QUADS: VolumeTarget(Fraction(4), Fraction(8))}]),
    )


@settings(max_examples=3, deadline=None, phases=QUICK)
@given(wishes())
def test_a_made_program_holds_every_wish(wished: Wishes) -> None:
    with contextlib.suppress(Infeasible, Unavailable):
        holds(generate(wished, CURATED, SOLVER), wished)


@pytest.mark.parametrize("number", [2, 6])
def test_any_number_of_days_that_is_enough_gives_a_program(number: int) -> None:
    holds(made(number), wishing(number))


def test_a_cycle_gives_a_program() -> None:
    wished = wishing(1, structure=Cyclic(3, 1), minutes=75)
    result = generate(wished, CURATED, SOLVER)
    holds(result, wished)
    assert result.plan.structure == Cyclic(3, 1)


def test_the_same_wishes_make_the_same_program() -> None:
    again = generate(wishing(6), CURATED, SOLVER)
    assert again.plan == made(6).plan


def test_strength_begins_with_a_lift_and_long_rests() -> None:
    result = generate(wishing(6, goal=Goal.STRENGTH), CURATED, SOLVER)
    openers = {session.name: session.exercises[0] for session in result.plan.sessions}
    lift = openers["Push"]
    assert CURATED.find(lift.exercise_id or "").name in ("Bench Press", "Overhead Press")  # type: ignore[union-attr]
    assert (lift.sets[0].reps_min, lift.sets[0].reps_max) == (3, 6)
    assert lift.sets[0].rest_seconds == 180
    assert "3 to 6 reps" in result.explanation


def test_who_knows_more_goes_nearer_to_failure() -> None:
    press = candidates(CURATED, wishing(4))[0]
    rows = [working_row(press, 3, wishing(4, experience=level)) for level in Experience]
    assert [row.rir for row in rows] == [3, 2, 1]


def test_a_muscle_that_is_to_rest_is_not_trained() -> None:
    none = LIGHT | {Muscle.QUADS: VolumeTarget(Fraction(0), Fraction(0))}
    result = generate(wishing(2, targets=none), CURATED, SOLVER)
    assert result.report.of(Muscle.QUADS).weekly_sets == 0
    assert "Quads" not in result.explanation


def test_a_focus_is_explained() -> None:
    wished = wishing(2, focus=frozenset({Muscle.CHEST}), targets=LIGHT)
    assert "for: chest." in generate(wished, CURATED, SOLVER).explanation


def test_what_lint_notes_is_told() -> None:
    result = generate(wishing(1, targets=LIGHT), CURATED, SOLVER)
    assert result.findings
    assert all(finding.message in result.explanation for finding in result.findings)


def test_ones_own_body_helps_where_the_equipment_alone_is_not_enough() -> None:
    wished = wishing(4, equipment=frozenset({Equipment.DUMBBELL}), minutes=75)
    result = generate(wished, CURATED, SOLVER)
    holds(result, wished)
    assert {one.equipment for one in exercises_of(result.plan)} == DUMBBELLS
    assert "your own body" in result.explanation


def test_assistance_and_feats_of_skill_are_nobodys_candidates() -> None:
    chosen = candidates(CURATED, wishing(4))
    assert len(chosen) == MOST_CANDIDATES
    assert LoadMode.ASSISTED not in {one.load_mode for one in chosen}
    assert "Power Clean" not in {one.name for one in chosen}


def test_a_solver_that_errs_is_not_believed() -> None:
    class Lying:
        def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
            return Solution(Outcome.SOLVED, [float(one.upper) for one in model.variables])

    small = Catalogue.of({one.id: one for one in candidates(CURATED, wishing(4))[:4]}, 1)
    with pytest.raises(Unavailable):
        generate(wishing(4), small, Lying())


def test_days_are_monday_first_and_as_wished() -> None:
    assert made(2).plan.structure == days(2)
    assert [session.name for session in made(2).plan.sessions] == ["Full body A", "Full body B"]
