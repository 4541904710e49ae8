"""Events put aside because they must not be applied: `billing_parked/{key}`, kept for good."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from shared.domain.billing import Source
from shared.domain.billing_events import BillingEvent
from shared.domain.billing_kept import SUBSCRIPTIONS
from shared.domain.billing_trust import ParkReason
from shared.store.database import Changed, Database, Exists
from shared.store.queries import Query, Where
from shared.store.writes import Create, Delete, Document, Path, Put

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Parked:
    key: str
    fault: ParkReason
    detail: str
    """Which places do not fit, when that is the fault."""
    event_name: str
    object_type: str
    object_id: str
    parked_at: datetime
    attempts: int
    """How often it has been put aside: once, and again by each retry that did not help."""


@dataclass(frozen=True)
class FirestoreBillingParked:
    database: Database
    now: Callable[[], datetime]

    def put(self, event: BillingEvent, fault: ParkReason, detail: str = "") -> None:
        """The same event again replaces itself and keeps its time. Only a retry counts as one:
        the provider repeats itself anyway."""
        path = parked_path(event.key)

        def attempt() -> None:
            found = self.database.get(path)
            data = _data(event, fault, detail)
            if found is None:
                first = data | {"parked_at": self.now(), "attempts": 1}
                try:
                    self.database.commit(Create(path, first))
                except Exists:
                    raise Changed from None
                return
            tried = found.data["attempts"] + (1 if event.retried else 0)
            kept = data | {"parked_at": found.data["parked_at"], "attempts": tried}
            self.database.commit(Put(path, kept, unchanged_since=found))

        self.database.contended(attempt)

    def newest(self) -> list[Parked]:
        """At most a thousand of them: more would be a fault to mend, not a list to read."""
        query = Query("billing_parked", order=[("parked_at", True)], limit=MOST_SHOWN)
        return [_parked(document) for document in self.database.query(query)]

    def event(self, key: str) -> BillingEvent | None:
        """As it would be tried again."""
        found = self.database.get(parked_path(key))
        return None if found is None else _event(found)

    def about(self, subscription_id: str) -> list[BillingEvent]:
        """What waits for that subscription to be known, as it would be tried again."""
        query = Query("billing_parked", [Where("object_id", "==", subscription_id)])
        found = map(_event, self.database.query(query))
        # Invoices are numbered by themselves.
        return [event for event in found if event.object_type == SUBSCRIPTIONS]

    def remove(self, key: str) -> None:
        self.database.commit(Delete(parked_path(key)))


def parked_path(key: str) -> Path:
    return ("billing_parked", key)


def _data(event: BillingEvent, fault: ParkReason, detail: str) -> dict[str, object]:
    # As text: attributes that do not fit may hold what a document cannot.
    message = {**asdict(event), "received_at": event.received_at.isoformat()}
    return {
        "fault": fault,
        "detail": detail,
        "event_name": event.event_name[:64],
        "object_type": event.object_type[:64],
        "object_id": event.object_id[:64],
        "message": json.dumps(message),
    }


def _event(document: Document) -> BillingEvent:
    kept = json.loads(document.data["message"])
    kept["received_at"] = datetime.fromisoformat(kept["received_at"])
    kept["source"] = Source(kept["source"])
    return replace(BillingEvent(**kept), retried=True)


def _parked(document: Document) -> Parked:
    data = document.data
    return Parked(
        document.id,
        ParkReason(data["fault"]),
        data["detail"],
        data["event_name"],
        data["object_type"],
        data["object_id"],
        data["parked_at"],
        data["attempts"],
    )
