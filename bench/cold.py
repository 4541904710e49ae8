"""`python -m bench.cold`: from the start of a function's process to its first answer."""

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import yaml

from bench import telling
from bench.first import first_request
from bench.imports import heaviest
from bench.load import BenchFailed, Connection, Target
from bench.provider import make_way
from bench.serving import FLOOR, HELLO, LOGS, ROOT, command, environment
from bench.world import PROJECT, World, running
from tools.local.emulators import storage
from tools.local.processes import StartFailed, free_port
from tools.local.testing import emulators_for_tests

ROUNDS = 9
_PART = "cold"
_PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.002
_EXPLAINED = ("volume", "programs")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.cold", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--record", action="store_true", help="put the ratios into docs/")
    options = parser.parse_args(arguments)
    try:
        with running() as world, emulators_for_tests() as emulators:
            make_way(emulators, PROJECT)
            # Without it, signing an address would look for a key of the cloud's.
            emulators.begin(storage)
            rows = _rows(_measured(world, options.rounds))
    except (BenchFailed, StartFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    print(telling.table(rows))
    for name in _EXPLAINED:
        print(f"\nimports of {name}, ms:\n{telling.table(heaviest(name))}")
    telling.keep(_PART, rows)
    if options.record:
        telling.record(_PART, [telling.markdown(rows)])
    return 0


def _measured(world: World, rounds: int) -> Mapping[str, list[float]]:
    names = [HELLO, FLOOR, *_http_functions()]
    for name in names:
        # The first start compiles and fills the disk cache; production's are compiled already.
        _cold_start(name, world)
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            times[name].append(_cold_start(name, world))
    return times


def _rows(times: Mapping[str, list[float]]) -> list[dict[str, Any]]:
    return [
        {
            "function": name,
            "first answer ms": round(median(taken)),
            "times hello": round(
                median(one / bare for one, bare in zip(taken, times[HELLO], strict=True)), 2
            ),
        }
        for name, taken in times.items()
    ]


def _http_functions() -> list[str]:
    manifests = sorted(ROOT.glob("functions/*/function.yaml"))
    kinds = {path.parent.name: yaml.safe_load(path.read_text())["kind"] for path in manifests}
    return [name for name, kind in kinds.items() if kind == "http"]


def _cold_start(name: str, world: World) -> float:
    """Milliseconds. Asks as soon as the server listens."""
    target = first_request(name, world, free_port())
    with (LOGS / f"cold-{name}.log").open("wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            command(name, target.port),
            env=environment(name, world.settings),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _first_answer(target, process)
            return (time.perf_counter() - began) * 1000
        finally:
            process.terminate()
            process.wait()


def _first_answer(target: Target, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + _PATIENCE_SECONDS
    while True:
        try:
            connection = Connection(target)
            break
        except ConnectionRefusedError:
            if process.poll() is not None or time.perf_counter() > until:
                raise BenchFailed(f"{target.name} does not start") from None
            time.sleep(_POLL_SECONDS)
    connection.ask(target.wires[0])
    while not connection.receive():
        pass
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
