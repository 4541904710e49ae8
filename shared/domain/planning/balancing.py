"""Bringing the muscles of a plan into their ranges with as few changes as there can be."""

from dataclasses import dataclass
from typing import Any

from shared.domain.errors import Unavailable
from shared.domain.figures import in_sets, shown
from shared.domain.lint import lint
from shared.domain.linting.findings import Finding, Patch
from shared.domain.linting.ground import Ground
from shared.domain.linting.trial import NEW_ROW
from shared.domain.muscles import Muscle
from shared.domain.planning.model import Outcome, Solution, Solver
from shared.domain.planning.patches import patched
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.proposing import Measures
from shared.domain.planning.rebalancing import Rebalancing, rebalancing
from shared.domain.programs import Plan
from shared.domain.targets import Verdict
from shared.domain.volume import MuscleVolume, Report, weekly_volume

SECONDS = 5.0
UNDECIDED = "No changes could be worked out in time. Try again shortly."


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A muscle that stays out of its range, because nothing was found that brings it there without
    moving another one away from its own."""

    muscle: Muscle
    message: str


@dataclass(frozen=True, slots=True)
class Balanced:
    changes: Patch
    """On the plan as a draft; empty when nothing is to be done, or nothing can be."""
    plan: Plan
    before: Report
    report: Report
    findings: tuple[Finding, ...]
    conflicts: tuple[OutOfRange, ...]


def balance(plan: Plan, measures: Measures, solver: Solver) -> Balanced:
    """Raises `Invalid` naming the place of an exercise that the catalogue does not know, and
    `Unavailable` when nothing is found in time though there is something to do."""
    catalogue, targets = measures.catalogue, measures.targets
    before = weekly_volume(plan, catalogue, targets)
    asked = rebalancing(Ground(plan, catalogue, targets))
    solution = solver.solve(asked.model, SECONDS)
    if solution.outcome is not Outcome.SOLVED:
        raise Unavailable(UNDECIDED)
    changes = changes_in(asked, solution)
    after = measures.read_plan(patched(as_draft(plan), changes)) if changes else plan
    report = weekly_volume(after, catalogue, targets)
    conflicts = tuple(
        OutOfRange(muscle.muscle, _told(muscle))
        for muscle in report.muscles
        if muscle.status is not Verdict.OPTIMAL
    )
    if conflicts and not changes and solution.cut_short:
        # To leave everything as it is was only the best so far.
        raise Unavailable(UNDECIDED)
    return Balanced(
        changes=changes,
        plan=after,
        before=before,
        report=report,
        findings=lint(after, catalogue, targets),
        conflicts=conflicts,
    )


def changes_in(asked: Rebalancing, solution: Solution) -> Patch:
    """Counts first, then what is put in, then what is taken out, from the last place to the first:
    so no place moves before it is used."""
    patch: Patch = []
    for row, more, less in asked.counted:
        moved = solution.whole(more) - solution.whole(less)
        if moved:
            path = f"{_path(row.session, row.entry)}/sets/{row.row}/count"
            patch.append({"op": "replace", "path": path, "value": row.count + moved})
    for session, exercise, chosen, _ in asked.put_in:
        sets = solution.whole(chosen)
        if sets:
            entry: dict[str, Any] = {
                "exercise_id": exercise.id,
                "sets": [NEW_ROW | {"count": sets}],
            }
            path = f"/sessions/{session}/exercises/-"
            patch.append({"op": "add", "path": path, "value": entry})
    gone = [place for place, out in asked.taken_out.items() if solution.whole(out)]
    return patch + [{"op": "remove", "path": _path(*place)} for place in sorted(gone, reverse=True)]


def _path(session: int, entry: int) -> str:
    return f"/sessions/{session}/exercises/{entry}"


def _told(volume: MuscleVolume) -> str:
    wanted = f"{shown(volume.minimum)} to {shown(volume.maximum)}"
    return f"{volume.muscle.label}: {in_sets(volume.weekly_sets)} a week, not {wanted}."
