"""The Firestore emulator for minutes of load, unless the environment names one that runs.

The local stack has it compile its code quickly and no further, which starts sooner. Under load that
makes reading a whole program half as slow again, and the figures would be the compiler's.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.serving import LOGS
from tools.local.downloads import FIRESTORE, find_jar
from tools.local.java import find_java
from tools.local.processes import free_port, start, stop, wait_until_answers

_VARIABLE = "FIRESTORE_EMULATOR_HOST"


@contextmanager
def emulator() -> Iterator[None]:
    if _VARIABLE in os.environ:
        yield
        return
    address = f"127.0.0.1:{free_port()}"
    host, port = address.split(":")
    command: list[str | Path] = [
        find_java(), "-Duser.language=en", "-cp", find_jar(FIRESTORE), FIRESTORE.main_class,
        "start", f"--host={host}", f"--port={port}",
    ]  # fmt: skip
    child = start("firestore", command, LOGS)
    try:
        wait_until_answers(child, f"http://{address}/")
        os.environ[_VARIABLE] = address
        yield
    finally:
        os.environ.pop(_VARIABLE, None)
        stop([child])
