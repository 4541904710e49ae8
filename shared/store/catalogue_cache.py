"""Catalogues remembered by this process, so that most requests need not read them."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from shared.domain.catalogue import Catalogue
from shared.once import once

_MOST_CHARACTERS = 16_000_000
_WEIGHT_OF_NOTHING = 500
"""What remembering an organisation without exercises counts for."""


@dataclass(frozen=True, slots=True)
class Held:
    """A catalogue document as read, or that there was none (`version` 0)."""

    version: int
    written_at: datetime | None
    catalogue: Catalogue
    size: int = field(repr=False)
    """Characters of its JSON."""
    checked_at: float
    """By the clock of the store: when the reading that vouches for it began."""


class CatalogueCache:
    """Threads may share it. Forgets what was asked for longest ago when it grows large."""

    def __init__(self, most_characters: int = _MOST_CHARACTERS) -> None:
        self._most, self._characters = most_characters, 0
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Held | None:
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            return held

    def keep(self, key: str, fresh: Held) -> None:
        """Unless what is held is vouched for by something later: a slow read must not undo a
        write of this process."""
        with self._lock:
            held = self._held.get(key)
            if held is not None and held.checked_at > fresh.checked_at:
                return
            self._forget(key)
            self._held[key] = fresh
            self._characters += _weight(fresh)
            while self._characters > self._most and len(self._held) > 1:
                self._forget(next(iter(self._held)))

    def drop(self, key: str) -> None:
        with self._lock:
            self._forget(key)

    def _forget(self, key: str) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self._characters -= _weight(held)


def _weight(held: Held) -> int:
    return held.size + _WEIGHT_OF_NOTHING


@once
def live_catalogue_cache() -> CatalogueCache:
    return CatalogueCache()
