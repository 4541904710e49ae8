"""HTTP function `organizations`: the one a person is in now, its members, and ways in and out."""

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clients.address_keys import ADDRESS_KEY_SECRET, AddressKeys
from shared.clients.proof_secrets import live_proof_secrets
from shared.clients.secrets import live_secrets
from shared.clock import utc_now
from shared.domain.entitlements import Entitlement, entitlement
from shared.domain.errors import Conflict, Forbidden, Invalid, LastOwner, NotFound, RateLimited
from shared.domain.limits import PROFILES
from shared.domain.organizations import Action
from shared.live import live_gate
from shared.live_owed import live_owing
from shared.once import once
from shared.settings import Network, load
from shared.store.coach_usage import live_coach_usage
from shared.store.database import live_database
from shared.store.invitations import FirestoreInvitations
from shared.store.limits import FirestoreLimits
from shared.store.mail_proofs import FirestoreMailProofs
from shared.store.organizations import live_organizations
from shared.store.subscriptions import FirestoreSubscriptions
from shared.web.endpoint import Endpoint

from . import inviting, membership, showing
from .steps import BASE, Deps, allowing, registered


@once
def live_deps() -> Deps:
    database, secrets = live_database(), live_secrets()
    subscriptions = FirestoreSubscriptions(database)

    def entitlement_of(organization_id: str) -> Entitlement:
        return entitlement(subscriptions.of(organization_id), utc_now())

    return Deps(
        organizations=live_organizations(),
        invitations=FirestoreInvitations(database),
        proofs=FirestoreMailProofs(database),
        usage=live_coach_usage(),
        limits=FirestoreLimits(database, utc_now),
        rates=PROFILES[load(Network).limits],
        secrets=live_proof_secrets(),
        email_key=AddressKeys(lambda: secrets.versions(ADDRESS_KEY_SECRET)),
        owing=live_owing(),
        entitlement_of=entitlement_of,
        now=utc_now,
    )


endpoint = Endpoint("organizations", BASE, live_gate, live_deps)

endpoint.get("/me", may=registered, refuses=(Forbidden,))(showing.show)
endpoint.patch("/me", may=allowing(Action.RENAME), if_match=True, refuses=(Forbidden,))(
    showing.rename
)
endpoint.get("/mine", may=registered, refuses=(Forbidden,))(showing.list_mine)
endpoint.post("/switch", may=registered, refuses=(Forbidden, NotFound))(membership.switch)

endpoint.get("/me/members", may=allowing(Action.SEE), refuses=(Forbidden,))(membership.list_members)
endpoint.patch(
    "/me/members/<id:user_id>", may=allowing(Action.MANAGE_MEMBERS), refuses=(Forbidden, LastOwner)
)(membership.change_role)
endpoint.delete(
    "/me/members/<id:user_id>", may=allowing(Action.SEE), refuses=(Forbidden, LastOwner)
)(membership.remove_member)
endpoint.post("/me/leave", may=allowing(Action.LEAVE), refuses=(Forbidden, LastOwner))(
    membership.leave
)

endpoint.post(
    "/me/invitations",
    status=201,
    may=allowing(Action.MANAGE_MEMBERS),
    idempotent=True,
    refuses=(Forbidden, Conflict, RateLimited),
)(inviting.invite)
endpoint.get("/me/invitations", may=allowing(Action.MANAGE_MEMBERS), refuses=(Forbidden,))(
    inviting.list_invitations
)
endpoint.get(
    "/me/invitations/<id:invitation_id>",
    may=allowing(Action.MANAGE_MEMBERS),
    refuses=(Forbidden,),
)(inviting.show_invitation)
endpoint.delete(
    "/me/invitations/<id:invitation_id>",
    may=allowing(Action.MANAGE_MEMBERS),
    refuses=(Forbidden,),
)(inviting.withdraw_invitation)
endpoint.post("/invitations/accept", may=registered, refuses=(Forbidden, Conflict, Invalid))(
    inviting.accept
)


@functions_framework.http
def organizations(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
