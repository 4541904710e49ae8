"""The organisation one is in now, and the others one belongs to."""

import hashlib

from shared.domain.coach.quota import Month
from shared.domain.errors import Forbidden, PreconditionFailed
from shared.domain.organizations import Organization
from shared.web.call import Call
from shared.web.paging import PageQuery, page_of
from shared.web.reply import Page, Reply

from .schemas import AiUsageView, BelongingView, OrganizationPatch, OrganizationView
from .steps import Deps, role_in


def show(call: Call[Deps]) -> Reply[OrganizationView]:
    """Its plan, its members and what it has asked of the coach this month."""
    kept = call.deps.organizations.find(call.caller.organization_id)
    return _shown(call, kept.organization)


def rename(call: Call[Deps], body: OrganizationPatch) -> Reply[OrganizationView]:
    """Another name."""
    organizations = call.deps.organizations

    def attempt() -> Organization:
        kept = organizations.find(call.caller.organization_id)
        _expect_version(call, kept.organization.version)
        return organizations.rename(kept, body.name, call.caller.user_id)

    # Who joins or leaves meanwhile changes the document, and not what is renamed.
    return _shown(call, organizations.database.contended(attempt))


def list_mine(call: Call[Deps], query: PageQuery) -> Page[BelongingView]:
    """Every organisation one belongs to."""
    organizations, caller = call.deps.organizations, call.caller
    belonging = organizations.members.of_person(caller.user_id)
    found = {
        one.id: one for one in organizations.find_many([one.organization_id for one in belonging])
    }
    account = organizations.accounts.find(caller.user_id)
    current = account.organization_id if account else caller.organization_id
    views = [
        BelongingView.of(found[one.organization_id], one, current)
        for one in belonging
        if one.organization_id in found
    ]
    return page_of(views[::-1] if query.descends else views, query, lambda view: view)


def _shown(call: Call[Deps], organization: Organization) -> Reply[OrganizationView]:
    deps, month = call.deps, Month.of(call.deps.now())
    role = role_in(call)
    if role is None:
        raise Forbidden
    entitled = deps.entitlement_of(organization.id)
    usage = deps.usage.of(organization.id, month)
    view = OrganizationView.of(
        organization,
        entitled,
        deps.organizations.members.count(organization.id),
        AiUsageView.of(usage, month, entitled.tier),
        role,
    )
    return Reply(view, etag=_etag(organization, view))


def _etag(organization: Organization, view: OrganizationView) -> str:
    """It begins with the version of what members change. The rest tells apart what changes by
    itself, such as what was asked of the coach, and which no change of the name can clash with."""
    digest = hashlib.sha256(view.model_dump_json().encode()).hexdigest()
    return f"{organization.version}-{digest[:16]}"


def _expect_version(call: Call[Deps], version: int) -> None:
    tags = [tag.strip() for tag in (call.if_match or "").split(",")]
    if "*" not in tags and not any(tag.startswith(f'"{version}-') for tag in tags):
        raise PreconditionFailed
