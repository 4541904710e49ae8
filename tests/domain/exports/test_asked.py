from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from shared.domain.exports.asked import Export, ExportKind, ExportStatus

AT = datetime(2026, 3, 28, 23, tzinfo=UTC)
EXPORT = Export("e", ExportKind.LOG_CSV, "Europe/Berlin", AT, date(2026, 3, 28), date(2026, 3, 29))


def test_days_are_those_of_the_zone_and_both_are_in_it() -> None:
    assert EXPORT.since == datetime(2026, 3, 27, 23, tzinfo=UTC)
    # The day on which clocks go forward has 23 hours.
    assert EXPORT.until == datetime(2026, 3, 29, 22, tzinfo=UTC)
    whole = Export("e", ExportKind.LOG_JSON, "UTC", AT)
    assert (whole.since, whole.until) == (None, None)


def test_it_is_ready_when_written_and_gone_after_a_day() -> None:
    assert EXPORT.status(AT) is ExportStatus.QUEUED
    ready = Export("e", ExportKind.LOG_JSON, "UTC", AT, ready_at=AT)
    assert ready.status(AT + timedelta(hours=23)) is ExportStatus.READY
    assert ready.status(AT + timedelta(hours=24)) is ExportStatus.EXPIRED


def test_its_names() -> None:
    assert EXPORT.filename == "hypertroq-log-2026-03-28.csv"
    assert EXPORT.object_name("u") == "u/e"
    assert EXPORT.kind.content_type.startswith("text/csv")
    assert ExportKind.LOG_JSON.content_type == "application/json"
    everything = Export("e", ExportKind.OWN_DATA, "UTC", AT)
    assert everything.filename == "hypertroq-data-2026-03-28.zip"


def test_it_is_under_way_until_it_is_ready_or_has_plainly_failed() -> None:
    assert EXPORT.is_under_way(AT)
    assert not replace(EXPORT, ready_at=AT).is_under_way(AT)
    assert not EXPORT.is_under_way(AT + timedelta(hours=1))
