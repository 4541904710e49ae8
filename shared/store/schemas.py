"""Which shape each kind of document has by now, and how one of an older shape is brought to it.

A kind begins at 1. Each step leads from one number to the next, and is applied as a document is
read: whoever reads sees today's shape alone. `tools.operate backfill` writes what lies unread.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared import log
from shared.domain.errors import Unavailable

Fields = dict[str, Any]
Step = Callable[[Fields], Fields]
"""From the fields of one number to those of the next. What it is given is its own to change."""

FIELD = "schema"
"""Where a document says its number. Stores neither write nor see it."""
_EACH_ITS_OWN = frozenset({"coach", "log", "private"})
"""Collections whose documents have nothing in common: each id is a kind."""


def kind_of(path: Sequence[str]) -> str:
    """A document's collection, or with its id when that is what tells it from others."""
    return "/".join(path[-2:]) if path[-2] in _EACH_ITS_OWN else path[-2]


@dataclass(frozen=True)
class Schemas:
    steps: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    """By kind, the first leading from 1 to 2."""

    def current(self, kind: str) -> int:
        return 1 + len(self.steps.get(kind, ()))

    def read(self, path: Sequence[str], stored: Fields) -> Fields:
        """In today's shape. Raises `Unavailable` for a document that a newer edition wrote: to
        be answered later is better than to be misread."""
        number = stored.pop(FIELD, 1)
        kind = kind_of(path)
        if number > self.current(kind):
            log.event("ERROR", "a document is newer than this code", kind=kind, schema=number)
            raise Unavailable
        for step in self.steps.get(kind, ())[number - 1 :]:
            stored = step(stored)
        return stored


SCHEMAS = Schemas()
