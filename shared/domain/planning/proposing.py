"""From a patch on a program to a proposal, or to why there can be none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import Fault, Forbidden, Invalid
from shared.domain.lint import lint
from shared.domain.linting.findings import Finding, Patch, Rule, Severity
from shared.domain.planning.patches import patched
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.proposals import MAX_WHY, Proposal, ProposalKind
from shared.domain.programs import Plan, Program
from shared.domain.targets import Targets

ReadPlan = Callable[[Mapping[str, Any]], Plan]
"""From a draft as JSON. Raises `Invalid` with every place that is no plan."""

CHANGEABLE = ("name", "split_type", "structure", "duration_weeks", "sessions")
"""Who may see a program, and what its owner says about it, is nobody's to propose."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a proposal is measured by. `read_plan` is `shared.web.plans.plan_of`."""

    catalogue: Catalogue
    targets: Targets
    read_plan: ReadPlan


def propose_change(
    program: Program,
    patch: Patch,
    why: str,
    measures: Measures,
    *,
    caller_id: str,
    proposal_id: str,
    now: datetime,
) -> Proposal:
    """Nothing is stored. Raises `Forbidden` for a program that is not the caller's own, `Invalid`
    for a patch that does not fit, makes no plan, or brings a warning that was not there before."""
    if program.owner_id != caller_id:
        raise Forbidden("Only who made this may change it. Clone it to have your own.")
    plan = changed_plan(program, patch, measures)
    _expect_no_worse(program.plan, plan, measures)
    return Proposal(
        id=proposal_id,
        kind=ProposalKind.CHANGE,
        why=why.strip()[:MAX_WHY],
        created_at=now,
        program_id=program.id,
        base_version=program.version,
        patch=patch,
    )


def propose_program(
    plan: Plan, why: str, measures: Measures, *, proposal_id: str, now: datetime
) -> Proposal:
    """A program of its own. Raises `Invalid` when the draft is illegal or gets a warning."""
    check(plan, measures.catalogue)
    warnings = _warnings(plan, measures)
    if warnings:
        raise Invalid(*(Fault("draft", finding.message) for finding in warnings))
    return Proposal(
        id=proposal_id,
        kind=ProposalKind.PROGRAM,
        why=why.strip()[:MAX_WHY],
        created_at=now,
        draft=as_draft(plan),
    )


def changed_plan(program: Program, patch: Patch, measures: Measures) -> Plan:
    """What the patch makes of the program. Raises `Invalid`."""
    for number, operation in enumerate(patch):
        path = operation.get("path")
        top = path.split("/")[1] if isinstance(path, str) and path.startswith("/") else ""
        if top not in CHANGEABLE:
            raise Invalid(
                Fault(f"patch.{number}.path", f"One of {', '.join(CHANGEABLE)} can be changed.")
            )
    plan = measures.read_plan(patched(as_draft(program.plan), patch))
    check(plan, measures.catalogue, known=program.exercise_ids)
    return plan


def _expect_no_worse(before: Plan, after: Plan, measures: Measures) -> None:
    known: set[tuple[object, ...]] = set()
    for finding in _warnings(before, measures):
        known.add(_mark(before, finding))
        if finding.rule is Rule.MISSING_MUSCLE:
            # It may be trained a little now, though still too little.
            known.add((Rule.UNDER_VOLUME, finding.muscle, None))
    new = [one for one in _warnings(after, measures) if _mark(after, one) not in known]
    if new:
        raise Invalid(*(Fault("patch", f"This would bring: {one.message}") for one in new))


def _warnings(plan: Plan, measures: Measures) -> list[Finding]:
    found = lint(plan, measures.catalogue, measures.targets)
    return [finding for finding in found if finding.severity is Severity.WARNING]


def _mark(plan: Plan, finding: Finding) -> tuple[object, ...]:
    """What makes it the same finding before and after, wherever its session stands by then."""
    index = finding.session_index
    return finding.rule, finding.muscle, None if index is None else plan.sessions[index].name
