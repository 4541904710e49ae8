"""A small client of the running stack, signed in as its Pro user."""

import json
from dataclasses import dataclass
from typing import Any

import requests

from tools.local.environment import STACK_FILE, state_folder

_SECONDS = 30


class StackNotRunning(Exception):
    """There is no stack to talk to."""


@dataclass(frozen=True)
class Answer:
    data: Any
    etag: str


@dataclass(frozen=True)
class Stack:
    base_url: str
    token: str

    @staticmethod
    def running() -> "Stack":
        """The stack that `make run` started here. Raises `StackNotRunning`."""
        try:
            about = json.loads((state_folder() / STACK_FILE).read_text())
            signed_in = requests.post(
                f"{about['base_url']}/api/v1/auth/login",
                json=about["users"]["pro"],
                timeout=_SECONDS,
            )
        except (OSError, ValueError) as error:
            raise StackNotRunning("No stack is running here. Start it with: make run") from error
        signed_in.raise_for_status()
        token = signed_in.json()["data"]["tokens"]["access_token"]
        return Stack(about["base_url"], token)

    def exercise_id(self, name: str) -> str:
        """The best match of the catalogue for a name as people write it."""
        found = self.get("/exercises", search=name, limit="1").data
        if not found:
            raise LookupError(f"The catalogue has nothing like {name!r}.")
        return str(found[0]["id"])

    def get(self, path: str, **query: str) -> Answer:
        return self._send("GET", path, params=query)

    def create(self, path: str, body: object, key: str) -> Answer:
        return self._send("POST", path, json=body, headers={"Idempotency-Key": key})

    def replace(self, path: str, body: object, etag: str) -> Answer:
        return self._send("PUT", path, json=body, headers={"If-Match": etag})

    def _send(self, method: str, path: str, **options: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        answer = requests.request(
            method, f"{self.base_url}/api/v1{path}", headers=headers, timeout=_SECONDS, **options
        )
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return Answer(answer.json()["data"], answer.headers.get("ETag", ""))
