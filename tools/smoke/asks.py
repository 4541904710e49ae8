"""One request to each function that tells whether it serves: the cheapest that means something."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.manifest import ROOT, Manifest

_CONTRACT = "functions/health/openapi.json"
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Ask:
    """Nothing is changed by it, and nobody has to be signed in."""

    function: str
    method: str
    path: str
    expects: int
    body: bytes = b""


def contract(root: Path = ROOT) -> dict[str, Any]:
    """As the deployed `health` must show it."""
    described: dict[str, Any] = json.loads((root / _CONTRACT).read_text())
    return described


def ask_of(manifest: Manifest, described: Mapping[str, Any]) -> Ask:
    """What anyone may read, answered 200; where there is no such thing, what is closed, answered
    401. What follows an event is sent one it cannot read, which it puts aside (204); a job an order
    it does not know (400)."""
    if manifest.kind == "event":
        return Ask(manifest.name, "POST", "/", 204, b"{}")
    if manifest.kind == "job":
        return Ask(manifest.name, "POST", "/", 400, b"[]")
    return min(_of_people(manifest, described), key=_cheapest)


def _cheapest(ask: Ask) -> tuple[int, bool, str]:
    return ask.expects, ask.method != "GET", ask.path


def _of_people(manifest: Manifest, described: Mapping[str, Any]) -> Iterator[Ask]:
    for path, method, operation in _operations(described):
        if manifest.name not in operation["tags"]:
            continue
        needed = any(one.get("required") for one in operation.get("parameters", ()))
        open_to_all = not operation["security"] or {} in operation["security"]
        if method == "get" and open_to_all and not needed:
            yield Ask(manifest.name, "GET", path + _FOR_STRANGERS.get(path, ""), 200)
        elif not open_to_all:
            yield Ask(manifest.name, method.upper(), path.translate(_NAMED), 401)


_FOR_STRANGERS = {"/api/v1/programs": "?template=true"}
"""What to ask for where not everything is for everybody."""
_NAMED = str.maketrans({"{": "", "}": ""})
"""A name for what stands in a path: nobody gets so far as to look at it."""


def _operations(described: Mapping[str, Any]) -> Iterable[tuple[str, str, Any]]:
    for path, operations in described["paths"].items():
        for method in _METHODS:
            if method in operations:
                yield path, method, operations[method]
