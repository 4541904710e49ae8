"""`python -m bench.coach`: what the coach adds to asking its model, which here is the stand-in with
the pace of a true one."""

import argparse
import http.client
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from bench import telling
from bench.load import BenchFailed
from bench.serving import LOGS, serve
from bench.world import PROJECT, World, running
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.database import connect
from tools.local.environment import MODELS
from tools.local.processes import StartFailed, free_port, start, stop, wait_until_answers

ROUNDS = 25
_WARM = 4
_PART = "coach"
_DELAY_SECONDS, _PIECE_SECONDS = 0.3, 0.02
_QUESTION = "How do I know whether I should push harder or rest more? Number {}."
_KEY = "bench"
_Taken = tuple[float, float]
"""Milliseconds to the first piece of the answer, and to its end."""


@dataclass(frozen=True)
class Way:
    """One way to ask: where, what, and by which line an answer begins."""

    name: str
    url: str
    headers: Mapping[str, str]
    body: Callable[[int], Any]
    begins: bytes

    def ask(self, number: int) -> _Taken:
        where = urlsplit(self.url)
        line = http.client.HTTPConnection(str(where.hostname), where.port, timeout=30)
        headers = {"Content-Type": "application/json", **self.headers}
        content, began, first = json.dumps(self.body(number)), time.perf_counter(), 0.0
        line.request("POST", f"{where.path}?{where.query}", content, headers)
        answer = line.getresponse()
        if answer.status != 200:
            raise BenchFailed(f"{self.name}: {answer.status} {answer.read(600)!r}")
        for told in answer:
            if not first and told.startswith(self.begins):
                first = time.perf_counter() - began
        line.close()
        if not first:
            raise BenchFailed(f"{self.name}: the answer never began")
        return first * 1000, (time.perf_counter() - began) * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.coach", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--record", action="store_true", help="put the ratios into docs/")
    options = parser.parse_args(arguments)
    try:
        with running() as world, _asked(world) as ways:
            rows = _rows(_measured(ways, options.rounds))
    except (BenchFailed, StartFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    print(telling.table(rows))
    telling.keep(_PART, rows)
    if options.record:
        telling.record(_PART, [telling.markdown(rows)])
    return 0


@contextmanager
def _asked(world: World) -> Any:
    """The ways, the model itself first."""
    with ExitStack() as ending:
        port = free_port()
        command: list[str | Path] = [sys.executable, "-m", "tools.local.gemini"]
        model = start("gemini", [*command, f"127.0.0.1:{port}", "unused"], LOGS)
        ending.callback(stop, [model])
        wait_until_answers(model, f"tcp://127.0.0.1:{port}")
        address = f"http://127.0.0.1:{port}"
        _pace(address)
        coach = serve("coach", {**world.settings, "GEMINI_API_URL": address})
        ending.callback(stop, [coach.child])
        # As for everybody who has asked before.
        preferences = FirestoreCoachPreferences(connect(PROJECT))
        preferences.mark_embedded(world.user_id, MODELS["EMBEDDING_MODEL"])
        yield _ways(world, address, coach.port)


def _pace(address: str) -> None:
    where = urlsplit(address)
    line = http.client.HTTPConnection(str(where.hostname), where.port, timeout=5)
    weather = {"delay": _DELAY_SECONDS, "chunk_delay": _PIECE_SECONDS}
    line.request("POST", "/_control/weather", json.dumps(weather))
    line.getresponse().read()


def _ways(world: World, address: str, port: int) -> list[Way]:
    model = f"{address}/v1beta/models/{MODELS['COACH_MODEL']}"
    key = {"x-goog-api-key": _KEY}

    def prompt(number: int) -> Any:
        return {"contents": [{"role": "user", "parts": [{"text": _QUESTION.format(number)}]}]}

    def message(number: int) -> Any:
        return {"message": _QUESTION.format(number)}

    chat = f"http://127.0.0.1:{port}/api/v1/coach/chat"
    streams = {**world.bearer, "Accept": "text/event-stream"}
    return [
        Way("the model, streamed", f"{model}:streamGenerateContent?alt=sse", key, prompt, b"data"),
        Way("the coach, streamed", chat, streams, message, b"event: text"),
        Way("the model, whole", f"{model}:generateContent", key, prompt, b"{"),
        Way("the coach, whole", chat, world.bearer, message, b"{"),
    ]


def _measured(ways: Sequence[Way], rounds: int) -> Mapping[str, list[_Taken]]:
    taken: dict[str, list[_Taken]] = {way.name: [] for way in ways}
    for number in range(-_WARM, rounds):
        for way in ways:
            found = way.ask(number)
            if number >= 0:
                taken[way.name].append(found)
    return taken


def _rows(taken: Mapping[str, list[_Taken]]) -> list[dict[str, Any]]:
    names = list(taken)
    rows = []
    for place, name in enumerate(names):
        beside = taken[names[place - place % 2]]
        row: dict[str, Any] = {"asked": name}
        for at, what in enumerate(("first piece", "whole")):
            mine = [one[at] for one in taken[name]]
            ratios = [one[at] / bare[at] for one, bare in zip(taken[name], beside, strict=True)]
            row |= {f"{what} ms": round(median(mine)), f"{what} p50": round(median(ratios), 2)}
        rows.append(row)
    return rows


if __name__ == "__main__":
    sys.exit(main())
