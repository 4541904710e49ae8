"""The way through an inbox: what is handled, what comes again, what is parked."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.domain.errors import Unauthenticated, Unavailable
from shared.events.inbox import MOST_BYTES, Delivery, Inbox, Reception
from shared.events.message import Arrival, Message
from shared.settings import MissingSetting
from tests.wire import Answer, Client


class LampLit(Message):
    lamp_id: str
    watts: int


@dataclass
class World:
    """What the inbox did to it, and what goes wrong in it."""

    handled: list[tuple[str, LampLit]] = field(default_factory=list)
    parked: list[tuple[str, Arrival, str]] = field(default_factory=list)
    handling_fails: Exception | None = None
    parking_fails: Exception | None = None
    refuses: bool = False

    def handle(self, delivery: Delivery["World"], message: LampLit) -> None:
        if self.handling_fails:
            raise self.handling_fails
        delivery.deps.handled.append((delivery.message_id, message))

    def park(self, function: str, arrived: Arrival, reason: str) -> None:
        if self.parking_fails:
            raise self.parking_fails
        self.parked.append((function, arrived, reason))

    def check(self, _: object) -> None:
        if self.refuses:
            raise Unauthenticated


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Client:
    reception = Reception(world.check, world.park)
    inbox = Inbox("lamps", LampLit, world.handle, lambda: world, lambda: reception)
    return Client(inbox.answer)


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def push(data: bytes = b'{"lamp_id": "a", "watts": 40}', **message: Any) -> dict[str, Any]:
    return {
        "message": {"data": encoded(data), "messageId": "77", **message},
        "subscription": "projects/p/subscriptions/s",
    }


EVENTARC = {
    "Ce_Id": "77",
    "Ce_Type": "google.cloud.pubsub.topic.v1.messagePublished",
    "Ce_Source": "//pubsub.googleapis.com/projects/p/topics/lamp-lit",
    "Ce_Specversion": "1.0",
}


@pytest.mark.parametrize("path", ["/", "/projects/p/topics/lamp-lit"])
@pytest.mark.parametrize("headers", [{}, EVENTARC], ids=["push", "eventarc"])
def test_what_is_handled_is_acknowledged(
    client: Client, world: World, path: str, headers: dict[str, str]
) -> None:
    answer = client.post(path, push(), **headers)
    assert (answer.status, answer.body) == (204, b"")
    assert world.handled == [("77", LampLit(lamp_id="a", watts=40))]


@pytest.mark.parametrize(
    "more", [{"attributes": {"version": "1"}}, {"attributes": None}, {"attributes": {}}, {}]
)
def test_attributes_may_be_missing(client: Client, world: World, more: dict[str, Any]) -> None:
    assert client.post("/", push(**more)).status == 204
    assert len(world.handled) == 1


def test_the_id_may_be_in_snake_case(client: Client, world: World) -> None:
    body = push()
    body["message"]["message_id"] = body["message"].pop("messageId")
    client.post("/", body)
    assert world.handled[0][0] == "77"


def test_a_newer_sender_may_say_more(client: Client, world: World) -> None:
    assert client.post("/", push(b'{"lamp_id": "a", "watts": 40, "hue": "red"}')).status == 204
    assert len(world.handled) == 1


@pytest.mark.parametrize(
    ("failure", "status"), [(Unavailable(), 503), (ValueError("x"), 500), (Unauthenticated(), 500)]
)
def test_what_fails_comes_again_and_the_answer_says_nothing_of_why(
    client: Client, world: World, failure: Exception, status: int
) -> None:
    world.handling_fails = failure
    answer = client.post("/", push(), Authorization="Bearer secret-token")
    assert answer.status == status
    assert set(answer.json["error"]) == {"code"}
    assert b"secret-token" not in answer.body
    assert world.parked == []


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'{"lamp_id": "a", "watts": "40"}', "watts"),
        (b'{"lamp_id": "a"}', "watts"),
        (b"[]", ""),
        (b"not json: hunter2secret", ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_what_does_not_fit_the_model_is_parked_and_acknowledged(
    client: Client, world: World, data: bytes, place: str
) -> None:
    assert client.post("/", push(data), **EVENTARC).status == 204
    ((function, arrived, reason),) = world.parked
    assert (function, arrived.id, arrived.topic, arrived.data) == ("lamps", "77", "lamp-lit", data)
    assert reason.startswith(place)
    assert "hunter2secret" not in reason
    assert world.handled == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"message": null}',
        b'{"message": []}',
        b'{"message": {"data": "&&&", "messageId": "1"}}',
        b'{"message": {"data": 5, "messageId": "1"}}',
        b'{"message": {"data": "e30=", "messageId": "1", "attributes": ["x"]}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_delivery_at_all_is_parked_under_a_name_of_its_content(
    client: Client, world: World, body: bytes
) -> None:
    assert [client.post("/", raw=body).status for _ in range(2)] == [204, 204]
    (_, first, reason), (_, second, _) = world.parked
    assert first == second
    assert (first.data, reason) == (body, "this is no delivery of Pub/Sub's")


@pytest.mark.parametrize("given", ["../users/x", "", "a/b", "é", "x" * 65, None, 5])
def test_an_id_that_could_be_no_document_is_replaced(
    client: Client, world: World, given: object
) -> None:
    client.post("/", push(b"{}", messageId=given))
    ((_, arrived, _),) = world.parked
    assert arrived.id == "5" or len(arrived.id) == 64


def test_a_delivery_over_the_limit_is_parked_cut(client: Client, world: World) -> None:
    assert client.post("/", raw=json.dumps(push(b"x" * MOST_BYTES)).encode()).status == 204
    ((_, arrived, reason),) = world.parked
    assert len(arrived.data) == MOST_BYTES + 1
    assert str(MOST_BYTES) in reason


def test_what_cannot_be_parked_comes_again(client: Client, world: World) -> None:
    world.parking_fails = Unavailable()
    answer = client.post("/", push(b"{}"))
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) >= 1


def test_nobody_else_delivers(client: Client, world: World) -> None:
    world.refuses = True
    answers = [client.post("/", push()), client.post("/", raw=b"{")]
    assert [(answer.status, answer.code) for answer in answers] == [(401, "UNAUTHENTICATED")] * 2
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"
    assert (world.handled, world.parked) == ([], [])


@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS", "TRACE", "FOO"])
def test_only_post_delivers(client: Client, method: str) -> None:
    answer = client.send(method, "/", push())
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


def test_a_missing_setting_is_a_failure_and_not_an_open_door(world: World) -> None:
    def reception() -> Reception:
        raise MissingSetting("PUSH_AUTH is not set")

    inbox = Inbox("lamps", LampLit, world.handle, lambda: world, reception)
    answer = Client(inbox.answer).post("/", push())
    assert answer.status == 500
    assert b"PUSH_AUTH" not in answer.body
    assert world.handled == []


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("spoil", "outcome"),
    [
        (lambda world: None, "handled"),
        (lambda world: setattr(world, "refuses", True), "refused"),
        (lambda world: setattr(world, "handling_fails", ValueError("inside")), "failed"),
    ],
)
def test_one_line_is_logged_for_an_event_and_nothing_of_its_content(
    client: Client,
    world: World,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[World], None],
    outcome: str,
) -> None:
    spoil(world)
    answer: Answer = client.post("/", push(b'{"lamp_id": "anna@x.example", "watts": 4}'))
    lines = logged(capsys)
    events = [line for line in lines if line["message"] == "event"]
    assert [(line["function"], line["outcome"], line["status"]) for line in events] == [
        ("lamps", outcome, answer.status)
    ]
    assert "anna@x.example" not in json.dumps(events)
    assert ("inside" in json.dumps(lines)) is (outcome == "failed")
