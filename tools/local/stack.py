"""The cloud on this machine: start everything, watch over it, end it."""

import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.local import emulators, kept_firestore
from tools.local.emulators import Service
from tools.local.environment import STACK_FILE, environment, project
from tools.local.processes import Child, StartFailed, start, stop, wait_until_answers
from tools.local.standins import STANDINS
from tools.local.state import forget, locked
from tools.manifest import read_all

SAVE_EVERY_SECONDS = 5.0
_START_SECONDS = 60.0


@dataclass(frozen=True)
class Stack:
    base_url: str
    gateway: Child
    services: tuple[Service, ...]
    """Firestore first."""
    state: Path

    def watch(self, is_over: Callable[[], bool]) -> None:
        """Until it is over. The gateway's end raises `StartFailed`. A service that ends is told
        of: the functions go on without it and answer 503, as they would in the cloud."""
        saved, pause = time.monotonic(), SAVE_EVERY_SECONDS
        running = [service.child for service in self.services if service.child]
        while not is_over():
            time.sleep(0.5)
            if self.gateway.ended:
                raise StartFailed(_ended(self.gateway))
            for child in [child for child in running if child.ended]:
                running.remove(child)
                print(f"{_ended(child)}; what needs it answers 503", file=sys.stderr, flush=True)
            if time.monotonic() - saved > pause:
                began = time.monotonic()
                self.save()
                saved = time.monotonic()
                # Firestore answers nobody meanwhile; with much in it that takes seconds.
                pause = max(SAVE_EVERY_SECONDS, 20 * (saved - began))

    def save(self) -> None:
        """Firestore keeps its data in memory: what was saved last outlives even a hard kill."""
        firestore = self.services[0]
        if firestore.child is None or firestore.child.ended:
            return
        try:
            kept_firestore.export(firestore.address, project(), self.state)
        except OSError as error:
            print(f"Firestore's data could not be saved: {error}", file=sys.stderr)


def _ended(child: Child) -> str:
    return f"{child.name} has ended; its words are in {child.log}"


@contextmanager
def running(port: int, state: Path, *, fresh: bool) -> Iterator[Stack]:
    """A stack whose every function answers. Raises `StartFailed` with what to do in one line."""
    with ExitStack() as ending:
        ending.enter_context(locked(state))
        if fresh:
            forget(state)
        listening = ending.enter_context(bound(port))
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        children: list[Child] = []
        ending.callback(stop, children)
        ending.callback((state / STACK_FILE).unlink, missing_ok=True)
        print("starting the emulators, the stand-ins and the functions", flush=True)
        services = begin_services(state, children)
        addresses = {service.name: service.address for service in services}
        gateway = start(
            "gateway",
            [sys.executable, "-m", "tools.local.server", f"fd://{listening.fileno()}",
             "--state", state],
            state / "logs",
            environment(base_url, project(), addresses),
            pass_fds=[listening.fileno()],
        )  # fmt: skip
        children.append(gateway)
        stack = Stack(base_url, gateway, tuple(services), state)
        for service in services:
            service.wait()
        wait_for_functions(gateway, base_url)
        stack.save()
        # What was written last is saved too: the functions end before Firestore does.
        ending.callback(stack.save)
        ending.callback(stop, [gateway])
        yield stack


def begin_services(state: Path, children: list[Child]) -> list[Service]:
    """Firestore first. Each started one is among `children` before the next is tried."""
    seed = kept_firestore.arguments(state, project())
    begun = []
    beginnings: tuple[Callable[[Path], Service], ...] = (
        partial(emulators.firestore, arguments=seed),
        emulators.pubsub,
        emulators.storage,
        emulators.secret_manager,
        *(partial(emulators.standin, which) for which in STANDINS),
    )
    for begin in beginnings:
        service = begin(state)
        begun.append(service)
        if service.child is not None:
            children.append(service.child)
    return begun


def wait_for_functions(gateway: Child, base_url: str) -> None:
    """Any answer of a function will do, but one that says it is broken."""
    for manifest in read_all().values():
        for path in manifest.paths[:1]:
            wait_until_answers(gateway, f"{base_url}{path}", _START_SECONDS, most=499)


@contextmanager
def bound(port: int) -> Iterator[socket.socket]:
    """A socket at the port, from the first moment on and not yet listening."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise StartFailed(
                f"Port {port} is in use; choose another: make run PORT=8081"
            ) from None
        yield taken
