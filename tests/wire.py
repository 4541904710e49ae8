"""Calling a function the way a server does: a WSGI environment in, an answer out.

Every answer is held against the OpenAPI document, and to telling of a limit."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from tests.contract import expect_as_described, expect_limit_told


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        return self.json["data"]

    @property
    def meta(self) -> Any:
        return self.json["meta"]

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])

    @property
    def is_stream(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/event-stream")

    @property
    def events(self) -> list[tuple[str, bytes]]:
        """Of a stream: the names and what they carry."""
        if not self.is_stream:
            return []
        return [_event(block) for block in self.body.split(b"\n\n") if block]

    @property
    def paths(self) -> list[str]:
        """The places of the faults of a 422."""
        return [fault["path"] for fault in self.json["error"]["details"]["fields"]]

    @property
    def etag(self) -> str:
        return self.headers["ETag"]


def _event(block: bytes) -> tuple[str, bytes]:
    name, data = block.split(b"\n")
    return name.removeprefix(b"event: ").decode(), data.removeprefix(b"data: ")


@dataclass(frozen=True)
class Client:
    """`function` is what the server calls. `token` signs every request."""

    function: Callable[[Request], Response]
    token: str | None = None
    address: str = "192.0.2.1"

    def signed_in(self, token: str | None) -> "Client":
        return replace(self, token=token)

    def get(self, path: str, **options: Any) -> Answer:
        return self.send("GET", path, **options)

    def post(self, path: str, body: object = None, **options: Any) -> Answer:
        return self.send("POST", path, body, **options)

    def put(self, path: str, body: object = None, **options: Any) -> Answer:
        return self.send("PUT", path, body, **options)

    def patch(self, path: str, body: object = None, **options: Any) -> Answer:
        return self.send("PATCH", path, body, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        return self.send("DELETE", path, **options)

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        if_match: str | None = None,
        key: str | None = None,
        **headers: str,
    ) -> Answer:
        """`body` is sent as JSON, `raw` as it is. Further keywords are headers, `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        if if_match is not None:
            sent["If-Match"] = if_match
        if key is not None:
            sent["Idempotency-Key"] = key
        data = raw if raw is not None else (None if body is None else json.dumps(body).encode())
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        where, _, query = path.partition("?")
        builder = EnvironBuilder(
            where, query_string=query, method=method, data=data, headers=Headers(sent)
        )
        builder.environ_base = {"REMOTE_ADDR": self.address}
        response = self.function(Request(builder.get_environ()))
        answer = Answer(response.status_code, dict(response.headers), response.get_data())
        # Of a stream the whole is held, which is told last.
        told = [data for name, data in answer.events if name == "answer"]
        if not answer.is_stream or told:
            whole = told[-1] if told else answer.body
            expect_as_described(method, where, answer.status, whole)
        expect_limit_told(method, where, answer.status, answer.headers, answer.body)
        return answer
