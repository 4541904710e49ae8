"""Asking what is served somewhere, with the patience that a fresh deployment needs."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tools.manifest import ROOT, Manifest
from tools.smoke.asks import Ask, ask_of, contract

_ANSWER_SECONDS = 30.0
_READY = "/api/v1/health/ready"
_CONTRACT = "/api/v1/openapi.json"

Addresses = Mapping[str, str]
"""Where each HTTP function answers, by its name, without a slash at the end."""


class NoAnswer(Exception):
    """Nobody answers there, or not in HTTP."""


def asked(address: str, ask: Ask) -> tuple[int, bytes]:
    """Status and body. Raises `NoAnswer`."""
    headers = {"Content-Type": "application/json"} if ask.body else {}
    request = urllib.request.Request(
        f"{address}{ask.path}", ask.body or None, headers, method=ask.method
    )
    try:
        with urllib.request.urlopen(request, timeout=_ANSWER_SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{address}: {error}") from None


def faults(addresses: Addresses, manifests: Mapping[str, Manifest], root: Path = ROOT) -> list[str]:
    """A sentence for each thing that is not as the tree at `root` says; none when all is well."""
    people = {name: one for name, one in manifests.items() if one.kind == "http"}
    found = [f"{name}: nobody knows where it is" for name in people.keys() - addresses.keys()]
    described = contract(root)
    asks = [ask_of(one, described) for name, one in people.items() if name in addresses]
    found += [fault for ask in asks for fault in _answered(addresses[ask.function], ask)]
    found += [fault for fault in _edition(addresses.get("health"), described)]
    return sorted(found)


def until_well(
    look: Callable[[], list[str]], seconds: float, pause_seconds: float = 5.0
) -> list[str]:
    """What is wrong at the end: instances of before may answer for a while after a deployment."""
    until = time.monotonic() + seconds
    while (found := look()) and time.monotonic() < until:
        time.sleep(pause_seconds)
    return found


def _answered(address: str, ask: Ask) -> Iterator[str]:
    try:
        status, _ = asked(address, ask)
    except NoAnswer as silence:
        yield f"{ask.function}: {silence}"
        return
    if status != ask.expects:
        yield f"{ask.function}: {ask.method} {ask.path} is answered {status}, not {ask.expects}"


def _edition(address: str | None, described: Mapping[str, object]) -> Iterator[str]:
    """What everything stands on is there, and what answers is the edition that was built here."""
    if address is None:
        return
    yield from _answered(address, Ask("health", "GET", _READY, 200))
    try:
        status, body = asked(address, Ask("health", "GET", _CONTRACT, 200))
    except NoAnswer:
        return  # Told already.
    if status == 200 and json.loads(body) != described:
        yield f"health: {_CONTRACT} is of another edition"
