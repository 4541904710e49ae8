"""The time, where it comes in from outside; the domain is always told it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
