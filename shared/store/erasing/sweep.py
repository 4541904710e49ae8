"""Going through all rows until nothing is left of somebody, and saying what is.

Nothing is remembered between two goes but what is gone already: whoever dies in the middle, or
comes twice, goes on with what is left.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shared.domain.erasure import Leaver
from shared.store.database import Database
from shared.store.erasing.leavers import FirestoreLeavers, Overtaken
from shared.store.erasing.rows import ROWS, Row
from shared.store.writes import Document


@dataclass(frozen=True)
class Sweep:
    database: Database
    leavers: FirestoreLeavers
    rows: Sequence[Row] = ROWS

    def go(self, leaver: Leaver, is_late: Callable[[], bool]) -> bool:
        """Whether it went through; not when it grew late first."""
        return all(self._through(row, leaver, is_late) for row in self.rows)

    def left(self, leaver: Leaver) -> Iterator[str]:
        """Names of documents that are still to be dealt with. None, once `go` went through."""
        for row in self.rows:
            for document in row.find(self.database, leaver):
                yield "/".join(document.path)

    def _through(self, row: Row, leaver: Leaver, is_late: Callable[[], bool]) -> bool:
        while True:
            found = _once(row.find(self.database, leaver))
            met_any = False
            while some := list(itertools.islice(found, row.at_once)):
                met_any = True
                writes = [write for one in some for write in row.treat(leaver, one)]
                removed = len(some) if row.removes else 0
                try:
                    self.leavers.count(leaver, *writes, documents=removed)
                except Overtaken:
                    break  # and find what is left now
                if is_late():
                    return False
            if not met_any:
                return True


def _once(found: Iterator[Document]) -> Iterator[Document]:
    """A commit takes no document twice, and two ways may find the same."""
    seen: set[tuple[str, ...]] = set()
    for one in found:
        if one.path not in seen:
            seen.add(one.path)
            yield one
