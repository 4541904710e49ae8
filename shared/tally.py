"""How many documents the current request read and wrote: what Firestore bills."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    reads: int = 0
    writes: int = 0


_current: ContextVar[Tally | None] = ContextVar("tally", default=None)


def begin() -> Tally:
    """Start counting for this request (or this test); the answer counts on by itself."""
    tally = Tally()
    _current.set(tally)
    return tally


def count(reads: int = 0, writes: int = 0) -> None:
    tally = _current.get()
    if tally is not None:
        tally.reads += reads
        tally.writes += writes
