"""Members: who they are, what they may, and that they go."""

from shared.domain.organizations import Action, Organization, may
from shared.web.call import Call
from shared.web.paging import PageQuery, page_of
from shared.web.reply import Page

from .schemas import BelongingView, MemberView, RoleChange, Switch
from .steps import Deps


def list_members(call: Call[Deps], query: PageQuery) -> Page[MemberView]:
    """Everybody in one's organisation."""
    organizations, caller = call.deps.organizations, call.caller
    members = organizations.members.of(caller.organization_id)
    accounts = organizations.accounts_of([one.user_id for one in members])
    own = next((one.role for one in members if one.user_id == caller.user_id), None)
    manages = may(own, Action.MANAGE_MEMBERS)
    return page_of(
        members[::-1] if query.descends else members,
        query,
        lambda one: MemberView.of(
            one, accounts.get(one.user_id), in_full=manages or one.user_id == caller.user_id
        ),
    )


def change_role(call: Call[Deps], user_id: str, body: RoleChange) -> MemberView:
    """Another role for a member, or a lower one for oneself."""
    organizations, caller = call.deps.organizations, call.caller
    changed = organizations.change_role(caller.organization_id, caller.user_id, user_id, body.role)
    account = organizations.accounts.find(user_id)
    return MemberView.of(changed, account, in_full=True)


def remove_member(call: Call[Deps], user_id: str) -> None:
    """They belong to the organisation no longer. What they shared in it stays there, what is their
    own goes with them."""
    caller = call.caller
    call.deps.organizations.part(
        caller.organization_id, caller.user_id, user_id, _own_of(call, user_id)
    )


def leave(call: Call[Deps]) -> None:
    """One belongs to the organisation no longer."""
    remove_member(call, call.caller.user_id)


def switch(call: Call[Deps], body: Switch) -> BelongingView:
    """Be in another organisation one belongs to: its tier, exercises and shared programs count
    from now on; other instances learn of it within seconds."""
    organizations, there = call.deps.organizations, body.organization_id
    membership = organizations.switch(call.caller.user_id, there)
    return BelongingView.of(organizations.find(there).organization, membership, there)


def _own_of(call: Call[Deps], user_id: str) -> Organization:
    """For who belongs nowhere else."""
    account = call.deps.organizations.accounts.find(user_id)
    name = account.profile.full_name if account else None
    return Organization.personal(call.new_id(), name, call.deps.now())
