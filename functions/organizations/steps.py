"""The steps the handlers share: who may, and what they work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.clients.proof_secrets import ProofSecrets
from shared.domain.accounts import Account, MembershipRole
from shared.domain.entitlements import Entitlement
from shared.domain.errors import Forbidden, Unauthenticated
from shared.domain.limits import Profile
from shared.domain.organizations import Action, may
from shared.live_owed import Owing
from shared.store.coach_usage import FirestoreCoachUsage
from shared.store.invitations import FirestoreInvitations
from shared.store.limits import FirestoreLimits
from shared.store.mail_proofs import FirestoreMailProofs
from shared.store.organizations import FirestoreOrganizations
from shared.web.call import Call

BASE = "/api/v1/organizations"


@dataclass(frozen=True)
class Deps:
    organizations: FirestoreOrganizations
    invitations: FirestoreInvitations
    proofs: FirestoreMailProofs
    usage: FirestoreCoachUsage
    limits: FirestoreLimits
    rates: Profile
    secrets: ProofSecrets
    email_key: Callable[[str], str]
    owing: Owing
    entitlement_of: Callable[[str], Entitlement]
    now: Callable[[], datetime]


def registered(call: Call[Deps], **_: str) -> None:
    """Raises `Forbidden` for anonymous users: an organisation has people one can write to."""
    if call.caller.is_anonymous:
        raise Forbidden("Register with an e-mail address first.")


def allowing(action: Action) -> Callable[..., None]:
    """What a route says who may enter: those whose role in the current organisation may."""

    def check(call: Call[Deps], **_: str) -> None:
        registered(call)
        if not may(role_in(call), action):
            raise Forbidden

    return check


def role_in(call: Call[Deps]) -> MembershipRole | None:
    """The caller's own, in the organisation they are in now."""
    members = call.deps.organizations.members
    return members.role_of(call.caller.organization_id, call.caller.user_id)


def account_of_caller(call: Call[Deps]) -> Account:
    """As it is stored now, not as it is remembered."""
    account = call.deps.organizations.accounts.find(call.caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    return account
