"""Results of pure work, kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class Remembered(Generic[Key, Result]):
    """The key must say everything the result depends on: then nothing in here can be stale.
    Threads may share it; two that ask together may both do the work."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._results: OrderedDict[Key, Result] = OrderedDict()

    def get(self, key: Key, work: Callable[[], Result]) -> Result:
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = work()
        with self._lock:
            self._results[key] = result
            while len(self._results) > self._most:
                self._results.popitem(last=False)
        return result
