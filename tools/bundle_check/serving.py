"""A bundle served as production serves it, from its start to its first whole answer."""

import os
import subprocess
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.local.processes import free_port
from tools.manifest import Manifest
from tools.smoke.asking import NoAnswer, asked
from tools.smoke.asks import Ask

_PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.002
HELLO = "hello"
_HELLO = (
    'import functions_framework\n\n\n@functions_framework.http\ndef hello(_):\n    return "hello"\n'
)


class NoStart(Exception):
    """A bundle does not come to serve. The text is what it said."""


@dataclass(frozen=True, slots=True)
class Served:
    """One unzipped bundle and what it is started with."""

    name: str
    folder: Path
    python: Path
    env: Mapping[str, str]
    ask: Ask


def hello(folder: Path, python: Path) -> Served:
    """The barest function there is: what the framework and the machine themselves cost."""
    folder.mkdir()
    (folder / "main.py").write_text(_HELLO)
    return Served(HELLO, folder, python, _environment({}, ()), Ask(HELLO, "GET", "/", 200))


def unzipped(
    bundle: Path, folder: Path, python: Path, manifest: Manifest, ask: Ask, all_: Mapping[str, str]
) -> Served:
    """It finds the settings that its manifest names and no other, and where the emulators are."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return Served(manifest.name, folder, python, _environment(all_, manifest.env), ask)


def first_answer(served: Served) -> tuple[float, int]:
    """Seconds from the start of the process to the first answer, and its status. Raises
    `NoStart`."""
    port = free_port()
    log = served.folder.with_suffix(".log")
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [
                served.python.with_name("functions-framework"),
                f"--source={served.folder / 'main.py'}",
                f"--target={served.name}",
                "--host=127.0.0.1",
                f"--port={port}",
            ],
            env=dict(served.env),
            cwd=served.folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            status = _status(served, port, process, log)
            return time.perf_counter() - began, status
        finally:
            process.terminate()
            process.wait()


def _status(served: Served, port: int, process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.perf_counter() + _PATIENCE_SECONDS
    while True:
        try:
            return asked(f"http://127.0.0.1:{port}", served.ask)[0]
        except NoAnswer:
            if process.poll() is not None or time.perf_counter() > until:
                raise NoStart(f"{served.name} does not start: {log.read_text()}") from None
            time.sleep(_POLL_SECONDS)


def _environment(all_: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    missing = ", ".join(sorted(set(names) - all_.keys()))
    if missing:
        raise NoStart(f"tools/local/environment.py has no {missing}")
    emulated = {key: value for key, value in all_.items() if key.endswith("_EMULATOR_HOST")}
    return {"PATH": os.environ["PATH"], **emulated, **{name: all_[name] for name in names}}
