"""The function `organizations` beside `auth` and `users`, and people in one organisation."""

from dataclasses import dataclass, field
from typing import Any

import functions.organizations.main as organizations
from functions.organizations.steps import Deps
from shared.domain.entitlements import entitlement
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.coach_usage import FirestoreCoachUsage
from shared.store.invitations import FirestoreInvitations
from shared.store.mail_proofs import FirestoreMailProofs
from shared.store.organizations import FirestoreOrganizations
from shared.store.subscriptions import FirestoreSubscriptions
from shared.store.used_exercises import UsedExercises
from tests.functions.sign_in import PROOF_SECRETS, Instance, Member
from tests.wire import Answer, Client

BASE = "/api/v1/organizations"
ME = f"{BASE}/me"
INVITATIONS = f"{ME}/invitations"
MEMBERS = f"{ME}/members"


@dataclass
class Gym:
    """One instance of the functions."""

    instance: Instance
    deps: Deps = field(init=False)

    def __post_init__(self) -> None:
        database = self.instance.database
        catalogue = FirestoreCatalogue(database, CatalogueCache())
        subscriptions = FirestoreSubscriptions(database)
        self.deps = Deps(
            organizations=FirestoreOrganizations(
                database, self.instance.accounts, UsedExercises(database, catalogue)
            ),
            invitations=FirestoreInvitations(database),
            proofs=FirestoreMailProofs(database),
            usage=FirestoreCoachUsage(database),
            limits=self.instance.limits,
            rates=self.instance.rates,
            secrets=PROOF_SECRETS,
            email_key=self.instance.email_key,
            owing=self.instance.owing,
            entitlement_of=lambda name: entitlement(subscriptions.of(name), self.instance.clock()),
            now=self.instance.clock,
        )
        self.endpoint = organizations.endpoint.bound(self.instance.gate, lambda: self.deps)

    def client(self, member: Member) -> Client:
        token = member.tokens["access_token"]
        return Client(self.endpoint.answer, token, self.instance.address)

    def registered(self, name: str | None = None) -> Member:
        about = {"full_name": name} if name else {}
        return self.instance.register(**about)

    def verified(self, name: str | None = None) -> Member:
        member = self.registered(name)
        token = self.instance.post.secret("verify_email")
        answer = self.instance.client().post("/api/v1/auth/verify-email", {"token": token})
        assert answer.status == 204, answer.body
        return member

    def invite(self, by: Member, email: str, role: str = "MEMBER") -> Answer:
        return self.client(by).post(INVITATIONS, {"email": email, "role": role})

    def token(self) -> str:
        """Of the letter that was sent last."""
        return self.instance.post.secret("invitation")

    def accept(self, who: Member, token: str | None = None) -> Answer:
        body = {"token": token or self.token()}
        return self.client(who).post(f"{BASE}/invitations/accept", body)

    def join(self, who: Member, by: Member, role: str = "MEMBER") -> Any:
        assert self.invite(by, who.email, role).status == 201
        answer = self.accept(who)
        assert answer.status == 200, answer.body
        return answer.data

    def roles(self, as_seen_by: Member) -> dict[str, str]:
        """By address, which those who manage see."""
        seen = self.client(as_seen_by).get(f"{MEMBERS}?limit=100").data
        return {one["email"] or one["user_id"]: one["role"] for one in seen}
