"""What tests start: the emulators, once for all workers, and whole stacks."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.local import emulators
from tools.local.attached import environment_of
from tools.local.environment import STACK_FILE, VARIABLES
from tools.local.private_files import read_private
from tools.local.processes import (
    Child,
    StartFailed,
    free_port,
    start,
    stop,
    wait_until_answers,
)

# It saves Firestore's data and ends its own children.
_STOP_SECONDS = 30.0


@dataclass
class StartedEmulators:
    """Their addresses, which are in the environment too. Pub/Sub and Storage start when asked."""

    state: Path
    _ending: ExitStack = field(default_factory=ExitStack)

    @property
    def firestore(self) -> str:
        return self._address(emulators.firestore)

    @property
    def secret_manager(self) -> str:
        return self._address(emulators.secret_manager)

    @property
    def pubsub(self) -> str:
        return self._address(emulators.pubsub)

    @property
    def storage(self) -> str:
        return self._address(emulators.storage)

    def begin(self, *wanted: Callable[[Path], emulators.Service]) -> None:
        """Start what the environment does not name yet, side by side, and name it there."""
        services = [service(self.state) for service in wanted]
        children = [service.child for service in services if service.child]
        self._ending.callback(stop, children)
        for service in services:
            service.wait()
            if service.child is not None:
                os.environ[VARIABLES[service.name]] = service.address
                self._ending.callback(os.environ.pop, VARIABLES[service.name])

    def end(self) -> None:
        self._ending.close()

    def _address(self, wanted: Callable[[Path], emulators.Service]) -> str:
        self.begin(wanted)
        return wanted(self.state).address


@contextmanager
def emulators_for_tests() -> Iterator[StartedEmulators]:
    """Firestore and Secret Manager, found by child processes through the environment.

    Entered in the controller of pytest-xdist they serve every worker: a worker that enters it
    again starts nothing, because the environment names them already.
    """
    with tempfile.TemporaryDirectory(prefix="hypertroq-") as state:
        started = StartedEmulators(Path(state))
        try:
            started.begin(emulators.firestore, emulators.secret_manager)
            yield started
        finally:
            started.end()


@dataclass(frozen=True)
class Stack:
    state: Path
    base_url: str
    about: dict[str, Any]
    """What `stack.json` says."""
    process: Child


@contextmanager
def running_stack(state: Path, **environ: str) -> Iterator[Stack]:
    """`make run` as a process of its own, with what it keeps in `state`.

    Emulators that the environment names are used and left alone; then give it a
    GOOGLE_CLOUD_PROJECT that nobody else uses.
    """
    given = {**os.environ, "PORT": str(free_port()), "STATE": str(state), **environ}
    child = start("stack", [sys.executable, "-m", "tools.local"], state / "logs", given)
    try:
        while not _is_ready(child):
            if child.ended:
                raise StartFailed(child.log.read_text())
            time.sleep(0.1)
        about = read_private(state / STACK_FILE)
        yield Stack(state, about["base_url"], about, child)
    finally:
        stop([child], _STOP_SECONDS)


@contextmanager
def another_gateway(stack: Stack, logs: Path, **environ: str) -> Iterator[str]:
    """The address of a second process that serves every function over the same emulators."""
    port = free_port()
    command = [sys.executable, "-m", "tools.local.server", f"127.0.0.1:{port}"]
    child = start("another-gateway", command, logs, {**environment_of(stack.about), **environ})
    try:
        wait_until_answers(child, f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        stop([child])


def _is_ready(child: Child) -> bool:
    return any(line.startswith("ready ") for line in child.log.read_text().splitlines())
