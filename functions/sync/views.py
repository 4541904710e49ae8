"""What `sync` answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.domain.errors import Refusal
from shared.domain.log.coding import payload_plain
from shared.domain.log.devices import Numbers
from shared.domain.log.events import EventType
from shared.domain.log.judging import Outcome, Status
from shared.store.log_documents import StoredEvent
from shared.web.log_views import LoggedMeasurementView, WorkoutView
from shared.web.wire import View


class ItemErrorView(View):
    code: str
    message: str
    details: Mapping[str, Any]

    @staticmethod
    def of(refusal: Refusal) -> "ItemErrorView":
        return ItemErrorView(code=refusal.code, message=refusal.message, details=refusal.details)


class ResultView(View):
    """`event_id` is null where none could be read. `error` comes with REJECTED."""

    event_id: str | None
    status: Status
    error: ItemErrorView | None = None

    @staticmethod
    def of(event_id: str, outcome: Outcome) -> "ResultView":
        if outcome.status is not Status.REJECTED:
            return ResultView(event_id=event_id, status=outcome.status)
        error = ItemErrorView(code=outcome.code or "", message=outcome.message or "", details={})
        return ResultView(event_id=event_id, status=outcome.status, error=error)


class AckView(View):
    """Everything up to `last_contiguous_sequence` is stored and may be forgotten by the device."""

    device_id: str
    last_contiguous_sequence: int
    next_expected: int

    @staticmethod
    def of(device_id: str, numbers: Numbers) -> "AckView":
        return AckView(
            device_id=device_id,
            last_contiguous_sequence=numbers.last_contiguous,
            next_expected=numbers.next_expected,
        )


class CountsView(View):
    accepted: int
    duplicate: int
    rejected: int

    @staticmethod
    def of(results: Sequence[ResultView]) -> "CountsView":
        counts = Counter(result.status for result in results)
        return CountsView(
            accepted=counts[Status.ACCEPTED],
            duplicate=counts[Status.DUPLICATE],
            rejected=counts[Status.REJECTED],
        )


class UploadedView(View):
    """Results stand in the order sent."""

    results: list[ResultView]
    ack: AckView
    counts: CountsView


class EventView(View):
    """As it was sent, but for fields that say what is usual. `order` counts a person's events of
    all devices."""

    event_id: str
    device_id: str
    sequence_number: int
    type: EventType
    occurred_at: datetime
    correlation_id: str | None
    payload: Mapping[str, Any]
    order: int
    received_at: datetime

    @staticmethod
    def of(stored: StoredEvent) -> "EventView":
        event = stored.event
        return EventView(
            event_id=event.id,
            device_id=event.device_id,
            sequence_number=event.sequence,
            type=event.type,
            occurred_at=event.occurred_at,
            correlation_id=event.correlation_id,
            payload=payload_plain(event.payload),
            order=stored.order,
            received_at=stored.received_at,
        )


class SnapshotView(View):
    """A part of what the log has come to. `cursor` goes into GET /sync/events once all parts are
    there: what changed since the first part is found from it on."""

    cursor: str
    workouts: list[WorkoutView]
    measurements: list[LoggedMeasurementView]
