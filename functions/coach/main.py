"""HTTP function `coach`: questions answered from one's own figures, and what is told about it."""

from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.coach.quota import Month, monthly_limit
from shared.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    ProposalExpired,
    StaleProposal,
)
from shared.live import live_gate
from shared.once import once
from shared.store.catalogue import live_catalogue
from shared.store.coach_preferences import live_coach_preferences
from shared.store.coach_usage import live_coach_usage
from shared.store.programs import live_programs
from shared.store.proposals import live_proposals
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Needs

from . import proposals
from .schemas import Preferences, PreferencesView, QuotaView
from .steps import BASE, Deps


@once
def live_deps() -> Deps:
    return Deps(
        preferences=live_coach_preferences(),
        usage=live_coach_usage(),
        programs=live_programs(),
        catalogue=live_catalogue(),
        proposals=live_proposals(),
        tier_of=live_gate().acquainted().find_tier,
        now=utc_now,
    )


endpoint = Endpoint("coach", BASE, live_gate, live_deps)


@endpoint.get("/quota")
def show_quota(call: Call[Deps]) -> QuotaView:
    """What this month's answers come to, of one's organisation. What rules answer is not
    counted."""
    deps, organization = call.deps, call.caller.organization_id
    month, tier = Month.of(deps.now()), deps.tier_of(organization)
    return QuotaView(
        used=deps.usage.of(organization, month).used_on(tier),
        limit=monthly_limit(tier),
        resets_at=month.ends_at,
    )


@endpoint.get("/preferences")
def show_preferences(call: Call[Deps]) -> PreferencesView:
    """How the coach speaks to one."""
    return PreferencesView(personality=call.deps.preferences.personality(call.caller.user_id))


@endpoint.put("/preferences")
def put_preferences(call: Call[Deps], body: Preferences) -> PreferencesView:
    """Another tone. It changes how things are said, not what."""
    call.deps.preferences.choose(call.caller.user_id, body.personality)
    return PreferencesView(personality=body.personality)


endpoint.get("/proposals/<id:proposal_id>")(proposals.show)
endpoint.post(
    "/proposals/<id:proposal_id>/apply",
    needs=Needs.PRO,
    idempotent=True,
    dry_run=True,
    refuses=(Conflict, StaleProposal, ProposalExpired, Forbidden, Invalid),
)(proposals.apply)
endpoint.post(
    "/proposals/<id:proposal_id>/dismiss",
    status=HTTPStatus.NO_CONTENT,
    dry_run=True,
    refuses=(Conflict,),
)(proposals.dismiss)


@functions_framework.http
def coach(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
