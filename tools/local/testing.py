"""What tests start: the emulators, once for all workers, and whole stacks."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.local import emulators, processes
from tools.local.environment import VARIABLES


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
        self._ending.callback(processes.stop, children)
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
