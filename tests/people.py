"""People for tests: stored as the product stores them, known to a gate by plain tokens."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account
from shared.domain.billing import KnownSubscription, Plan, SubscriptionSnapshot
from shared.domain.entitlements import Tier, entitlement
from shared.domain.errors import Unauthenticated
from shared.domain.limits import PROFILES, Limit
from shared.domain.sessions import Session
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database
from shared.store.idempotency import FirestoreLedger
from shared.store.subscriptions import FirestoreSubscriptions
from shared.web import gate
from shared.web.throttle import throttles

GENEROUS = replace(PROFILES["local"], open_routes=Limit("open", 100_000, 60))
# A hash of no password: whoever needs to sign in with one registers through the function.
_NO_PASSWORD = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Person:
    user_id: str
    organization_id: str
    session_id: str

    @property
    def token(self) -> str:
        return f"{self.user_id}.{self.session_id}"


class PlainTokens:
    """Reads `user.session` where the real one checks a signature."""

    def verify(self, token: str) -> gate.Claims:
        user_id, _, session_id = token.partition(".")
        if not session_id:
            raise Unauthenticated(token_sent=True)
        return gate.Claims(user_id, session_id)


class People:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.accounts = FirestoreAccounts(database, AccountCache(), now)
        self.subscriptions = FirestoreSubscriptions(database)

    def free(self, **about: object) -> Person:
        return self._add(Tier.FREE, **about)

    def pro(self, **about: object) -> Person:
        return self._add(Tier.PRO, **about)

    def anonymous(self) -> Person:
        return self._add(Tier.FREE, email=None, email_key=None)

    def admin(self) -> Person:
        return self._add(Tier.FREE, role=PlatformRole.ADMIN)

    def begins_pro(self, organization_id: str) -> None:
        self.subscriptions.put(_subscription(str(uuid.uuid4()), organization_id, "active"))

    def ends_pro(self, person: Person) -> None:
        for subscription in self.subscriptions.of(person.organization_id):
            self.subscriptions.put(
                _subscription(subscription.id, person.organization_id, "expired")
            )

    def gate(self, open_a_minute: int = 100_000) -> gate.Gate:
        """The real gate over this database, but for the signatures."""
        return gate.Gate(
            throttles=throttles(replace(GENEROUS, open_routes=Limit("open", open_a_minute, 60))),
            trusted_proxy_hops=0,
            cors_origins=("https://app.example",),
            people=gate.People(
                tokens=PlainTokens(),
                find_caller=self.accounts.caller,
                find_tier=self._tier,
                ledger=FirestoreLedger(self.database),
            ),
        )

    def _tier(self, organization_id: str) -> Tier:
        return entitlement(self.subscriptions.of(organization_id), now()).tier

    def _add(self, tier: Tier, **about: object) -> Person:
        user_id, organization_id, session_id = (str(uuid.uuid4()) for _ in range(3))
        email = f"{user_id}@example.com"
        told: dict[str, Any] = {"email": email, "email_key": uuid.uuid4().hex, **about}
        account = Account(
            id=user_id,
            organization_id=organization_id,
            created_at=now(),
            sessions={session_id: Session(session_id, now(), now())},
            **told,
        )
        self.accounts.add(account, _NO_PASSWORD)
        if tier is Tier.PRO:
            self.begins_pro(organization_id)
        return Person(user_id, organization_id, session_id)


def _subscription(subscription_id: str, organization_id: str, status: str) -> KnownSubscription:
    told = SubscriptionSnapshot(
        id=subscription_id,
        store_id=1,
        variant_id=1001,
        status=status,
        created_at=now(),
        updated_at=now(),
        test_mode=True,
        renews_at=now() + timedelta(days=30),
    )
    return KnownSubscription(told, organization_id, Plan.PRO_MONTHLY)
