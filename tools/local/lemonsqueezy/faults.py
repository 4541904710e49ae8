"""What goes wrong on demand, and how fast time passes."""

from dataclasses import asdict, dataclass, field, fields
from threading import Lock
from typing import Any


def _fault(value: float, told: str) -> Any:
    return field(default=value, metadata={"told": told})


@dataclass
class Faults:
    """Threads share it."""

    duplicates: int = _fault(0, "how often each event comes again, beside the first time")
    disorder: float = _fault(0.0, "each delivery waits a random time up to this many seconds")
    delay: float = _fault(0.0, "and this many seconds in any case")
    drop_next: int = _fault(0, "so many tries get lost on the way: each event has four")
    retry_scale: float = _fault(0.04, "of the 5, 25 and 125 seconds between tries: 1 is the truth")
    rate_limit: int = _fault(300, "calls of the API that are let in within a minute")
    fail_api: int = _fault(0, "so many calls of the API are answered with 500")
    api_delay: float = _fault(0.0, "seconds that each call of the API takes besides")

    def __post_init__(self) -> None:
        self._lock = Lock()

    def change(self, wanted: dict[str, Any]) -> None:
        """Raises `ValueError` for what there is not."""
        known = {one.name for one in fields(self)}
        for name, value in wanted.items():
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if name not in known or not is_number or value < 0:
                raise ValueError(f"{name}: one of {', '.join(sorted(known))}, a number from 0")
        for name, value in wanted.items():
            setattr(self, name, value)

    def shown(self) -> dict[str, Any]:
        return asdict(self)

    def told(self) -> list[tuple[str, Any, str]]:
        """Each with its value and what it does."""
        return [(one.name, getattr(self, one.name), one.metadata["told"]) for one in fields(self)]

    def is_next(self, name: str) -> bool:
        """Whether the next of these goes wrong; then one less does."""
        with self._lock:
            left = getattr(self, name)
            if left > 0:
                setattr(self, name, left - 1)
            return bool(left > 0)
