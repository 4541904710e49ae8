"""A program from wishes: what is tried in which order, and how the result is held to the rules."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import Infeasible, Unavailable
from shared.domain.exercises import Equipment
from shared.domain.lint import lint
from shared.domain.linting.findings import Finding, Severity
from shared.domain.planning.candidates import candidates
from shared.domain.planning.conflicts import conflicts_in
from shared.domain.planning.explaining import explain
from shared.domain.planning.formulating import formulate
from shared.domain.planning.formulation import Formulation
from shared.domain.planning.model import Outcome, Solution, Solver
from shared.domain.planning.splits import Split, splits_for
from shared.domain.planning.wishes import Wishes
from shared.domain.planning.writing import session_seconds, written
from shared.domain.programs import Plan
from shared.domain.volume import Report, weekly_volume

SECONDS = 3.0
"""For one try at the solver."""
UNDECIDED = "It could not be worked out in time whether this can be. Try again, or change a wish."
NOT_FOUND = "No program that meets all of these wishes was found. Each of these changes makes one."


@dataclass(frozen=True, slots=True)
class Generated:
    plan: Plan
    report: Report
    findings: tuple[Finding, ...]
    """What lint notes: nothing that is a warning."""
    explanation: str


def generate(wishes: Wishes, catalogue: Catalogue, solver: Solver) -> Generated:
    """Every muscle in its range, every session within its time, nothing that lint warns of. Raises
    `Infeasible` when it is proven that there is no such program, with the wishes that clash, and
    when none was found but it is known of which other wishes there is one; `Unavailable` when
    neither could be worked out in time."""
    outcomes: set[Outcome] = set()
    for tried, split in _tries(wishes):
        formed = formulate(tried, split, candidates(catalogue, tried))
        solution = solver.solve(formed.model, SECONDS)
        outcomes.add(solution.outcome)
        if solution.outcome is Outcome.SOLVED:
            made = _made(formed, solution, catalogue, uses_own_body=tried != wishes)
            if made is not None:
                return made
    if Outcome.SOLVED in outcomes:
        # What errs about this is not asked what would do instead.
        raise Unavailable(UNDECIDED)
    is_proven = outcomes == {Outcome.INFEASIBLE}
    conflicts = conflicts_in(with_own_body(wishes), catalogue, solver)
    if not is_proven and not any(conflict.is_enough for conflict in conflicts):
        raise Unavailable(UNDECIDED)
    details = [conflict.as_details() for conflict in conflicts]
    raise Infeasible(None if is_proven else NOT_FOUND, conflicts=details)


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
    formed: Formulation, solution: Solution, catalogue: Catalogue, *, uses_own_body: bool
) -> Generated | None:
    plan, wishes = written(formed, solution), formed.wishes
    check(plan, catalogue)
    report = weekly_volume(plan, catalogue, wishes.targets)
    findings = lint(plan, catalogue, wishes.targets)
    if any(finding.severity is Severity.WARNING for finding in findings):
        # The solver counts in floating point, the rules do not: theirs is the last word.
        return None
    longest = max(session_seconds(formed, solution))
    told = explain(wishes, report, findings, longest, uses_own_body=uses_own_body)
    return Generated(plan, report, findings, told)
