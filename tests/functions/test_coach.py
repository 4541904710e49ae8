"""A question to the coach: in which order it is judged, answered, charged and kept."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest

from shared.store.database import Database
from tests.functions.coaching import CHAT, QUESTIONS, QUOTA, TALKS, House, coached
from tests.people import People, Person
from tests.wire import Answer, Client

KEY = "key-0123456789abcdef"
PLAIN = "What should I think about before a heavy day?"
SAID = (
    "Sleep well the night before, and eat a proper meal some hours before you train. "
    "Warm up slowly, and stop when your form goes."
)
URGENT = "I have chest pain and it is hard to breathe"
BY_RULE = "Which plates for 100 kg?"


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


def asked(client: Client, message: str = PLAIN, **more: Any) -> Any:
    answer = client.post(CHAT, {"message": message, **more})
    assert answer.status == 200, answer.body
    return answer.data


def used(client: Client) -> int:
    return int(client.get(QUOTA).data["used"])


def test_a_question_is_answered_charged_and_kept(house: House, client: Client) -> None:
    house.modelled.will({"text": SAID})
    answer = asked(client)
    assert answer["message"] == SAID
    assert answer["usage"]["charged"] is True
    assert answer["usage"]["tokens_in"] > 0
    assert answer["safety"] == {"action": "ALLOW"}
    assert client.get(QUOTA).data["used"] == 1
    talk = client.get(f"{TALKS}/{answer['conversation_id']}").data
    assert [(one["author"], one["text"]) for one in talk["messages"]] == [
        ("USER", PLAIN),
        ("COACH", SAID),
    ]
    assert talk["title"] == PLAIN


def test_a_conversation_goes_on_with_what_was_said(house: House, client: Client) -> None:
    house.modelled.will({"text": SAID}, {"text": "Because tired muscles move badly."})
    first = asked(client)
    second = asked(client, "And why is that?", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    sent = str(house.modelled.requests("generateContent")[-1]["body"]["contents"])
    assert PLAIN in sent
    assert SAID in sent


@pytest.mark.parametrize("message", [URGENT, "How much clenbuterol should I take?"])
def test_the_screen_comes_before_quota_rules_and_model(
    house: House, ann: Person, client: Client, message: str
) -> None:
    house.use_up(ann)
    assert client.post(CHAT, {"message": PLAIN}).status == 429
    answer = asked(client, message)
    assert answer["safety"]["action"] in ("EMERGENCY", "REDIRECT")
    assert answer["usage"] == {"tokens_in": 0, "tokens_out": 0, "charged": False}
    assert house.modelled.requests() == []
    talk = client.get(f"{TALKS}/{answer['conversation_id']}").data
    assert talk["messages"][1]["action"] == answer["safety"]["action"]


def test_an_emergency_is_answered_whatever_it_is_said_in(client: Client) -> None:
    answer = asked(client, URGENT, conversation_id="nobodys")
    assert answer["safety"] == {"action": "EMERGENCY"}
    assert answer["conversation_id"] is None


def test_what_rules_can_answer_is_free_and_needs_no_model(
    house: House, ann: Person, client: Client
) -> None:
    house.use_up(ann)
    answer = asked(client, BY_RULE)
    assert "20" in answer["message"]
    assert answer["usage"]["charged"] is False
    assert house.modelled.requests() == []


def test_the_eleventh_question_of_the_month_says_when_there_are_more(
    house: House, ann: Person, client: Client
) -> None:
    house.use_up(ann)
    answer = client.post(CHAT, {"message": PLAIN})
    assert (answer.status, answer.code) == (429, "AI_QUOTA_EXCEEDED")
    details = answer.json["error"]["details"]
    assert (details["used"], details["limit"]) == (10, 10)
    assert details["resets_at"] == client.get(QUOTA).data["resets_at"]
    assert int(answer.headers["Retry-After"]) == details["retry_after_seconds"]
    assert answer.headers["RateLimit"].startswith('"coach";r=0;t=')


@pytest.mark.parametrize(
    "told",
    [{"finish": "SAFETY", "text": ""}, {"block": "SAFETY"}, {"empty": True}, {"text": " "}],
    ids=["blocked", "question blocked", "empty", "blank"],
)
def test_what_is_held_back_or_empty_is_said_honestly_and_not_charged(
    house: House, client: Client, told: dict[str, Any]
) -> None:
    house.modelled.will(told)
    answer = asked(client)
    assert answer["usage"]["charged"] is False
    assert answer["message"]
    assert used(client) == 0


def test_a_model_that_is_down_is_a_503_that_costs_nothing(house: House, client: Client) -> None:
    house.modelled.weather(fail_every=1, status=503)
    answer = client.post(CHAT, {"message": PLAIN})
    assert (answer.status, answer.code) == (503, "MODEL_UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0
    house.modelled.weather()
    assert used(client) == 0
    assert client.get(TALKS).data == []


def test_without_a_model_the_coach_says_so_and_still_answers_by_rules(
    house: House, client: Client
) -> None:
    house.without_model()
    answer = asked(client)
    assert "by rules alone" in answer["message"]
    assert answer["usage"] == {"tokens_in": 0, "tokens_out": 0, "charged": False}
    assert asked(client, BY_RULE)["message"]
    assert used(client) == 0


def test_a_repeated_question_is_answered_again_and_charged_once(
    house: House, client: Client
) -> None:
    house.modelled.will({"text": SAID})
    first = client.post(CHAT, {"message": PLAIN}, key=KEY)
    again = client.post(CHAT, {"message": PLAIN}, key=KEY)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert used(client) == 1


def test_a_question_whose_answer_was_lost_finds_it_when_it_is_asked_again(
    house: House, client: Client
) -> None:
    """As after a crash between the charge and the answer: no record of the key is left."""
    house.modelled.will({"text": SAID})
    first = client.post(CHAT, {"message": PLAIN}, key=KEY).data
    house.forget_keys()
    house.modelled.forget()
    assert client.post(CHAT, {"message": PLAIN}, key=KEY).data == first
    assert used(client) == 1
    assert house.modelled.requests() == []


def test_the_model_is_given_tools_and_what_they_say(house: House, client: Client) -> None:
    wants = {"name": "calculate_plates", "args": {"load": 100, "unit": "KG"}}
    house.modelled.will(
        {"calls": [wants]}, {"text": "On each side of the bar of 20 kg goes a plate of 15 kg."}
    )
    answer = asked(client, "Tell me about loading the bar with a hundred.")
    assert "15 kg" in answer["message"]
    assert answer["citations"] == [{"claim": answer["message"], "source": "arithmetic:plates"}]
    assert answer["usage"]["charged"] is True
    last = house.modelled.requests("generateContent")[-1]["body"]["contents"][-1]
    assert last["parts"][0]["functionResponse"]["name"] == "calculate_plates"


def test_a_model_that_asks_for_ever_is_stopped(house: House, client: Client) -> None:
    wants = {"name": "calculate_plates", "args": {"load": 100, "unit": "KG"}}
    house.modelled.will(*([{"calls": [wants]}] * 9))
    answer = asked(client)
    assert answer["usage"]["charged"] is False
    assert len(house.modelled.requests("generateContent")) == 5


def test_a_figure_that_nothing_bears_out_is_not_said(house: House, client: Client) -> None:
    house.modelled.will({"text": f"Your best squat was 187.5 kg. {SAID}"})
    answer = asked(client)
    assert "187.5" not in answer["message"]
    assert SAID in answer["message"]


def test_an_answer_of_such_figures_alone_is_repaired_once_or_refused_for_nothing(
    house: House, client: Client
) -> None:
    wrong = {"text": "Your best squat was 187.5 kg."}
    house.modelled.will(wrong, {"text": SAID})
    assert asked(client)["message"] == SAID
    assert used(client) == 1
    house.modelled.will(wrong, wrong)
    refused = asked(client)
    assert "187.5" not in refused["message"]
    assert refused["usage"]["charged"] is False
    assert refused["usage"]["tokens_out"] > 0
    assert used(client) == 1


def test_what_must_not_be_said_is_not_said(house: House, client: Client) -> None:
    house.modelled.will({"text": "Read all about this at https://example.com before you train."})
    answer = asked(client)
    assert "example" not in answer["message"]
    assert answer["usage"]["charged"] is False


def test_another_tone_reaches_the_model_and_nothing_else(house: House, client: Client) -> None:
    asked(client)
    client.put("/api/v1/coach/preferences", {"personality": "TOUGH"})
    assert client.get("/api/v1/coach/preferences").data == {"personality": "TOUGH"}
    asked(client)
    first, second = (one["body"] for one in house.modelled.requests("generateContent"))
    assert first["systemInstruction"] != second["systemInstruction"]


def test_nobody_reads_continues_or_deletes_a_conversation_of_somebody_else(
    house: House, client: Client
) -> None:
    talk = asked(client)["conversation_id"]
    stranger = house.client()
    for answer in (
        stranger.get(f"{TALKS}/{talk}"),
        stranger.delete(f"{TALKS}/{talk}"),
        stranger.post(CHAT, {"message": PLAIN, "conversation_id": talk}),
    ):
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert stranger.get(TALKS).data == []
    assert used(stranger) == 0


def test_a_deleted_conversation_is_gone_with_its_messages(
    house: House, ann: Person, client: Client
) -> None:
    talk = asked(client)["conversation_id"]
    assert client.delete(f"{TALKS}/{talk}").status == 204
    assert client.get(f"{TALKS}/{talk}").status == 404
    assert client.delete(f"{TALKS}/{talk}").status == 404
    assert house.messages_of(ann, talk) == 0


def test_conversations_and_messages_are_read_page_by_page(house: House, client: Client) -> None:
    ids = [asked(client, f"{PLAIN} {letter}")["conversation_id"] for letter in "abc"]
    first = client.get(f"{TALKS}?limit=2")
    assert [one["id"] for one in first.data] == ids[:0:-1]
    rest = client.get(f"{TALKS}?limit=2&cursor={first.meta['next_cursor']}")
    assert [one["id"] for one in rest.data] == ids[:1]
    asked(client, conversation_id=ids[0])
    page = client.get(f"{TALKS}/{ids[0]}?limit=3")
    assert (len(page.data["messages"]), page.meta["total"]) == (3, 4)
    rest = client.get(f"{TALKS}/{ids[0]}?limit=3&cursor={page.meta['next_cursor']}")
    assert [one["author"] for one in rest.data["messages"]] == ["COACH"]
    assert client.get(TALKS).data[0]["id"] == ids[0]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"message": ""}, "message"),
        ({"message": "  "}, "message"),
        ({"message": "x" * 4_001}, "message"),
        ({"message": "x", "conversation_id": "../x"}, "conversation_id"),
        ({"message": "x", "system": "y"}, "system"),
    ],
)
def test_a_message_is_text_of_bounded_length(
    client: Client, body: dict[str, Any], path: str
) -> None:
    answer = client.post(CHAT, body)
    assert (answer.status, answer.paths) == (422, [path])


@pytest.mark.parametrize(
    "about", [{}, {"workout_id": "a", "program_id": "b"}, {"workout_id": "a", "extra": 1}]
)
def test_a_question_is_about_exactly_one_thing(client: Client, about: dict[str, Any]) -> None:
    assert client.post(QUESTIONS, {"question": "Why?", "about": about}).status == 422


@pytest.mark.parametrize("name", ["workout_id", "program_id", "measurement_id"])
def test_a_question_about_nothing_of_ones_own_is_not_found_and_not_charged(
    client: Client, name: str
) -> None:
    answer: Answer = client.post(QUESTIONS, {"question": "Was it good?", "about": {name: "x"}})
    assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert used(client) == 0


def test_what_cannot_wait_is_answered_while_the_database_is_down(house: House, ann: Person) -> None:
    # A port that nobody listens at.
    nowhere = Database("nobody", grpc.insecure_channel("127.0.0.1:1"))
    dark = House(nowhere, People(nowhere), house.modelled).client(ann)
    answer = asked(dark, URGENT)
    assert answer["safety"] == {"action": "EMERGENCY"}
    assert answer["conversation_id"] is None
    assert dark.post(CHAT, {"message": PLAIN}).status == 503
    about = {"workout_id": "a"}
    assert dark.post(QUESTIONS, {"question": URGENT, "about": about}).status == 200
