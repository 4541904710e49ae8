"""Functions served as in production: each in its own process under functions-framework."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.local.processes import Child, free_port, start, wait_until_answers

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "build" / "bench" / "logs"
FLOOR, HELLO, PUBLISHING = "floor", "hello", "publishing"
_FLOOR_SOURCES = {
    FLOOR: ROOT / "bench/floor/main.py",
    HELLO: ROOT / "bench/floor/hello.py",
    PUBLISHING: ROOT / "bench/floor/publishing.py",
}


@dataclass(frozen=True)
class Served:
    name: str
    port: int
    child: Child


def command(name: str, port: int) -> list[str | Path]:
    """What production runs: one worker with threads behind the function `name`."""
    source = _FLOOR_SOURCES.get(name, ROOT / "functions" / name / "main.py")
    return [
        Path(sys.executable).parent / "functions-framework",
        f"--source={source}", f"--target={name}", "--host=127.0.0.1", f"--port={port}",
    ]  # fmt: skip


def environment(name: str, settings: Mapping[str, str]) -> dict[str, str]:
    """The settings that the function's manifest asks for and no other; where the emulators are."""
    kept = {key: value for key, value in os.environ.items() if key.endswith("_EMULATOR_HOST")}
    kept |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    if name in _FLOOR_SOURCES:
        return kept | {"GOOGLE_CLOUD_PROJECT": settings["GOOGLE_CLOUD_PROJECT"]}
    manifest = yaml.safe_load((ROOT / "functions" / name / "function.yaml").read_text())
    return kept | {variable: settings[variable] for variable in manifest["env"]}


def serve(name: str, settings: Mapping[str, str], port: int | None = None) -> Served:
    """Started, and listening."""
    port = port or free_port()
    child = start(name, command(name, port), LOGS, environment(name, settings))
    wait_until_answers(child, f"tcp://127.0.0.1:{port}")
    return Served(name, port, child)
