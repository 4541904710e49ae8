"""Several calls let go at once, as several processes would make them."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from shared.store.database import Database
from shared.store.writes import Document, Path

Result = TypeVar("Result")


def together(calls: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """What each came to, its answer or its error, in the order given."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result | Exception:
        barrier.wait()
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def outcomes(results: Sequence[object]) -> dict[str, int]:
    """How many ended how: `done`, or the name of the error."""
    names = [
        type(result).__name__ if isinstance(result, Exception) else "done" for result in results
    ]
    return dict(Counter(names))


class Interrupted(Database):
    """Another connection to the same data. Just after it has read the document at `path` for the
    first time, something else happens."""

    def __init__(self, database: Database, path: Path, happens: Callable[[], object]) -> None:
        vars(self).update(vars(database))
        self._path_read, self._happens = path, [happens]

    def get(self, path: Path, only: tuple[str, ...] | None = None) -> Document | None:
        found = super().get(path, only)
        if path == self._path_read and self._happens:
            self._happens.pop()()
        return found
