"""Whether what a device sends is stored, was stored before, or cannot be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FARTHEST_AHEAD = timedelta(hours=24)
"""How far a device's clock may run ahead of ours."""
MOST_DEVICES = 200
MOST_GAPS = 10_000
"""In the numbers of all devices: they stand in one document."""


class Status(StrEnum):
    ACCEPTED = "ACCEPTED"
    DUPLICATE = "DUPLICATE"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class Outcome:
    status: Status
    code: str | None = None
    """Of a rejection, with what may be told to a person."""
    message: str | None = None


ACCEPTED = Outcome(Status.ACCEPTED)
DUPLICATE = Outcome(Status.DUPLICATE)


def rejected(code: str, message: str) -> Outcome:
    return Outcome(Status.REJECTED, code, message)


EVENT_ID_REUSED = rejected(
    "EVENT_ID_REUSED", "Another event was stored under this event_id. Give every event its own."
)
SEQUENCE_TAKEN = rejected(
    "SEQUENCE_TAKEN",
    "Another event of this device was stored under this sequence_number. Use the next one.",
)
TOO_MANY_DEVICES = rejected(
    "TOO_MANY_DEVICES", f"{MOST_DEVICES} devices have told events. Go on under one of them."
)
TOO_MANY_GAPS = rejected(
    "TOO_MANY_GAPS",
    f"{MOST_GAPS} runs of sequence numbers are missing. Send those first.",
)
LOG_FULL = rejected("LOG_FULL", "This workout or measurement has no room for more.")
IN_THE_FUTURE = rejected(
    "OCCURRED_IN_FUTURE", "This lies more than 24 hours ahead. Check the clock of the device."
)


def is_too_far_ahead(occurred_at: datetime, now: datetime) -> bool:
    return occurred_at > now + FARTHEST_AHEAD
