"""What stands in the book of billing, as tests ask for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.billing import KnownSubscription
from shared.domain.billing_events import BillingEvent, Kind
from shared.domain.entitlements import Tier, entitlement
from shared.live_billing import Bookkeeper
from shared.store.billing_records import FirestoreBillingRecords
from shared.store.database import Database
from shared.store.queries import Query
from tests.billing import START

SOON = START + timedelta(minutes=1)


def tier_of(keeper: Bookkeeper, now: datetime = SOON, organization_id: str = "ours") -> Tier:
    return entitlement(keeper.subscriptions.of(organization_id), now).tier


def known(keeper: Bookkeeper, subscription_id: str = "1") -> KnownSubscription:
    found = keeper.subscriptions.find(subscription_id)
    assert found is not None
    return found


def deliver(keeper: Bookkeeper, events: Sequence[BillingEvent]) -> list[Kind]:
    return [keeper.handle(event).kind for event in events]


def untold(database: Database) -> int:
    return len(FirestoreBillingRecords(database).all_owed())


def records(database: Database) -> int:
    return len(database.query(Query("webhook_events", limit=1_000)))
