"""Answers told while they come about: what a client hears, and what becomes of one who leaves."""

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import grpc
import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from shared.domain.errors import Conflict, Unavailable
from shared.store.database import Database
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Gate
from shared.web.streaming import Stream
from shared.web.wire import View, Wire
from tests.people import People, Person
from tests.wire import Client

KEY = "key-0123456789abcdef"
EVENTS = "text/event-stream"


class Asked(Wire):
    words: tuple[str, ...] = ()


class ToldView(View):
    text: str


@dataclass
class Deps:
    told: int = 0
    left: int = 0
    fail_with: dict[int, Exception] = field(default_factory=dict)
    """Before the piece of that number."""


def closed() -> Gate:
    raise AssertionError("no gate was bound")


tales: Endpoint[Deps] = Endpoint("tales", "/api/v1/tales", closed, Deps)


def urgent(body: Asked) -> ToldView | None:
    return ToldView(text="Call for help.") if "help" in body.words else None


@tales.post("", idempotent=True, status=200, in_outage=urgent)
def tell(call: Call[Deps], body: Asked) -> ToldView | Stream[ToldView]:
    whole = ToldView(text="".join(body.words))
    return Stream(_pieces(call.deps, body.words, whole)) if call.streams else whole


def _pieces(
    deps: Deps, words: Sequence[str], whole: ToldView
) -> Generator[str | ToldView, None, None]:
    try:
        for number, word in enumerate(words):
            if number in deps.fail_with:
                raise deps.fail_with[number]
            deps.told += 1
            yield word
        yield whole
    except GeneratorExit:
        deps.left += 1
        raise


@pytest.fixture
def deps() -> Deps:
    return Deps()


@pytest.fixture
def person(people: People) -> Person:
    return people.free()


@pytest.fixture
def client(people: People, person: Person, deps: Deps) -> Client:
    gate = people.gate()
    return Client(tales.bound(lambda: gate, lambda: deps).answer, person.token)


def test_texts_come_one_by_one_and_at_the_end_the_answer_that_others_get_as_json(
    client: Client,
) -> None:
    words = {"words": ["Once\n", "upon", " a time."]}
    streamed = client.post("/api/v1/tales", words, Accept=EVENTS)
    *texts, (name, whole) = streamed.events
    assert [json.loads(text)["text"] for _, text in texts] == words["words"]
    assert name == "answer"
    assert json.loads(whole)["data"] == client.post("/api/v1/tales", words).data
    assert streamed.headers["Cache-Control"] == "no-store"
    assert json.loads(whole)["meta"]["request_id"] == streamed.headers["X-Request-Id"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", f"{EVENTS};q=0, */*"])
def test_who_does_not_ask_for_a_stream_gets_json(client: Client, accept: str) -> None:
    answer = client.post("/api/v1/tales", {"words": ["a"]}, Accept=accept)
    assert answer.headers["Content-Type"] == "application/json"


def test_what_is_refused_before_the_first_text_has_its_status(client: Client, deps: Deps) -> None:
    deps.fail_with[0] = Conflict()
    answer = client.post("/api/v1/tales", {"words": ["a"]}, Accept=EVENTS)
    assert (answer.status, answer.code) == (409, "CONFLICT")


@pytest.mark.parametrize(
    ("error", "code"), [(Unavailable(), "UNAVAILABLE"), (KeyError("x"), "INTERNAL_ERROR")]
)
def test_what_goes_wrong_later_is_an_event_with_the_same_envelope(
    client: Client, deps: Deps, error: Exception, code: str
) -> None:
    deps.fail_with[1] = error
    answer = client.post("/api/v1/tales", {"words": ["a", "b"]}, Accept=EVENTS)
    (_, text), (name, told) = answer.events
    assert (answer.status, name) == (200, "error")
    assert json.loads(text) == {"text": "a"}
    assert json.loads(told)["error"]["code"] == code


def test_a_stream_that_was_told_to_its_end_is_repeated_as_json(client: Client, deps: Deps) -> None:
    first = client.post("/api/v1/tales", {"words": ["a", "b"]}, key=KEY, Accept=EVENTS)
    again = client.post("/api/v1/tales", {"words": ["a", "b"]}, key=KEY, Accept=EVENTS)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json == json.loads(first.events[-1][1])
    assert deps.told == 2


def test_who_hangs_up_stops_the_telling_and_leaves_the_key_free(
    people: People, person: Person, deps: Deps
) -> None:
    endpoint = tales.bound(people.gate, lambda: deps)
    sent = {"Authorization": f"Bearer {person.token}", "Accept": EVENTS, "Idempotency-Key": KEY}
    builder = EnvironBuilder("/api/v1/tales", method="POST", json={"words": ["a"] * 9})
    builder.headers.extend(sent)
    response = endpoint.answer(Request(builder.get_environ()))
    next(iter(response.response))
    response.close()
    assert (deps.told, deps.left) == (1, 1)
    again = Client(endpoint.answer, person.token)
    assert again.post("/api/v1/tales", {"words": ["a"] * 9}, key=KEY).status == 200


def test_one_line_is_logged_when_the_stream_is_over(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    client.post("/api/v1/tales", {"words": ["a", "b"]}, Accept=EVENTS)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["route"] == "/api/v1/tales"


def test_what_cannot_wait_is_answered_while_the_database_is_down(person: Person) -> None:
    # A port that nobody listens at.
    nowhere = People(Database("nobody", grpc.insecure_channel("127.0.0.1:1")))
    client = Client(tales.bound(nowhere.gate, Deps).answer, person.token)
    assert client.post("/api/v1/tales", {"words": ["help"]}).data == {"text": "Call for help."}
    assert client.post("/api/v1/tales", {"words": ["hello"]}).status == 503
    assert client.post("/api/v1/tales", {"word": 1}).status == 422
    assert client.signed_in(None).post("/api/v1/tales", {"words": ["help"]}).status == 401


def test_an_outage_in_the_middle_of_the_work_does_not_stop_what_cannot_wait(
    client: Client, deps: Deps
) -> None:
    deps.fail_with[0] = Unavailable()
    answer = client.post("/api/v1/tales", {"words": ["help"]}, Accept=EVENTS)
    assert answer.data == {"text": "Call for help."}
