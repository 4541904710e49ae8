"""One of everything that has an id in a path of the contract, and whose it is."""

import json
import re
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import requests

API = "/api/v1"
PASSWORD = "a long walk to the gym"
SECONDS = 20
# Not whose, but when.
NO_IDS = {"week"}


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
            ("users", "export_id"): owner.made("/users/me/export", {"password": PASSWORD})["id"],
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
                data = answer.json()["data"]
                # A file is made in the background, and its address is signed anew each time.
                shown[str(one)] = data["id"] if "export_id" in one.names else _lasting(data)
        return shown


def _last_set(done: Any) -> str:
    if "set_id" in done:
        return str(done["set_id"])
    return str(done["executions"][-1]["sets"][-1]["set_id"])


def _lasting(shown: Any) -> Any:
    """Without what is done in the background."""
    text = re.sub(r'"(status|expires_at)": [^,}]*', r'"\1": null', json.dumps(shown))
    return json.loads(text)
