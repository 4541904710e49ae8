"""What `admin` takes and shows."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from shared.domain.billing_trust import ParkReason
from shared.domain.ids import PATTERN
from shared.store.billing_parked import Parked
from shared.web.program_views import FindingView, ProgramView
from shared.web.volume_views import ReportView
from shared.web.wire import View, Wire

Id = Annotated[str, StringConstraints(pattern=PATTERN)]


class ParkedView(View):
    id: str
    reason: ParkReason
    detail: str
    event_name: str
    object_type: str
    object_id: str
    parked_at: datetime
    attempts: int

    @classmethod
    def of(cls, parked: Parked) -> "ParkedView":
        return cls(
            id=parked.key,
            reason=parked.fault,
            detail=parked.detail,
            event_name=parked.event_name,
            object_type=parked.object_type,
            object_id=parked.object_id,
            parked_at=parked.parked_at,
            attempts=parked.attempts,
        )


class RetryOrder(Wire):
    organization_id: Id | None = None
    """To whom the subscription belongs, where nothing else says so."""


class RetryView(View):
    """It is queued again. Whether it fits now shows in a moment, by its absence from the list."""

    id: str


class ReindexView(View):
    """They are queued."""

    catalogues: int


class TemplateView(View):
    template: ProgramView
    report: ReportView
    """By the usual targets."""
    findings: list[FindingView]
    """Advice: published programs leave some muscles under the minimum."""
