"""Invitations: asking somebody in by a letter, withdrawing that, and accepting it."""

import re
from dataclasses import replace

from shared.domain.accounts import Account
from shared.domain.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from shared.domain.limits import letter_asking_asks, letter_asks
from shared.domain.mail_proofs import Purpose, name_of
from shared.domain.naming import visible
from shared.domain.organizations import Invitation, Membership, expect_handles
from shared.events.messages.email_requested import TOPIC, EmailRequested
from shared.web.call import Call
from shared.web.paging import PageQuery, page_of
from shared.web.rates import count, told
from shared.web.reply import Page, Reply

from .schemas import Acceptance, BelongingView, InvitationDraft, InvitationView
from .steps import BASE, Deps, account_of_caller, role_in

INVITATIONS = f"{BASE}/me/invitations"


def invite(call: Call[Deps], body: InvitationDraft) -> Reply[InvitationView]:
    """Ask somebody in. They get a letter, with which whoever has that address may join."""
    deps, now, caller = call.deps, call.deps.now(), call.caller
    role = role_in(call)
    if role is None:
        raise NotFound
    expect_handles(role, body.role)
    email_key = deps.email_key(body.email)
    _expect_stranger(call, email_key)
    asks = (
        *letter_asking_asks(deps.rates, call.network),
        *letter_asks(deps.rates, email_key),
    )
    counted = count(deps.limits, asks)
    invitation_id = call.new_id()
    issued = deps.secrets.issue(
        invitation_id, now, Purpose.JOIN_ORGANIZATION, caller.user_id, email_key
    )
    proof = replace(
        issued.proof, email=body.email, about=f"{caller.organization_id}/{invitation_id}"
    )
    invitation = Invitation(
        id=invitation_id,
        organization_id=caller.organization_id,
        email=body.email,
        email_key=email_key,
        role=body.role,
        invited_by=caller.user_id,
        proof=proof.name,
        created_at=now,
        expires_at=proof.expires_at,
    )
    owed = deps.owing.owe(call.new_id(), (TOPIC, _letter(call, invitation, issued.reference)))
    deps.invitations.add(invitation, proof, owed)
    deps.owing.pay(owed)
    location = f"{INVITATIONS}/{invitation_id}"
    return Reply(InvitationView.of(invitation), location=location, headers=told(counted, now))


def list_invitations(call: Call[Deps], query: PageQuery) -> Page[InvitationView]:
    """The open invitations."""
    found = call.deps.invitations.open(call.caller.organization_id, call.deps.now())
    return page_of(found if query.descends else found[::-1], query, InvitationView.of)


def show_invitation(call: Call[Deps], invitation_id: str) -> InvitationView:
    """An open invitation."""
    deps = call.deps
    found = deps.invitations.find(call.caller.organization_id, invitation_id, deps.now())
    return InvitationView.of(found.invitation)


def withdraw_invitation(call: Call[Deps], invitation_id: str) -> None:
    """The invitation is good for nothing any more."""
    deps = call.deps
    found = deps.invitations.find(call.caller.organization_id, invitation_id, deps.now())
    deps.invitations.withdraw(found.invitation, call.caller.user_id, deps.now())


def accept(call: Call[Deps], body: Acceptance) -> BelongingView:
    """Join the organisation one was asked into, and be there from now on. Only the one whose
    verified address was invited may."""
    deps, now = call.deps, call.deps.now()
    kept = deps.proofs.find(name_of(body.token))
    if kept is None or kept.proof.purpose is not Purpose.JOIN_ORGANIZATION:
        raise _gone()
    account = account_of_caller(call)
    _expect_invited(account, kept.proof.email_key)
    organization_id, _, invitation_id = (kept.proof.about or "").partition("/")
    try:
        invited = deps.invitations.find(organization_id, invitation_id, now)
        membership = Membership(organization_id, account.id, invited.invitation.role, now)
        deps.organizations.join(
            membership, lambda: deps.invitations.find(organization_id, invitation_id, now).spent
        )
        organization = deps.organizations.find(organization_id).organization
    except NotFound:
        raise _gone() from None
    return BelongingView.of(organization, membership, organization_id)


def _expect_stranger(call: Call[Deps], email_key: str) -> None:
    organizations = call.deps.organizations
    members = organizations.members.of(call.caller.organization_id)
    accounts = organizations.accounts_of([one.user_id for one in members])
    if any(one.email_key == email_key for one in accounts.values()):
        raise Conflict("Whoever has this address is a member already.", field="email")


def _expect_invited(account: Account, email_key: str) -> None:
    if account.email_key != email_key:
        raise Forbidden("This invitation is for another address than your account has.")
    if not account.is_verified:
        raise Forbidden("Verify your address first: the letter you got shows how.")


def _letter(call: Call[Deps], invitation: Invitation, reference: str) -> EmailRequested:
    organizations = call.deps.organizations
    inviter = account_of_caller(call)
    organization = organizations.find(invitation.organization_id).organization
    return EmailRequested(
        message_id=f"invite-{invitation.proof[:32]}",
        template="invitation",
        user_id=inviter.id,
        facts={
            "inviter": _unlinked(inviter.profile.full_name or "") or "A member",
            "organization": _unlinked(organization.name) or "a group",
            "expires_at": invitation.expires_at.isoformat(),
            "proof": reference,
        },
    )


def _unlinked(name: str) -> str:
    """Names are anybody's words in a letter of ours to a stranger: nothing in them may become a
    link, or turn the words around it."""
    return " ".join(re.split(r"[\s./:@\\]+", visible(name))).strip()


def _gone() -> Invalid:
    return Invalid(Fault("token", "This invitation is not, or no longer, good."))
