"""`python -m tools.local`: the cloud on this machine, until Ctrl-C.

From the environment: PORT, FRESH=1 (forget stored data), STATE (the folder that keeps it), LIMITS,
CORS_ORIGINS, GOOGLE_CLOUD_PROJECT, and the address of any emulator that runs already.
"""

import os
import signal
import sys
from types import FrameType

from tools.local.environment import state_folder
from tools.local.guide import guide
from tools.local.launch import die_with_parent, parent_blocks, parent_is_make
from tools.local.processes import StartFailed
from tools.local.stack import running

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the stack to end."""


def main() -> int:
    for name in _ENDING:
        signal.signal(name, _stop)
    under_make = parent_is_make() and not parent_blocks(signal.SIGINT)
    if under_make:
        die_with_parent()
    state = state_folder()
    try:
        with running(_port(), state, fresh=os.environ.get("FRESH") == "1") as stack:
            print(guide(stack.base_url, state), flush=True)
            print(f"ready {stack.base_url}", flush=True)
            # An interrupt sent to `make` alone: it waits for us in its handler, the signal blocked.
            stack.watch(lambda: under_make and parent_blocks(signal.SIGINT))
            return 0
    except Stopped:
        return 0
    except StartFailed as failure:
        print(failure, file=sys.stderr)
    return 1


def _port() -> int:
    given = os.environ.get("PORT") or "8080"
    if not given.isdecimal() or int(given) > 65_535:
        raise StartFailed("PORT is a number up to 65535")
    return int(given)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Once: while things end, more of the same would only leave some of them behind.
    for name in _ENDING:
        signal.signal(name, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
