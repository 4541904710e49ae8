"""`billing` as an instance in the cloud, in front of the payment provider's stand-in."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from functions.billing import main as billing
from functions.billing.plans import Prices
from functions.billing.returning import Returning
from shared.domain.billing import KnownSubscription, Plan, SubscriptionSnapshot
from shared.domain.limits import PROFILES, Profile
from shared.store.audit import FirestoreAudit
from shared.store.database import Database
from shared.store.limits import FirestoreLimits
from shared.store.members import FirestoreMembers
from tests.people import People, Person, now
from tests.provider import SHOP, Office, Provider
from tests.wire import Answer, Client

BASE = "/api/v1/billing"
KEY = "key-0123456789abcdef"
MONTHLY = {"plan": "PRO_MONTHLY"}


@dataclass
class Counter:
    """One instance of the function."""

    database: Database
    people: People
    provider: Provider
    rates: Profile = PROFILES["local"]
    monotonic: float = 0.0
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.office = Office(self.database, self.people)
        client = self.provider.client()
        asked = self.office.asked
        deps = billing.Deps(
            provider=client,
            subscriptions=asked.subscriptions,
            checkouts=asked.checkouts,
            accounts=self.people.accounts,
            members=FirestoreMembers(self.database),
            audit=FirestoreAudit(self.database),
            limits=FirestoreLimits(self.database, now),
            rates=self.rates,
            prices=Prices(client.price, lambda: self.monotonic),
            returning=Returning(asked, client, lambda: self.monotonic),
            return_url="https://app.example/back",
            now=now,
        )
        gate = self.people.gate()
        self.endpoint = billing.endpoint.bound(lambda: gate, lambda: deps)

    def of(self, person: Person | None) -> Client:
        return Client(self.endpoint.answer, person.token if person else None)

    def address(self, person: Person) -> str:
        return f"{person.user_id}@example.com"

    def knows(self, person: Person, status: str, **more: Any) -> None:
        """A subscription of theirs, as the provider showed it a day ago."""
        moment = now() - timedelta(days=1)
        told = SubscriptionSnapshot(
            id=more.pop("id", "777"),
            store_id=SHOP.store_id,
            variant_id=SHOP.variant_of(Plan.PRO_YEARLY),
            status=status,
            created_at=moment,
            updated_at=moment,
            test_mode=True,
            **more,
        )
        known = KnownSubscription(told, person.organization_id, Plan.PRO_YEARLY)
        self.people.subscriptions.put(known)

    def check_out(self, person: Person, key: str = KEY, **body: Any) -> Answer:
        return self.of(person).post(f"{BASE}/checkout", {**MONTHLY, **body}, key=key)

    def told(self, person: Person) -> list[str]:
        """What the audit log has of their organisation, the newest first."""
        found = FirestoreAudit(self.database).listed(organization_id=person.organization_id)
        return [one.action for one in found if one.user_id == one.actor == person.user_id]

    def standing(self, person: Person) -> Any:
        answer = self.of(person).get(f"{BASE}/subscription")
        assert answer.status == 200, answer.body
        return answer.data
