"""A program from wishes: what is tried in which order, and how the result is held to the rules."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import Infeasible
from shared.domain.exercises import Equipment
from shared.domain.lint import lint
from shared.domain.linting.findings import Finding, Severity
from shared.domain.planning.candidates import candidates
from shared.domain.planning.conflicts import conflicts_in
from shared.domain.planning.explaining import explain
from shared.domain.planning.formulation import formulate
from shared.domain.planning.model import Outcome, Solver
from shared.domain.planning.splits import Split, splits_for
from shared.domain.planning.wishes import Wishes
from shared.domain.planning.writing import session_seconds, written
from shared.domain.programs import Plan
from shared.domain.volume import Report, weekly_volume

SECONDS = 3.0
"""For one try at the solver."""


@dataclass(frozen=True, slots=True)
class Generated:
    plan: Plan
    report: Report
    findings: tuple[Finding, ...]
    """What lint notes: nothing that is a warning."""
    explanation: str


def generate(wishes: Wishes, catalogue: Catalogue, solver: Solver) -> Generated:
    """Every muscle in its range, every session within its time, nothing that lint warns of. Raises
    `Infeasible`, with the wishes that clash, when there is no such program or none is found."""
    for tried, split in _tries(wishes):
        made = _made(tried, split, catalogue, solver, uses_own_body=tried != wishes)
        if made is not None:
            return made
    conflicts = conflicts_in(with_own_body(wishes), catalogue, solver)
    raise Infeasible(conflicts=[conflict.as_details() for conflict in conflicts])


def with_own_body(wishes: Wishes) -> Wishes:
    """Everybody has one, whether they name it or not."""
    if wishes.equipment is None:
        return wishes
    return replace(wishes, equipment=wishes.equipment | {Equipment.BODYWEIGHT})


def _tries(wishes: Wishes) -> Iterator[tuple[Wishes, Split]]:
    """With what was named alone first, and the usual split first."""
    for tried in dict.fromkeys((wishes.equipment, with_own_body(wishes).equipment)):
        for split in splits_for(wishes.structure):
            yield replace(wishes, equipment=tried), split


def _made(
    wishes: Wishes, split: Split, catalogue: Catalogue, solver: Solver, *, uses_own_body: bool
) -> Generated | None:
    formed = formulate(wishes, split, candidates(catalogue, wishes))
    solution = solver.solve(formed.model, SECONDS)
    if solution.outcome is not Outcome.SOLVED:
        return None
    plan = written(formed, solution)
    check(plan, catalogue)
    report = weekly_volume(plan, catalogue, wishes.targets)
    findings = lint(plan, catalogue, wishes.targets)
    if any(finding.severity is Severity.WARNING for finding in findings):
        # The solver counts in floating point, the rules do not: theirs is the last word.
        return None
    longest = max(session_seconds(formed, solution))
    told = explain(wishes, report, findings, longest, uses_own_body=uses_own_body)
    return Generated(plan, report, findings, told)
