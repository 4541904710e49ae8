"""One export: what of the log, into which file, and how far that is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

KEPT = timedelta(hours=24)
RUNS_FOR = timedelta(hours=1)
"""Far longer than one takes: by then something has failed, and another may be asked for."""


class ExportKind(StrEnum):
    LOG_CSV = "LOG_CSV"
    LOG_JSON = "LOG_JSON"
    OWN_DATA = "OWN_DATA"
    """All that is kept of a person."""

    @property
    def content_type(self) -> str:
        return _FILES[self][1]


_FILES = {
    ExportKind.LOG_CSV: ("log.csv", "text/csv; charset=utf-8"),
    ExportKind.LOG_JSON: ("log.json", "application/json"),
    ExportKind.OWN_DATA: ("data.zip", "application/zip"),
}


class ExportStatus(StrEnum):
    QUEUED = "QUEUED"
    READY = "READY"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class Export:
    """`first` and `last`: days in the zone, both of them in it; None: from the beginning, to the
    end."""

    id: str
    kind: ExportKind
    zone: str
    created_at: datetime
    first: date | None = None
    last: date | None = None
    ready_at: datetime | None = None
    size: int = 0
    """Bytes, once it is ready."""

    @property
    def expires_at(self) -> datetime:
        return self.created_at + KEPT

    @property
    def since(self) -> datetime | None:
        return None if self.first is None else _midnight(self.first, self.zone)

    @property
    def until(self) -> datetime | None:
        """Exclusive."""
        return None if self.last is None else _midnight(self.last + timedelta(days=1), self.zone)

    @property
    def filename(self) -> str:
        stem, _, ending = _FILES[self.kind][0].partition(".")
        return f"hypertroq-{stem}-{self.created_at:%Y-%m-%d}.{ending}"

    def object_name(self, owner: str) -> str:
        return f"{owner}/{self.id}"

    def is_under_way(self, now: datetime) -> bool:
        return self.ready_at is None and now < self.created_at + RUNS_FOR

    def status(self, now: datetime) -> ExportStatus:
        if now >= self.expires_at:
            return ExportStatus.EXPIRED
        return ExportStatus.QUEUED if self.ready_at is None else ExportStatus.READY


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
