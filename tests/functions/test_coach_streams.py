"""Answers of the coach as they come about: sentence by sentence, charged before the first."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Request, Response
from werkzeug.test import EnvironBuilder

from shared.store.database import Database
from shared.web.streaming import Telling, telling_of
from tests.functions.coaching import CHAT, EVENTS, QUOTA, TALKS, House, coached
from tests.people import People, Person
from tests.wire import Answer, Client

KEY = "key-0123456789abcdef"
PLAIN = "What should I think about before a heavy day?"
SAID = (
    "Sleep well the night before, and eat a proper meal some hours before you train. "
    "Warm up slowly, and stop when your form goes."
)


@pytest.fixture
def house(database: Database, people: People) -> Iterator[House]:
    with coached(database, people) as opened:
        yield opened


@pytest.fixture
def ann(house: House) -> Person:
    return house.people.free()


@pytest.fixture
def client(house: House, ann: Person) -> Client:
    return house.client(ann)


def streamed(client: Client, message: str = PLAIN, **options: Any) -> Answer:
    return client.post(CHAT, {"message": message}, Accept=EVENTS, **options)


def texts(answer: Answer) -> list[str]:
    return [json.loads(data)["text"] for name, data in answer.events if name == "text"]


def whole(answer: Answer) -> Any:
    name, data = answer.events[-1]
    assert name == "answer", data
    return json.loads(data)["data"]


def test_what_is_told_before_things_are_looked_up_keeps_its_sources(
    house: House, client: Client
) -> None:
    wants = {"name": "calculate_plates", "args": {"load": 60, "unit": "KG"}}
    told = "On each side of the bar of 20 kg goes a plate of 15 kg, as always."
    house.modelled.will(
        {"calls": [{"name": "calculate_plates", "args": {"load": 100, "unit": "KG"}}]},
        {"text": f"{told} Now for the other one. ", "calls": [wants]},
        {"text": "The other one is loaded in just the same way, only lighter than this one."},
    )
    answer = whole(streamed(client, "Tell me about loading the bar with a hundred or sixty."))
    assert answer["citations"] == [{"claim": told, "source": "arithmetic:plates"}]


def opened(house: House, person: Person, message: str = PLAIN, **headers: str) -> Telling:
    """A connection that is read by hand."""
    builder = EnvironBuilder(CHAT, method="POST", json={"message": message})
    builder.headers.extend({"Authorization": f"Bearer {person.token}", "Accept": EVENTS})
    builder.headers.extend({name.replace("_", "-"): value for name, value in headers.items()})
    response: Response = house.endpoint.answer(Request(builder.get_environ()))
    telling = telling_of(response)
    assert telling is not None, response.get_data()
    return telling


def kept(client: Client) -> Any:
    (talk,) = client.get(TALKS).data
    return client.get(f"{TALKS}/{talk['id']}").data["messages"][-1]


def test_texts_add_up_to_the_answer_that_is_charged_and_kept(house: House, client: Client) -> None:
    house.modelled.will({"text": SAID, "chunks": 12})
    answer = streamed(client)
    assert len(texts(answer)) >= 2
    assert "".join(texts(answer)) == whole(answer)["message"] == SAID
    assert whole(answer)["usage"]["charged"] is True
    assert (kept(client)["text"], kept(client)["finished"]) == (SAID, True)
    assert client.get(QUOTA).data["used"] == 1


def test_the_first_sentence_is_told_while_the_model_still_writes(house: House, ann: Person) -> None:
    house.modelled.will({"text": SAID, "chunks": 3, "chunk_delay": 1.0})
    telling = opened(house, ann)
    began = time.monotonic()
    first = next(telling)
    assert b"Sleep well" in first
    rest = b"".join(telling)
    assert b"your form goes" in rest
    assert time.monotonic() - began > 0.4


def test_rules_and_the_screen_are_told_in_a_stream_as_well(client: Client) -> None:
    for message in ("Which plates for 100 kg?", "I have chest pain"):
        answer = streamed(client, message)
        assert "".join(texts(answer)) == whole(answer)["message"]
        assert whole(answer)["usage"]["charged"] is False


def test_refusals_come_with_their_status_before_anything_is_told(
    house: House, ann: Person, client: Client
) -> None:
    house.modelled.weather(fail_every=1)
    assert streamed(client).status == 503
    house.modelled.weather()
    house.use_up(ann)
    answer = streamed(client)
    assert (answer.status, answer.code) == (429, "AI_QUOTA_EXCEEDED")
    nobodys = {"message": PLAIN, "conversation_id": "nobodys"}
    assert client.post(CHAT, nobodys, Accept=EVENTS).status == 404


def test_who_hangs_up_after_the_first_sentence_has_had_an_answer(
    house: House, ann: Person, client: Client
) -> None:
    house.modelled.will({"text": SAID, "chunks": 3, "chunk_delay": 0.3})
    telling = opened(house, ann)
    assert b"Sleep well" in next(telling)
    telling.close()
    assert client.get(QUOTA).data["used"] == 1
    assert SAID.startswith(kept(client)["text"])
    assert kept(client)["finished"] is False
    (asked,) = house.modelled.requests("streamGenerateContent")
    assert asked["outcome"] == "cancelled"


def test_of_a_stream_that_was_hung_up_the_sources_of_what_was_told_are_kept(
    house: House, ann: Person, client: Client
) -> None:
    told = "On each side of the bar of 20 kg goes a plate of 15 kg, as always."
    house.modelled.will(
        {"calls": [{"name": "calculate_plates", "args": {"load": 50, "unit": "KG"}}]},
        {"text": f"{told} {SAID}", "chunks": 4, "chunk_delay": 0.2},
    )
    telling = opened(house, ann, "Tell me about loading the bar with fifty kilos.")
    assert b"15 kg" in next(telling)
    telling.close()
    assert kept(client)["finished"] is False
    assert kept(client)["citations"] == [{"claim": told, "source": "arithmetic:plates"}]


def test_who_hung_up_and_asks_again_with_the_same_key_gets_what_was_charged(
    house: House, ann: Person, client: Client
) -> None:
    house.modelled.will({"text": SAID, "chunks": 3, "chunk_delay": 0.3})
    telling = opened(house, ann, Idempotency_Key=KEY)
    next(telling)
    telling.close()
    again = streamed(client, key=KEY)
    assert SAID.startswith(whole(again)["message"])
    assert whole(again)["finished"] is False
    assert client.get(QUOTA).data["used"] == 1


def test_a_model_that_breaks_off_in_the_middle_is_told_of_and_what_was_said_is_kept(
    house: House, client: Client
) -> None:
    house.modelled.will({"text": SAID, "chunks": 3, "breaks_after": 2})
    answer = streamed(client)
    assert answer.status == 200
    name, data = answer.events[-1]
    assert name == "error"
    assert json.loads(data)["error"]["code"] == "MODEL_UNAVAILABLE"
    assert "".join(texts(answer)).startswith("Sleep well")
    assert kept(client)["finished"] is False


def test_a_model_that_breaks_off_before_the_first_sentence_costs_nothing(
    house: House, client: Client
) -> None:
    house.modelled.will({"text": SAID, "chunks": 40, "breaks_after": 3})
    assert streamed(client).status == 503
    assert client.get(QUOTA).data["used"] == 0


def test_a_stream_that_was_told_is_repeated_as_it_was(house: House, client: Client) -> None:
    house.modelled.will({"text": SAID})
    first = streamed(client, key=KEY)
    again = streamed(client, key=KEY)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.data == whole(first)
    assert client.get(QUOTA).data["used"] == 1


def test_figures_that_nothing_bears_out_leave_a_stream_too(house: House, client: Client) -> None:
    house.modelled.will({"text": f"Your best squat was 187.5 kg. {SAID}", "chunks": 9})
    answer = streamed(client)
    assert b"187.5" not in answer.body
    assert "Warm up slowly" in whole(answer)["message"]


def test_a_stream_ends_where_something_must_not_be_said(house: House, client: Client) -> None:
    wrong = f"{SAID} Read all about it at https://example.com before you train. Then lift."
    house.modelled.will({"text": wrong, "chunks": 20})
    answer = streamed(client)
    assert b"example" not in answer.body
    assert b"Then lift" not in answer.body
    assert whole(answer)["message"].startswith("Sleep well")
    assert whole(answer)["usage"]["charged"] is True


def test_tools_are_asked_before_the_first_word(house: House, client: Client) -> None:
    wants = {"name": "calculate_plates", "args": {"load": 100, "unit": "KG"}}
    house.modelled.will({"calls": [wants]}, {"text": SAID, "chunks": 5})
    answer = streamed(client)
    assert whole(answer)["message"] == SAID
    assert whole(answer)["usage"]["tokens_in"] > 0
