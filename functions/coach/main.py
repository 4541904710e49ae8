"""HTTP function `coach`: questions answered from one's own figures, and what is told about it."""

from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.coach.quota import Month, monthly_limit
from shared.domain.errors import (
    AiQuotaExceeded,
    CoachPaused,
    Conflict,
    Forbidden,
    Infeasible,
    Invalid,
    Malformed,
    ModelDown,
    NotFound,
    ProposalExpired,
    RateLimited,
    StaleProposal,
)
from shared.live import live_gate
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Needs

from . import memory, proposals
from .conversing import ask, chat, in_outage, list_all, remove, show
from .generating import make_program
from .schemas import Preferences, PreferencesView, QuotaView
from .steps import BASE, Deps
from .wiring import live_deps

endpoint = Endpoint("coach", BASE, live_gate, live_deps)

_ASKING = (AiQuotaExceeded, RateLimited, CoachPaused, ModelDown, NotFound, Conflict)

endpoint.post("/chat", status=HTTPStatus.OK, idempotent=True, in_outage=in_outage, refuses=_ASKING)(
    chat
)
endpoint.post(
    "/questions", status=HTTPStatus.OK, idempotent=True, in_outage=in_outage, refuses=_ASKING
)(ask)
endpoint.get("/conversations", refuses=(Malformed,))(list_all)
endpoint.get("/conversations/<id:conversation_id>", refuses=(Malformed,))(show)
endpoint.delete("/conversations/<id:conversation_id>")(remove)


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


endpoint.post("/programs", status=HTTPStatus.OK, refuses=(Infeasible, RateLimited))(make_program)
endpoint.get("/memory")(memory.list_all)
endpoint.put("/memory", refuses=(Invalid,))(memory.replace)
endpoint.delete("/memory")(memory.forget_all)
endpoint.get("/memory/<id:memory_id>")(memory.show_memory)
endpoint.put("/memory/<id:memory_id>")(memory.correct)
endpoint.delete("/memory/<id:memory_id>")(memory.forget)

endpoint.get("/proposals/<id:proposal_id>")(proposals.show_proposal)
endpoint.post(
    "/proposals/<id:proposal_id>/apply",
    needs=Needs.PRO,
    idempotent=True,
    dry_run=True,
    refuses=(Conflict, StaleProposal, ProposalExpired, Forbidden, Invalid),
)(proposals.apply_proposal)
endpoint.post(
    "/proposals/<id:proposal_id>/dismiss",
    status=HTTPStatus.NO_CONTENT,
    dry_run=True,
    refuses=(Conflict,),
)(proposals.dismiss_proposal)


@functions_framework.http
def coach(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
