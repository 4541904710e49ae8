"""Things made on first use and then shared: clients, caches, the wiring of a function."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

Made = TypeVar("Made")


def once(make: Callable[[], Made]) -> Callable[[], Made]:
    """Let `make` run on the first call, in one thread, and answer the same thing ever after.

    The server imports a function's module before it forks, so nothing that holds a connection, a
    thread or a lock of a library may be made at import. `functools.cache` would let two first
    calls both make one.
    """
    made: list[Made] = []
    lock = Lock()

    @wraps(make)
    def get() -> Made:
        if not made:
            with lock:
                if not made:
                    made.append(make())
        return made[0]

    return get
