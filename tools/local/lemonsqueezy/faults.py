"""What goes wrong on demand, and how fast time passes."""

from dataclasses import asdict, dataclass, fields
from threading import Lock
from typing import Any


@dataclass
class Faults:
    """Threads share it."""

    duplicates: int = 0
    """How often each event comes again, beside the first time."""
    disorder: float = 0.0
    """Each delivery waits a random time up to this many seconds."""
    delay: float = 0.0
    """And this many seconds in any case."""
    drop_next: int = 0
    """So many attempts to deliver get lost on the way: each event has four."""
    retry_scale: float = 0.04
    """Of the 5, 25 and 125 seconds between attempts: 1 is the true provider's pace."""
    rate_limit: int = 300
    """Calls of the API that are let in within a minute."""
    fail_api: int = 0
    """So many calls of the API are answered with 500."""
    api_delay: float = 0.0
    """Seconds that each call of the API takes besides."""

    def __post_init__(self) -> None:
        self._lock = Lock()

    def change(self, wanted: dict[str, Any]) -> None:
        """Raises `ValueError` for what there is not."""
        known = {field.name for field in fields(self)}
        for name, value in wanted.items():
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if name not in known or not is_number or value < 0:
                raise ValueError(f"{name}: one of {', '.join(sorted(known))}, a number from 0")
        for name, value in wanted.items():
            setattr(self, name, value)

    def shown(self) -> dict[str, Any]:
        return asdict(self)

    def is_next(self, name: str) -> bool:
        """Whether the next of these goes wrong; then one less does."""
        with self._lock:
            left = getattr(self, name)
            if left > 0:
                setattr(self, name, left - 1)
            return bool(left > 0)
