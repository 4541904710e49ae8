"""What is somebody's is nobody else's: every route of the contract with an id in it, asked about
another person's thing, answers as about a thing that is not there, and changes nothing.

The routes are those of the OpenAPI document, so that a new one is in here by itself."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import grpc
import pytest
import requests

from shared.domain.entitlements import Tier
from shared.store.database import Database
from tests.least import least
from tests.people import People
from tools.local.testing import Stack

API = "/api/v1"
PASSWORD = "a long walk to the gym"
SECONDS = 20
# Not whose, but when.
NO_IDS = {"week"}
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


@dataclass(frozen=True)
class Person:
    base_url: str
    token: str = ""
    user: dict[str, Any] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None) -> requests.Response:
        headers = {"If-Match": "*", "Idempotency-Key": uuid.uuid4().hex}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"{self.base_url}{path}"
        return requests.request(method, url, json=body, headers=headers, timeout=SECONDS)

    def made(self, path: str, body: Any = None) -> Any:
        answer = self.send("POST", f"{API}{path}", body)
        assert answer.ok, (path, answer.text)
        return answer.json()["data"]


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    described: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def names(self) -> list[str]:
        return [name for name in re.findall(r"\{(\w+)\}", self.path) if name not in NO_IDS]


@dataclass(frozen=True)
class Things:
    """Of one person on PRO: one of everything that has an id in a path."""

    owner: Person

    def address(self, operation: Operation) -> str:
        path = operation.path.replace("{week}", "2026-W01")
        for name in operation.names:
            path = path.replace(f"{{{name}}}", str(self._id(name, operation.path)))
        return path

    def _id(self, name: str, path: str) -> str:
        group = path.removeprefix(API).split("/")[1]
        found = self.by_place.get((group, name), self.by_place.get(("", name)))
        assert found, f"Make a thing whose id is the {name} of {path}."
        return str(found)

    @cached_property
    def by_place(self) -> dict[tuple[str, str], Any]:
        """(first part of the path, or any; name in the path) -> id."""
        owner = self.owner
        exercise = owner.made("/exercises", self._exercise())["id"]
        program = owner.made("/programs", self._program(exercise))
        owner.made(f"/programs/{program['id']}/activate")
        workout = owner.made("/workouts", {"name": "Chest"})["id"]
        done = owner.made(
            f"/workouts/{workout}/exercise-executions/{exercise}/sets",
            {"kind": "WORKING", "reps": 5, "load": {"value": 100, "unit": "KG"}},
        )
        talk = owner.made("/coach/chat", {"message": "Remember that I have no barbell."})
        proposed = owner.made("/coach/chat", {"message": "Please balance my program!"})
        invited = {"email": f"{uuid.uuid4().hex}@example.com", "role": "MEMBER"}
        measured = {"measured_at": "2026-01-05T10:00:00Z", "values": {"weight_kg": 80}}
        csv = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n"
        csv += "2026-01-05 10:00:00,Chest,Bench Press,1,100,5\n"
        return {
            ("auth", "session_id"): self._first("/auth/sessions")["id"],
            ("", "exercise_id"): exercise,
            ("", "program_id"): program["id"],
            ("programs", "session_id"): program["sessions"][0]["id"],
            ("", "workout_id"): workout,
            ("", "set_id"): _last_set(done),
            ("", "conversation_id"): talk["conversation_id"],
            ("", "memory_id"): self._first("/coach/memory")["id"],
            ("", "proposal_id"): proposed["proposals"][0]["id"],
            ("", "invitation_id"): owner.made("/organizations/me/invitations", invited)["id"],
            ("", "measurement_id"): owner.made("/measurements", measured)["id"],
            ("", "import_id"): owner.made(
                "/imports", {"source": "STRONG", "unit": "KG", "csv": csv}
            )["id"],
            ("exports", "export_id"): owner.made("/exports", {"kind": "LOG_CSV"})["id"],
            ("organizations", "user_id"): owner.user["id"],
            ("admin", "user_id"): owner.user["id"],
            ("admin", "key"): uuid.uuid4(),
            ("admin", "program_id"): program["id"],
            ("admin", "template_id"): program["id"],
        }

    def _first(self, path: str) -> Any:
        return self.owner.send("GET", f"{API}{path}").json()["data"][0]

    def _exercise(self) -> dict[str, Any]:
        return {
            "name": "Somebody's own press", "equipment": "BARBELL", "mechanic": "COMPOUND",
            "load_mode": "EXTERNAL", "laterality": "BILATERAL", "tracking": "REPS",
            "muscle_contributions": {"CHEST": 1.0},
        }  # fmt: skip

    def _program(self, exercise: str) -> dict[str, Any]:
        row = {"kind": "WORKING", "count": 3, "reps_min": 8, "reps_max": 12, "rir": 2}
        entry = {"exercise_id": exercise, "sets": [row]}
        return {
            "name": "Somebody's", "split_type": "CUSTOM", "duration_weeks": 4,
            "structure": {"type": "WEEKLY", "days": ["MON", "THU"]},
            "sessions": [{"name": "A", "exercises": [entry]}],
        }  # fmt: skip

    def seen(self, operations: list[Operation]) -> dict[str, Any]:
        """All of it that its owner can see."""
        shown = {}
        for one in operations:
            if one.method == "GET" and not one.path.startswith(f"{API}/admin"):
                answer = self.owner.send("GET", self.address(one))
                assert answer.status_code == 200, (str(one), answer.text)
                shown[str(one)] = _lasting(answer.json()["data"])
        return shown


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


def _last_set(done: Any) -> str:
    if "set_id" in done:
        return str(done["set_id"])
    return str(done["executions"][-1]["sets"][-1]["set_id"])


def _lasting(shown: Any) -> Any:
    """Without addresses that are signed anew each time, and what is done in the background."""
    text = re.sub(r'"(url|status|expires_at|bytes)": [^,}]*', r'"\1": null', json.dumps(shown))
    return json.loads(text)
