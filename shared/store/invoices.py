"""Invoices in Firestore, `invoices/{their id}`: whose they are, and what of them is still untold.

An invoice may come before its subscription. It waits without an organisation, and what it has to
tell waits with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from shared.domain.billing import Invoice, KnownSubscription, Plan
from shared.domain.billing_changes import Change, Payment
from shared.store.database import Database
from shared.store.queries import Query, Where
from shared.store.writes import Create, Document, Merge, Path, Put


@dataclass(frozen=True, slots=True)
class KeptInvoice:
    """`told` names every payment that was ever noticed, `untold` holds those that wait for an
    owner."""

    invoice: Invoice
    organization_id: str | None
    told: tuple[str, ...] = ()
    untold: tuple[Payment, ...] = ()
    plan: Plan | None = None
    """Of its subscription, when that was first known."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invoice that waits for its subscription, as it was read."""

    kept: KeptInvoice
    document: Document


@dataclass(frozen=True)
class FirestoreInvoices:
    database: Database

    def find(self, invoice_id: str) -> KeptInvoice | None:
        found = self.database.get(invoice_path(invoice_id))
        return None if found is None else kept_of(found)

    def waiting_for(self, subscription_id: str) -> list[Waiting]:
        query = Query("invoices", [Where("subscription_id", "==", subscription_id)])
        found = [Waiting(kept_of(document), document) for document in self.database.query(query)]
        return [one for one in found if one.kept.organization_id is None]

    def give(self, waiting: Waiting, owner: KnownSubscription) -> None:
        """Once what it had to tell is told. Raises `Changed` when more has come meanwhile."""
        owned: dict[tuple[str, ...], object] = {
            ("organization_id",): owner.organization_id,
            ("plan",): owner.plan,
            ("untold",): [],
        }
        self.database.commit(Merge(waiting.document.path, owned, unchanged_since=waiting.document))


def invoice_path(invoice_id: str) -> Path:
    return ("invoices", invoice_id)


def kept_write(kept: KeptInvoice, before: Document | None) -> Create | Put:
    path, data = invoice_path(kept.invoice.id), _data(kept)
    return Create(path, data) if before is None else Put(path, data, unchanged_since=before)


def kept_of(document: Document) -> KeptInvoice:
    data = document.data
    return KeptInvoice(
        invoice=Invoice(**{name: data[name] for name in _NAMES}),
        organization_id=data["organization_id"],
        told=tuple(data["told"]),
        untold=tuple(_payment(one) for one in data["untold"]),
        plan=Plan(data["plan"]) if data.get("plan") else None,
    )


_NAMES: Sequence[str] = [field.name for field in fields(Invoice)]


def _data(kept: KeptInvoice) -> dict[str, object]:
    return {
        **{name: getattr(kept.invoice, name) for name in _NAMES},
        "organization_id": kept.organization_id,
        "plan": kept.plan,
        "told": kept.told,
        "untold": [
            {"event_id": one.event_id, "change": one.change, "occurred_at": one.occurred_at}
            for one in kept.untold
        ],
    }


def _payment(data: dict[str, Any]) -> Payment:
    return Payment(data["event_id"], Change(data["change"]), data["occurred_at"])
