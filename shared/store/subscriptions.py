"""Subscriptions in Firestore: what the payment provider last said, `subscriptions/{its id}`."""

from shared.domain.entitlements import Subscription
from shared.store.database import Database
from shared.store.queries import Query, Where
from shared.store.writes import Document, Put

_SCHEMA = 1


class FirestoreSubscriptions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, organization_id: str) -> tuple[Subscription, ...]:
        """Every one the organisation ever had, in no order."""
        query = Query("subscriptions", [Where("organization_id", "==", organization_id)])
        return tuple(_subscription(document) for document in self._database.query(query))

    def put(self, subscription: Subscription) -> None:
        data = {
            "schema": _SCHEMA,
            "organization_id": subscription.organization_id,
            "status": subscription.status,
            "updated_at": subscription.updated_at,
            "renews_at": subscription.renews_at,
            "ends_at": subscription.ends_at,
            "pause_mode": subscription.pause_mode,
        }
        self._database.commit(Put(("subscriptions", subscription.id), data))


def _subscription(document: Document) -> Subscription:
    data = document.data
    return Subscription(
        id=document.id,
        organization_id=data["organization_id"],
        status=data["status"],
        updated_at=data["updated_at"],
        renews_at=data["renews_at"],
        ends_at=data["ends_at"],
        pause_mode=data["pause_mode"],
    )
