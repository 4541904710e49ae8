"""Which events were handled, and what of them is still to be announced: `webhook_events/{key}`.

They are kept for good: nothing in an event says when it was signed, so one that was captured would
be believed for ever.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from shared.domain.billing import Plan, Source
from shared.domain.billing_changes import Announcement, Change, InvoiceFacts
from shared.domain.billing_events import BillingEvent, Kind
from shared.domain.entitlements import Tier
from shared.store.database import Database
from shared.store.queries import Query, Where
from shared.store.writes import Create, Document, Merge, Path


@dataclass(frozen=True, slots=True)
class Owed:
    """An event that was handled and not yet announced; `bound` as in its outcome."""

    key: str
    announcements: tuple[Announcement, ...]
    bound: str | None


@dataclass(frozen=True)
class FirestoreBillingRecords:
    database: Database

    def all_owed(self) -> list[Owed]:
        """A hundred at the most, in no order."""
        query = Query("webhook_events", [Where("announced", "==", False)])
        found = map(owed_of, self.database.query(query))
        return [one for one in found if one is not None]

    def settle(self, key: str) -> None:
        """All of it is announced."""
        self.database.commit(Merge(record_path(key), {("announced",): True}, must_exist=True))


def record_path(key: str) -> Path:
    return ("webhook_events", key)


def record(
    event: BillingEvent,
    kind: Kind,
    now: datetime,
    announcements: Iterable[Announcement] = (),
    bound: str | None = None,
) -> Create:
    """Fails the batch with `Exists` when the event was handled already."""
    told = [asdict(one) for one in announcements]
    data = {
        "event_name": event.event_name[:64],
        "object_type": event.object_type[:64],
        "object_id": event.object_id[:64],
        "source": event.source,
        "outcome": kind,
        "received_at": event.received_at,
        "handled_at": now,
        "announcements": told,
        "bound": bound,
        "announced": not told and bound is None,
    }
    return Create(record_path(event.key), data)


def owed_of(document: Document) -> Owed | None:
    data = document.data
    if data["announced"]:
        return None
    told = tuple(_announcement(one) for one in data["announcements"])
    return Owed(document.id, told, data["bound"])


def _announcement(data: dict[str, Any]) -> Announcement:
    invoice, plan = data["invoice"], data["plan"]
    before, after = data["tier_before"], data["tier_after"]
    made = {
        "change": Change(data["change"]),
        "source": Source(data["source"]),
        "plan": plan and Plan(plan),
        "tier_before": before and Tier(before),
        "tier_after": after and Tier(after),
        "invoice": invoice and InvoiceFacts(**invoice),
    }
    return Announcement(**{**data, **made})
