"""What is somebody's is nobody else's: every route of the contract with an id in it, asked about
another person's thing, answers as about a thing that is not there, and changes nothing.

The routes are those of the OpenAPI document, so that a new one is in here by itself."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
import requests

from shared.domain.entitlements import Tier
from shared.store.database import Database
from tests.belongings import API, PASSWORD, SECONDS, Operation, Person, Things
from tests.least import least
from tests.people import People
from tools.local.testing import Stack

# Where the least that the contract takes is refused before anybody looks whose the thing is.
_WORKOUT = f"{API}/workouts/{{workout_id}}"
_EXECUTION = f"{_WORKOUT}/exercise-executions/{{exercise_id}}"
_MEASUREMENT = f"{API}/measurements/{{measurement_id}}"
_VALUES = {"values": {"weight_kg": 80}}
BODIES: dict[str, Any] = {
    f"PUT {_MEASUREMENT}": {"measured_at": "2026-01-05T10:00:00Z", **_VALUES},
    f"PATCH {_MEASUREMENT}": _VALUES,
    f"PATCH {_WORKOUT}": {"notes": "x"},
    f"PATCH {_EXECUTION}": {"notes": "x"},
    f"POST {_EXECUTION}/sets": {"kind": "WORKING", "reps": 5, "load": {"value": 1, "unit": "KG"}},
    f"PATCH {_EXECUTION}/sets/{{set_id}}": {"reps": 9},
}
# They ask one's own log, whosever the exercise is.
OWN = {f"GET {API}/workouts/exercises/{{exercise_id}}/{what}" for what in ("history", "last-sets")}


@pytest.fixture
def document(stack: Stack) -> Any:
    return requests.get(f"{stack.base_url}/openapi.json", timeout=SECONDS).json()


@pytest.fixture
def operations(document: Any) -> list[Operation]:
    return [
        Operation(method.upper(), path, described)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]


@pytest.fixture
def registered(stack: Stack) -> Callable[[Tier], Person]:
    def register(tier: Tier) -> Person:
        body = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD}
        entered = Person(stack.base_url).made("/auth/register", body)
        if tier is Tier.PRO:
            channel = grpc.insecure_channel(stack.about["emulators"]["firestore"])
            People(Database(stack.about["project_id"], channel)).begins_pro(
                entered["user"]["organization_id"]
            )
        return Person(stack.base_url, entered["tokens"]["access_token"], entered["user"])

    return register


def test_what_is_somebodys_is_not_there_for_anybody_else(
    stack: Stack, document: Any, operations: list[Operation], registered: Callable[[Tier], Person]
) -> None:
    things = Things(registered(Tier.PRO))
    with_ids = [one for one in operations if one.names and str(one) not in OWN]
    entered = Person(stack.base_url).made("/auth/anonymous", {"device_id": "phone"})
    strangers = {
        "another": registered(Tier.PRO),
        "anonymous": Person(stack.base_url, entered["tokens"]["access_token"]),
        "nobody": Person(stack.base_url),
    }
    before = things.seen(with_ids)
    assert len(with_ids) > 50
    faults = [
        f"{one} as {who}: {fault}"
        for one in with_ids
        for who, stranger in strangers.items()
        for fault in _faults(one, stranger, things, document)
    ]
    assert not faults, "\n".join(faults)
    assert things.seen(with_ids) == before


def test_nobody_enters_where_the_contract_does_not_say_so(
    stack: Stack, document: Any, operations: list[Operation]
) -> None:
    nobody = Person(stack.base_url)
    for one in operations:
        if one.described["security"] == [{"bearerAuth": []}] and not one.names:
            answer = nobody.send(one.method, one.path.replace("{week}", "2026-W01"), {})
            assert answer.status_code == 401, one


def test_what_is_for_admins_is_for_nobody_else(
    operations: list[Operation], document: Any, registered: Callable[[Tier], Person]
) -> None:
    owner = registered(Tier.PRO)
    ours = [one for one in operations if one.path.startswith(f"{API}/admin")]
    assert ours
    for one in ours:
        path = re.sub(r"\{\w+\}", owner.user["id"], one.path)
        answer = owner.send(one.method, path, _body(one, document))
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN"), one


def _faults(one: Operation, stranger: Person, things: Things, document: Any) -> Iterator[str]:
    body = _body(one, document)
    theirs = stranger.send(one.method, things.address(one), body)
    if theirs.status_code not in (401, 403, 404):
        yield f"{theirs.status_code} {theirs.text[:300]}"
        return
    none = re.sub(r"\{\w+\}", lambda _: str(uuid.uuid4()), one.path.replace("{week}", "2026-W01"))
    missing = stranger.send(one.method, none, body)
    if (theirs.status_code, _told(theirs)) != (missing.status_code, _told(missing)):
        yield f"{theirs.text[:300]} is not {missing.text[:300]}"


def _told(answer: requests.Response) -> Any:
    """All but what no two answers share."""
    error = answer.json()["error"]
    return {name: error[name] for name in ("code", "message", "details")}


def _body(one: Operation, document: Any) -> Any:
    if str(one) in BODIES:
        return BODIES[str(one)]
    if "requestBody" not in one.described:
        return None
    return least(one.described["requestBody"]["content"]["application/json"]["schema"], document)
