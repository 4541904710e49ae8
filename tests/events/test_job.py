"""The way through a job: what is done, what is called again, what is no order."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.domain.errors import Unauthenticated, Unavailable
from shared.events.job import Counts, Job, Order
from shared.settings import MissingSetting
from tests.wire import Client


class Sweep(Order):
    rooms: int = 1
    who: str | None = None


@dataclass
class World:
    swept: list[Sweep] = field(default_factory=list)
    sweeping_fails: Exception | None = None
    refuses: bool = False

    def sweep(self, deps: "World", order: Sweep) -> Counts:
        if self.sweeping_fails:
            raise self.sweeping_fails
        deps.swept.append(order)
        return {"rooms": order.rooms}

    def check(self, _: object) -> None:
        if self.refuses:
            raise Unauthenticated


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Client:
    job = Job("sweeping", Sweep, world.sweep, lambda: world, lambda: world.check)
    return Client(job.answer)


def test_an_order_is_carried_out_and_its_figures_are_answered(client: Client, world: World) -> None:
    answer = client.post("/", {"rooms": 3})
    assert (answer.status, answer.json) == (200, {"rooms": 3})
    assert world.swept == [Sweep(rooms=3)]


def test_an_order_without_words_may_be_no_body(client: Client, world: World) -> None:
    assert client.post("/").status == 200
    assert world.swept == [Sweep()]


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"rooms": "3"}', b'{"room": 3}', b"\xff", b"x" * 70_000]
)
def test_what_is_no_order_does_nothing_and_is_told_to_the_log_alone(
    client: Client, world: World, capsys: pytest.CaptureFixture[str], body: bytes
) -> None:
    answer = client.post("/", raw=body)
    assert (answer.status, answer.json) == (400, {"error": {"code": "MALFORMED_REQUEST"}})
    assert world.swept == []
    assert "not an order of this job" in capsys.readouterr().out


@pytest.mark.parametrize(("failure", "status"), [(Unavailable(), 503), (ValueError("x"), 500)])
def test_what_fails_is_called_again_and_the_answer_says_nothing_of_why(
    client: Client, world: World, failure: Exception, status: int
) -> None:
    world.sweeping_fails = failure
    answer = client.post("/", {})
    assert answer.status == status
    assert set(answer.json["error"]) == {"code"}


def test_nobody_else_gives_orders(client: Client, world: World) -> None:
    world.refuses = True
    for raw in (b"{}", b"{"):
        answer = client.post("/", raw=raw, Authorization="Bearer x")
        assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert world.swept == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_only_post_gives_orders(client: Client, world: World, method: str) -> None:
    answer = client.send(method, "/", {})
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert world.swept == []


def test_a_missing_setting_is_a_failure_and_not_an_open_door(world: World) -> None:
    def check() -> Callable[[Any], None]:
        raise MissingSetting("PUSH_AUTH is not set")

    answer = Client(Job("sweeping", Sweep, world.sweep, lambda: world, check).answer).post("/", {})
    assert answer.status == 500
    assert b"PUSH_AUTH" not in answer.body
    assert world.swept == []


def test_one_line_is_logged_for_a_run_with_its_figures(
    client: Client, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    client.post("/", {"rooms": 2, "who": "anna"})
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["message"], line["function"], line["outcome"]) == ("job", "sweeping", "done")
    assert line["counts"] == {"rooms": 2}
    assert "anna" not in json.dumps(line)
