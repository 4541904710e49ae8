"""`auth` and `users` as instances in the cloud: their own caches, one database, real tokens."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import functions.auth.main as auth
import functions.users.main as users
from functions.auth import wiring as auth_wiring
from functions.auth.keys import SigningKeys
from functions.auth.tokens import Tokens
from functions.users import wiring as users_wiring
from shared.clients.address_keys import AddressKeys
from shared.clients.google_identity import GoogleIdentity
from shared.clients.proof_secrets import ProofSecrets
from shared.clients.secrets import Version
from shared.clients.storage import connect as connect_storage
from shared.domain.entitlements import Tier
from shared.domain.errors import Unavailable
from shared.domain.limits import PROFILES, Profile
from shared.live_owed import Owing
from shared.settings import GoogleSignIn
from shared.store.account_cache import AccountCache
from shared.store.account_proofs import FirestoreAccountProofs
from shared.store.accounts import FirestoreAccounts
from shared.store.audit import FirestoreAudit
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.database import Database
from shared.store.deletions import FirestoreDeletions
from shared.store.idempotency import FirestoreLedger
from shared.store.identities import FirestoreIdentities
from shared.store.limits import FirestoreLimits
from shared.store.log import FirestoreLog
from shared.store.merges import FirestoreMerges
from shared.store.merging import Mover
from shared.store.owed import FirestoreOwed
from shared.store.own_exports import FirestoreOwnExports
from shared.store.training import FirestoreTraining
from shared.store.used_exercises import UsedExercises
from shared.web import gate
from shared.web.passwords import live_passwords
from shared.web.throttle import throttles
from shared.web.tokens import AccessTokens, RefreshTokens
from tests.people import GENEROUS
from tests.signing import version
from tests.wire import Answer, Client

ISSUER, AUDIENCE = "https://issuer.example", "api"
PASSWORD = "correct horse battery"
PROOF_SECRETS = ProofSecrets(lambda: [Version(1, datetime(2026, 1, 1, tzinfo=UTC), b"of proofs")])
REDIRECT_URI = "https://app.example/auth/google"


def google_at(address: str = "http://127.0.0.1:9") -> GoogleIdentity:
    settings = GoogleSignIn(
        google_client_ids=("us", "our-phones"),
        google_redirect_uris=(REDIRECT_URI,),
        google_jwks_url=f"{address}/oauth2/v3/certs",
        google_token_url=f"{address}/token",
    )
    return GoogleIdentity(settings, lambda: "our secret")


@dataclass
class Post:
    """Pub/Sub as far as these functions know it."""

    is_down: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list)
    merges: list[dict[str, Any]] = field(default_factory=list)
    exports: list[dict[str, Any]] = field(default_factory=list)

    def send(self, topic: str, data: str) -> None:
        if self.is_down:
            raise Unavailable
        heard = {
            "email-requested": self.sent,
            "export-requested": self.exports,
            "merge-requested": self.merges,
        }
        heard[topic].append(json.loads(data))

    def letters(self, template: str = "") -> list[dict[str, Any]]:
        """The newest first."""
        return [one for one in reversed(self.sent) if template in one["template"]]

    def secret(self, template: str) -> str:
        """Of the newest such letter, as its reader finds it."""
        found = PROOF_SECRETS.secret(self.letters(template)[0]["facts"]["proof"])
        assert found is not None
        return found


@dataclass
class Clock:
    """Signatures are checked by the real time, so tests that let time pass begin in the past."""

    behind: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) - self.behind

    def pass_by(self, seconds: float) -> None:
        self.behind -= timedelta(seconds=seconds)


@dataclass
class Instance:
    """One process that serves both functions."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    versions: Sequence[Version] = field(default_factory=lambda: (version(),))
    rates: Profile = PROFILES["local"]
    address: str = "192.0.2.1"
    post: Post = field(default_factory=Post)
    google: GoogleIdentity = field(default_factory=google_at)

    def __post_init__(self) -> None:
        self.cache_seconds, self.merge_seconds = 0.0, 60.0
        cache = AccountCache(lambda: self.cache_seconds)
        self.accounts = FirestoreAccounts(self.database, cache, self.clock)
        self.proofs = FirestoreAccountProofs(self.database, self.accounts, self.clock)
        self.owing = Owing(FirestoreOwed(self.database), self.post, self.clock)
        self.limits = FirestoreLimits(self.database, self.clock)
        self.keys = SigningKeys(lambda: self.versions, self.clock)
        self.tokens = Tokens(self.keys, ISSUER, AUDIENCE)
        self.auth = auth.endpoint.bound(self.gate, self._auth_deps)
        self.users = users.endpoint.bound(self.gate, self._users_deps)

    @property
    def mover(self) -> Mover:
        """Of what anonymous people had."""
        catalogue = FirestoreCatalogue(self.database, CatalogueCache())
        merges = FirestoreMerges(self.database, self.accounts, self.clock)
        used = UsedExercises(self.database, catalogue)
        return Mover(self.database, merges, FirestoreLog(self.database, self.clock), used)

    def gate(self) -> gate.Gate:
        return gate.Gate(
            throttles=throttles(GENEROUS),
            trusted_proxy_hops=0,
            cors_origins=(),
            people=gate.People(
                tokens=AccessTokens(ISSUER, AUDIENCE, self.keys),
                find_caller=self.accounts.caller,
                find_tier=lambda _: Tier.FREE,
                ledger=FirestoreLedger(self.database),
            ),
        )

    def email_key(self, address: str) -> str:
        return AddressKeys(lambda: [Version(1, self.clock(), b"key of addresses")])(address)

    def _auth_deps(self) -> auth_wiring.Deps:
        return auth_wiring.Deps(
            accounts=self.accounts,
            identities=FirestoreIdentities(self.database, self.accounts, self.clock),
            proofs=self.proofs,
            owing=self.owing,
            limits=self.limits,
            rates=self.rates,
            passwords=live_passwords(),
            keys=self.keys,
            tokens=self.tokens,
            email_key=self.email_key,
            secrets=PROOF_SECRETS,
            google=self.google,
            redirect_uris=(REDIRECT_URI,),
            now=self.clock,
        )

    def _users_deps(self) -> users_wiring.Deps:
        return users_wiring.Deps(
            accounts=self.accounts,
            proofs=self.proofs,
            owing=self.owing,
            limits=self.limits,
            rates=self.rates,
            passwords=live_passwords(),
            email_key=self.email_key,
            secrets=PROOF_SECRETS,
            deletions=FirestoreDeletions(self.database, self.accounts, self.clock),
            grace_days=30,
            training=FirestoreTraining(self.database),
            catalogue=FirestoreCatalogue(self.database, CatalogueCache()),
            audit=FirestoreAudit(self.database),
            refresh_tokens=RefreshTokens(ISSUER, AUDIENCE, self.keys),
            mover=self.mover,
            merge_seconds=self.merge_seconds,
            own_exports=FirestoreOwnExports(self.database, self.accounts, self.clock),
            storage=lambda: connect_storage("tests"),
            exports_bucket="tests",
            now=self.clock,
        )

    def client(self, token: str | None = None) -> Client:
        """Calls either function, as the load balancer would."""

        def answer(request: Any) -> Any:
            serving = self.users if request.path.startswith("/api/v1/users") else self.auth
            return serving.answer(request)

        return Client(answer, token, self.address)

    def register(self, **about: Any) -> "Member":
        body = {"email": f"{uuid.uuid4()}@example.com", "password": PASSWORD, **about}
        answer = self.client().post("/api/v1/auth/register", body)
        assert answer.status == 201, answer.body
        return Member(self, body["email"], answer)

    def login(self, email: str, password: str = PASSWORD) -> Answer:
        body = {"email": email, "password": password}
        return self.client().post("/api/v1/auth/login", body)

    def refresh(self, refresh_token: str) -> Answer:
        body = {"refresh_token": refresh_token}
        return self.client().post("/api/v1/auth/refresh", body)


@dataclass(frozen=True)
class Member:
    """Somebody who has registered."""

    instance: Instance
    email: str
    answer: Answer

    @property
    def user(self) -> Any:
        return self.answer.data["user"]

    @property
    def tokens(self) -> Any:
        return self.answer.data["tokens"]

    @property
    def client(self) -> Client:
        return self.instance.client(self.tokens["access_token"])

    def is_signed_in(self) -> bool:
        return self.client.get("/api/v1/users/me").status == 200
