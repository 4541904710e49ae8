"""The laws of lint: a fix takes its finding away, keeps the plan legal, and fixing ends."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import jsonpatch
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shared.domain.bounds import MAX_COUNT, MAX_CYCLE_DAYS, MAX_ENTRIES, MAX_REPS, MAX_ROWS
from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.lint import lint
from shared.domain.linting.findings import AboutMuscle, Key, Rule, Severity
from shared.domain.linting.ground import Ground
from shared.domain.linting.layout import layout_keys
from shared.domain.programs import Cyclic, Plan
from shared.domain.targets import Targets
from tests.domain import strategies
from tests.domain.plan_json import from_json, to_json
from tests.domain.published import CATALOGUE, GBR, GBR_TWO_ON_ONE_OFF, PPL

QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
"""A plan is large: making a failing one smaller can take minutes."""
LONGEST = 100
"""More fixes one after another than any plan of these tests can need."""


def keys_of(plan: Plan, own: Targets) -> list[Key]:
    return [*Ground(plan, CATALOGUE, own).keys, *layout_keys(plan)]


def patched(plan: Plan, fix: list[dict[str, Any]]) -> Plan:
    return from_json(jsonpatch.apply_patch(to_json(plan), fix))


def is_legal(plan: Plan) -> bool:
    check(plan, CATALOGUE)
    structure = plan.structure
    if isinstance(structure, Cyclic):
        days_fit = {structure.days_on, structure.days_off} <= set(range(1, MAX_CYCLE_DAYS + 1))
    else:
        days_fit = list(structure.days) == sorted(set(structure.days)) != []
    entries = [entry for session in plan.sessions for entry in session.exercises]
    rows = [row for entry in entries for row in entry.sets]
    return (
        days_fit
        and all(len(session.exercises) <= MAX_ENTRIES for session in plan.sessions)
        and all(len(entry.sets) <= MAX_ROWS for entry in entries)
        and all(1 <= row.count <= MAX_COUNT for row in rows)
        and all(1 <= row.reps_min <= (row.reps_max or MAX_REPS) <= MAX_REPS for row in rows)
    )


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(strategies.plans(), strategies.targets())
def test_every_fix_takes_its_finding_away_and_brings_no_grave_one(plan: Plan, own: Targets) -> None:
    before = keys_of(plan, own)
    for key, finding in zip(before, lint(plan, CATALOGUE, own), strict=True):
        if finding.fix is None:
            continue
        fixed = patched(plan, finding.fix)
        assert is_legal(fixed)
        after = keys_of(fixed, own)
        assert key not in after
        for new in after:
            assert new in before or is_progress(new, before)


def is_progress(new: Key, before: list[Key]) -> bool:
    """A muscle that was missing is trained, if too little."""
    return (
        isinstance(new, AboutMuscle)
        and new.rule in {Rule.UNDER_VOLUME, Rule.LOW_FREQUENCY}
        and AboutMuscle(Rule.MISSING_MUSCLE, new.muscle) in before
    )


def fixed_to_the_end(plan: Plan, own: Targets) -> Plan:
    for _ in range(LONGEST):
        fixes = [finding.fix for finding in lint(plan, CATALOGUE, own) if finding.fix]
        if not fixes:
            return plan
        plan = patched(plan, fixes[-1])
    pytest.fail("fixes go on and on")


@settings(max_examples=8, deadline=None, phases=QUICK)
@given(strategies.plans(), strategies.targets())
def test_fixing_one_finding_after_another_comes_to_an_end(plan: Plan, own: Targets) -> None:
    assert is_legal(fixed_to_the_end(plan, own))


@settings(max_examples=8, deadline=None, phases=QUICK)
@given(
    st.sampled_from([PPL, GBR, GBR_TWO_ON_ONE_OFF]),
    st.lists(st.integers(1, 10), min_size=5, max_size=9),
    strategies.targets(),
)
def test_fixing_a_lopsided_published_program_comes_to_an_end(
    plan: Plan, counts: list[int], own: Targets
) -> None:
    numbers = cycle(counts)
    assert is_legal(fixed_to_the_end(with_counts(plan, numbers), own))


def with_counts(plan: Plan, counts: Iterator[int]) -> Plan:
    draft = to_json(plan)
    for session in draft["sessions"]:
        for entry in session["exercises"]:
            for row in entry["sets"]:
                row["count"] = next(counts)
    return from_json(draft)


@pytest.mark.parametrize("plan", [PPL, GBR, GBR_TWO_ON_ONE_OFF], ids=["PPL", "GBR", "cyclic"])
def test_published_programs_can_be_fixed_until_nothing_is_left_to_find(plan: Plan) -> None:
    left = lint(plan, CATALOGUE, {})
    for _ in range(LONGEST):
        if not left:
            return
        assert left[0].fix is not None
        plan = patched(plan, left[0].fix)
        left = lint(plan, CATALOGUE, {})
    pytest.fail("fixes go on and on")


def test_push_pull_legs_as_published_has_these_findings() -> None:
    found = [
        (finding.rule, finding.muscle, finding.session_index, finding.severity)
        for finding in lint(PPL, CATALOGUE, {})
    ]
    assert (Rule.MISSING_MUSCLE, "ABS", None, Severity.WARNING) in found
    assert (Rule.MISSING_MUSCLE, "OBLIQUES", None, Severity.WARNING) in found
    assert (Rule.UNDER_VOLUME, "ADDUCTORS", None, Severity.WARNING) in found
    assert (Rule.OVER_VOLUME, "TRICEPS", None, Severity.INFO) in found
    assert (Rule.SESSION_OVERLOAD, "ELBOW_FLEXORS", 3, Severity.WARNING) in found
    assert len(found) == 11


def test_without_exercises_to_choose_from_a_missing_muscle_has_no_fix() -> None:
    known = {entry.exercise_id for session in GBR.sessions for entry in session.exercises}
    few = Catalogue.of(
        {exercise.id: exercise for exercise in CATALOGUE if exercise.id in known}, version=1
    )
    (missing,) = [finding for finding in lint(GBR, few, {}) if finding.rule is Rule.MISSING_MUSCLE]
    assert missing.fix is None
