"""What a person bought: kept for the books as far as that needs nobody's name, else removed."""

from collections.abc import Iterator

from shared.domain.erasure import Leaver
from shared.store.database import Database
from shared.store.erasing.finding import every, named, of_homes
from shared.store.queries import Query, Where
from shared.store.writes import Delete, Document, Merge, Put, Write

_NOBODY = "nobody"


def subscriptions(database: Database, leaver: Leaver) -> Iterator[Document]:
    """Those they bought, and those of organisations that go with them."""
    seen: set[str] = set()
    for find in (named("subscriptions", "user_id"), of_homes("subscriptions", "organization_id")):
        for one in find(database, leaver):
            if one.id not in seen:
                seen.add(one.id)
                yield one


def of_theirs(database: Database, leaver: Leaver) -> Iterator[Document]:
    for one in subscriptions(database, leaver):
        if one.data["user_id"] == leaver.id:
            yield one


def nameless_subscription(document: Document) -> list[Write]:
    return [Merge(document.path, {("user_id",): None}, unchanged_since=document)]


def checkouts(database: Database, leaver: Leaver) -> Iterator[Document]:
    """Also those that others began for an organisation that goes."""
    yield from named("checkouts", "user_id")(database, leaver)
    for one in of_homes("checkouts", "organization_id")(database, leaver):
        if one.data["subscription_id"] is None:
            yield one


def checkout_without_buyer(document: Document) -> list[Write]:
    """What nobody paid for goes: an event that names it later finds nothing to be believed by."""
    if document.data["subscription_id"] is None:
        return [Delete(document.path)]
    named_no_more: dict[tuple[str, ...], object] = {("user_id",): _NOBODY, ("email_key",): None}
    return [Merge(document.path, named_no_more, unchanged_since=document)]


def events(database: Database, leaver: Leaver) -> Iterator[Document]:
    """Events of their subscriptions and invoices that say who bought."""
    for name in _billed(database, leaver):
        for one in events_of(database, name):
            if any(told["user_id"] == leaver.id for told in one.data["announcements"]):
                yield one


def events_of(database: Database, name: str) -> Iterator[Document]:
    """Of a subscription or an invoice."""
    return every(database, Query("webhook_events", [Where("object_id", "==", name)]))


def nameless_event(document: Document) -> list[Write]:
    told = [{**one, "user_id": None} for one in document.data["announcements"]]
    return [Put(document.path, {**document.data, "announcements": told}, unchanged_since=document)]


def parked(database: Database, leaver: Leaver) -> Iterator[Document]:
    for name in _billed(database, leaver):
        yield from every(database, Query("billing_parked", [Where("object_id", "==", name)]))


def _billed(database: Database, leaver: Leaver) -> Iterator[str]:
    for one in subscriptions(database, leaver):
        yield one.id
        asked = Query("invoices", [Where("subscription_id", "==", one.id)])
        for invoice in every(database, asked):
            yield invoice.id
