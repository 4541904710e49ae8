"""The folder that holds what a stack keeps, and the lock that makes it one stack's."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.local.processes import StartFailed
from tools.local.standins import STANDINS

_KEPT = ("firestore", "storage", "secrets.json", "users.json", *(one.file for one in STANDINS))


@contextmanager
def locked(state: Path) -> Iterator[None]:
    """Held until the end of this process, however it comes. Raises `StartFailed`."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (state / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise StartFailed(
                f"A stack runs here already (process {lock.read().strip()}); stop it first"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def forget(state: Path) -> None:
    for name in _KEPT:
        kept = state / name
        if kept.is_dir():
            shutil.rmtree(kept)
        else:
            kept.unlink(missing_ok=True)
