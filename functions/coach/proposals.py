"""What the coach proposes: looked at, applied or dismissed by the person it was made for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check, compose, revise
from shared.domain.errors import Forbidden, NotFound, StaleProposal
from shared.domain.linting.findings import Patch
from shared.domain.planning import proposals as rules
from shared.domain.planning.patches import patched
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.proposals import Proposal, ProposalKind, ProposalState
from shared.domain.planning.proposing import Measures, changed_plan
from shared.domain.programs import Plan, Program
from shared.store.catalogue import FirestoreCatalogue
from shared.store.programs import FirestorePrograms, Kept
from shared.store.proposals import FirestoreProposals, KeptProposal, replacement
from shared.web.call import Call
from shared.web.plans import plan_of
from shared.web.program_views import ProgramView
from shared.web.reply import Reply
from shared.web.wire import View


class ProposalDeps(Protocol):
    @property
    def programs(self) -> FirestorePrograms: ...
    @property
    def catalogue(self) -> FirestoreCatalogue: ...
    @property
    def proposals(self) -> FirestoreProposals: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


class ProposalView(View):
    """A CHANGE has a `patch` (RFC 6902) on the program as a draft, made for its `base_version`; a
    PROGRAM has a `draft`."""

    id: str
    kind: ProposalKind
    state: ProposalState
    why: str
    program_id: str | None
    base_version: int | None
    patch: list[dict[str, Any]] | None
    draft: Mapping[str, Any] | None
    created_at: datetime
    expires_at: datetime

    @staticmethod
    def of(proposal: Proposal, now: datetime) -> "ProposalView":
        return ProposalView(
            id=proposal.id,
            kind=proposal.kind,
            state=proposal.state_at(now),
            why=proposal.why,
            program_id=proposal.applied_program_id or proposal.program_id,
            base_version=proposal.base_version,
            patch=proposal.patch,
            draft=proposal.draft,
            created_at=proposal.created_at,
            expires_at=proposal.expires_at,
        )


def show_proposal(call: Call[Any], proposal_id: str) -> ProposalView:
    """A proposal as it stands now."""
    deps: ProposalDeps = call.deps
    kept = deps.proposals.find(call.caller.user_id, proposal_id)
    return ProposalView.of(kept.proposal, deps.now())


def apply_proposal(call: Call[Any], proposal_id: str) -> Reply[ProgramView]:
    """The program as the proposal has it, or the new program that was proposed. Once, and only
    while the program is the one it was made for."""
    deps: ProposalDeps = call.deps

    def attempt() -> Program:
        kept = deps.proposals.find(call.caller.user_id, proposal_id)
        rules.expect_pending(kept.proposal, deps.now())
        if kept.proposal.kind is ProposalKind.PROGRAM:
            return _add(call, deps, kept)
        return _change(call, deps, kept)

    program = deps.programs.database.contended(attempt)
    return Reply(ProgramView.of(program), etag=f"{program.version}")


def dismiss_proposal(call: Call[Any], proposal_id: str) -> ProposalView | None:
    """The proposal is off the table."""
    deps: ProposalDeps = call.deps

    def attempt() -> Proposal:
        kept = deps.proposals.find(call.caller.user_id, proposal_id)
        proposal = rules.dismissed(kept.proposal)
        if not call.dry_run and proposal != kept.proposal:
            deps.proposals.replace(call.caller.user_id, kept, proposal)
        return proposal

    proposal = deps.programs.database.contended(attempt)
    return ProposalView.of(proposal, deps.now()) if call.dry_run else None


def _add(call: Call[Any], deps: ProposalDeps, kept: KeptProposal) -> Program:
    plan = plan_of(kept.proposal.draft or {})
    check(plan, _catalogue(call, deps, plan))
    composed = compose(
        plan,
        owner_id=call.caller.user_id,
        organization_id=call.caller.organization_id,
        new_id=call.new_id,
        now=deps.now(),
    )
    # Under the proposal's own id there can be only one.
    program = replace(composed, id=kept.proposal.id)
    if call.dry_run:
        return program
    settled = rules.applied(kept.proposal, program.id)
    return deps.programs.add(program, replacement(call.caller.user_id, kept, settled))


def _change(call: Call[Any], deps: ProposalDeps, kept: KeptProposal) -> Program:
    found = _program(call, deps, kept.proposal)
    rules.expect_current(kept.proposal, found.program.version)
    if found.program.owner_id != call.caller.user_id:
        raise Forbidden("Only who made this may change it. Clone it to have your own.")
    plan = _changed_plan(call, deps, found.program, kept.proposal.patch or [])
    program = revise(found.program, plan, call.new_id, deps.now())
    if not call.dry_run:
        settled = rules.applied(kept.proposal, program.id)
        besides = replacement(call.caller.user_id, kept, settled)
        deps.programs.replace(found, program, besides)
    return program


def _program(call: Call[Any], deps: ProposalDeps, proposal: Proposal) -> Kept:
    caller, program_id = call.caller, proposal.program_id or ""
    try:
        return deps.programs.find(caller.user_id, caller.organization_id, program_id)
    except NotFound:
        raise StaleProposal("The program is gone.") from None


def _changed_plan(call: Call[Any], deps: ProposalDeps, program: Program, patch: Patch) -> Plan:
    wanted = plan_of(patched(as_draft(program.plan), patch))
    measures = Measures(_catalogue(call, deps, wanted), {}, plan_of)
    return changed_plan(program, patch, measures)


def _catalogue(call: Call[Any], deps: ProposalDeps, plan: Plan) -> Catalogue:
    return deps.catalogue.covering(plan.exercise_ids, call.caller.organization_id)
