"""Become the program given as arguments, one that ends when its parent ends.

An exec keeps the wish, and unlike a hook between fork and exec this is safe beside threads.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have Linux send this process SIGTERM when its parent is gone, however that came about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def parent_is_make() -> bool:
    """Whether `make` itself waits for this process (on Linux). Its variables tell nothing: whatever
    it runs hands them down."""
    try:
        return Path(f"/proc/{os.getppid()}/comm").read_text().strip() in ("make", "gmake")
    except OSError:
        return False


def parent_blocks(signal_number: int) -> bool:
    """Whether the parent holds this signal back just now (on Linux)."""
    try:
        status = Path(f"/proc/{os.getppid()}/status").read_text()
    except OSError:
        return False
    blocked = int(status.partition("SigBlk:")[2].split()[0], 16)
    return bool(blocked >> (signal_number - 1) & 1)


if __name__ == "__main__":
    die_with_parent()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 (no shell is meant)
