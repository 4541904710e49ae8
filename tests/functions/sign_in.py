"""`auth` and `users` as instances in the cloud: their own caches, one database, real tokens."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import functions.auth.main as auth
import functions.users.main as users
from functions.auth.keys import SigningKeys
from functions.auth.tokens import Tokens
from shared.clients.address_keys import AddressKeys
from shared.clients.secrets import Version
from shared.domain.entitlements import Tier
from shared.domain.limits import PROFILES, Profile
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.database import Database
from shared.store.idempotency import FirestoreLedger
from shared.store.limits import FirestoreLimits
from shared.store.training import FirestoreTraining
from shared.web import gate
from shared.web.passwords import live_passwords
from shared.web.throttle import Throttle
from shared.web.tokens import AccessTokens
from tests.signing import version
from tests.wire import Answer, Client

ISSUER, AUDIENCE = "https://issuer.example", "api"
PASSWORD = "correct horse battery"


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

    def __post_init__(self) -> None:
        self.cache_seconds = 0.0
        cache = AccountCache(lambda: self.cache_seconds)
        self.accounts = FirestoreAccounts(self.database, cache, self.clock)
        self.limits = FirestoreLimits(self.database, self.clock)
        self.keys = SigningKeys(lambda: self.versions, self.clock)
        self.tokens = Tokens(self.keys, ISSUER, AUDIENCE)
        self.auth = auth.endpoint.bound(self.gate, self._auth_deps)
        self.users = users.endpoint.bound(self.gate, self._users_deps)

    def gate(self) -> gate.Gate:
        return gate.Gate(
            open_routes=Throttle("open", 100_000, 60),
            trusted_proxy_hops=0,
            cors_origins=(),
            people=gate.People(
                tokens=AccessTokens(ISSUER, AUDIENCE, self.keys),
                find_caller=self.accounts.caller,
                find_tier=lambda _: Tier.FREE,
                ledger=FirestoreLedger(self.database),
            ),
        )

    def _auth_deps(self) -> auth.Deps:
        return auth.Deps(
            accounts=self.accounts,
            limits=self.limits,
            rates=self.rates,
            passwords=live_passwords(),
            keys=self.keys,
            tokens=self.tokens,
            email_key=AddressKeys(lambda: [Version(1, self.clock(), b"key of addresses")]),
            now=self.clock,
        )

    def _users_deps(self) -> users.Deps:
        return users.Deps(
            accounts=self.accounts,
            limits=self.limits,
            rates=self.rates,
            passwords=live_passwords(),
            training=FirestoreTraining(self.database),
            catalogue=FirestoreCatalogue(self.database, CatalogueCache()),
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
