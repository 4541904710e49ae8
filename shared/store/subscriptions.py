"""Subscriptions in Firestore: what the payment provider last said, `subscriptions/{its id}`."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from shared.domain.billing import (
    KnownSubscription,
    Plan,
    SubscriptionItem,
    SubscriptionSnapshot,
)
from shared.domain.entitlements import Subscription
from shared.store.database import Database
from shared.store.queries import Query, Where
from shared.store.writes import Document, Path, Put

_PAGE = 300
_MOST = 1_000
_LATE, _EARLY = timedelta(days=1), timedelta(hours=1)
_TURNING_POINTS = ("renews_at", "ends_at", "trial_ends_at")


class FirestoreSubscriptions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, organization_id: str) -> tuple[Subscription, ...]:
        """Every one the organisation ever had, in no order."""
        query = Query("subscriptions", [Where("organization_id", "==", organization_id)])
        return tuple(_subscription(document) for document in self._database.query(query))

    def find(self, subscription_id: str) -> KnownSubscription | None:
        found = self._database.get(subscription_path(subscription_id))
        return None if found is None else known_of(found)

    def put(self, known: KnownSubscription) -> None:
        self._database.commit(Put(subscription_path(known.id), data_of(known)))

    def all_known(self, page: int = _PAGE) -> Iterator[KnownSubscription]:
        """In the order of their ids, `page` of them at a time as they are wanted."""
        last = ""
        while True:
            query = Query(
                "subscriptions",
                [Where("id", ">", last)],
                order=[("id", False)],
                limit=page,
            )
            found = [known_of(document) for document in self._database.query(query)]
            yield from found
            if len(found) < page:
                return
            last = found[-1].id

    def near(self, now: datetime) -> tuple[KnownSubscription, ...]:
        """Those whose state should have turned in the last day or will in the next hour, whose
        payment failed, and the doubtful ones. Each once, in the order of their ids."""
        asked: list[list[Where]] = [
            [Where(name, ">=", now - _LATE), Where(name, "<=", now + _EARLY)]
            for name in _TURNING_POINTS
        ]
        asked.append([Where("status", "==", "past_due")])
        asked.append([Where("doubtful", "==", True)])
        found = {
            document.id: document
            for where in asked
            for document in self._database.query(Query("subscriptions", where, limit=_MOST))
        }
        return tuple(known_of(found[name]) for name in sorted(found))


def subscription_path(subscription_id: str) -> Path:
    return ("subscriptions", subscription_id)


def data_of(known: KnownSubscription) -> dict[str, object]:
    told = known.snapshot
    item = told.item
    return {
        "id": told.id,
        "organization_id": known.organization_id,
        "user_id": known.user_id,
        "plan": known.plan,
        "intent": known.intent,
        "by_creation": known.by_creation,
        "doubtful": known.doubtful,
        "version": told.version,
        **{name: getattr(told, name) for name in _PLAIN},
        "item": None
        if item is None
        else {"id": item.id, "updated_at": item.updated_at, "quantity": item.quantity},
    }


_PLAIN = (
    "store_id",
    "variant_id",
    "status",
    "created_at",
    "updated_at",
    "test_mode",
    "customer_id",
    "order_id",
    "order_item_id",
    "product_id",
    "cancelled",
    "pause_mode",
    "pause_resumes_at",
    "trial_ends_at",
    "renews_at",
    "ends_at",
    "rendered_at",
)


def known_of(document: Document) -> KnownSubscription:
    data = document.data
    item: dict[str, Any] | None = data["item"]
    return KnownSubscription(
        snapshot=SubscriptionSnapshot(
            id=document.id,
            **{name: data[name] for name in _PLAIN},
            item=None if item is None else SubscriptionItem(**item),
        ),
        organization_id=data["organization_id"],
        plan=Plan(data["plan"]),
        user_id=data["user_id"],
        intent=data["intent"],
        by_creation=data["by_creation"],
        doubtful=data["doubtful"],
    )


def _subscription(document: Document) -> Subscription:
    data = document.data
    return Subscription(
        id=document.id,
        organization_id=data["organization_id"],
        status=data["status"],
        updated_at=data["version"],
        renews_at=data["renews_at"],
        ends_at=data["ends_at"],
        pause_mode=data["pause_mode"],
        plan=Plan(data["plan"]),
        trial_ends_at=data["trial_ends_at"],
    )
