"""The gateway's process: `python -m tools.local.server BIND [--state FOLDER]`.

gunicorn with one worker of threads, the server that a deployed function has. Given the folder of a
stack's state, the worker seeds before it answers the first request.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

_THREADS = 256
"""Of all functions together, made as they are needed. In the cloud each has instances of its own:
here one whose model hangs must not take the threads of the others."""


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, bind: str, load: Callable[[], Any]) -> None:
        self._bind, self._load = bind, load
        super().__init__()

    def load_config(self) -> None:
        wanted = {
            "bind": self._bind,
            "worker_class": "tools.local.worker.Worker",
            "threads": _THREADS,
            "keepalive": 75,
            # None, as functions-framework sets it: a long address is for the function to refuse.
            "limit_request_line": 0,
            # A worker that seeds or imports is not a worker that hangs.
            "timeout": 0,
            "graceful_timeout": 2,
            "control_socket_disable": True,
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._load()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.local.server", description=__doc__)
    parser.add_argument("bind", help="host:port, or fd://N of a bound socket")
    parser.add_argument("--state", type=Path, help="seed, and write stack.json here")
    options = parser.parse_args()

    def load() -> Any:
        # Imported by the worker, as in a function: what is made at import must not cross a fork.
        from tools.local.gateway import Gateway, targets_of
        from tools.local.seeding import prepare
        from tools.manifest import read_all

        manifests = read_all()
        gateway = Gateway(manifests, targets_of(manifests))
        if options.state is not None:
            prepare(gateway, manifests, options.state)
        return gateway

    Server(options.bind, load).run()


if __name__ == "__main__":
    main()
