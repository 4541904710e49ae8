"""The stand-in for Gemini: what it takes, what it refuses, and how tests tell it what to say.

That google-genai understands it is shown by tests/clients/test_gemini.py.
"""

import json
import math
import re
from typing import Any

import pytest
from flask import Response
from werkzeug.test import Client
from werkzeug.test import TestResponse as Answer

from tools.local.gemini.answers import PARAGRAPH
from tools.local.gemini.application import Gemini

MODELS = "/v1beta/models"
KEY = {"x-goog-api-key": "any"}
ASKED = {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}
CALL = {"functionCall": {"name": "volume", "args": {}}}
TOLD = {"functionResponse": {"name": "volume", "response": {"sets": 3}}}


@pytest.fixture
def gemini() -> Client:
    return Client(Gemini(), Response)


def ask(
    gemini: Client,
    body: object = ASKED,
    call: str = "gemini-2.0-flash:generateContent",
    headers: dict[str, str] = KEY,
) -> Answer:
    return gemini.post(f"{MODELS}/{call}", json=body, headers=headers)


def control(gemini: Client, what: str, told: object) -> Answer:
    return gemini.post(f"/_control/{what}", json=told)


def said(answer: Answer) -> str:
    assert answer.status_code == 200, answer.text
    candidate: Any = answer.json
    return str(candidate["candidates"][0]["content"]["parts"][0]["text"])


def test_any_prompt_gets_a_paragraph_without_a_figure(gemini: Client) -> None:
    assert said(ask(gemini)) == PARAGRAPH
    figures = r"\d|\b(one|two|three|four|five|six|ten|twice|once|half|first|second|dozen)\b"
    assert re.search(figures, PARAGRAPH, re.IGNORECASE) is None
    usage: Any = ask(gemini).json
    counted = usage["usageMetadata"]
    assert counted["totalTokenCount"] == (
        counted["promptTokenCount"] + counted["candidatesTokenCount"]
    )


def test_an_answer_is_cut_at_the_bound_it_was_asked_for(gemini: Client) -> None:
    answer = ask(gemini, {**ASKED, "generationConfig": {"maxOutputTokens": 5}})
    assert said(answer) == PARAGRAPH[:20]
    cut: Any = answer.json
    assert cut["candidates"][0]["finishReason"] == "MAX_TOKENS"


@pytest.mark.parametrize(
    ("status", "word", "request_"),
    [
        (403, "PERMISSION_DENIED", {"headers": {}}),
        (400, "INVALID_ARGUMENT", {"headers": {**KEY, "X-Server-Timeout": "5"}}),
        (400, "INVALID_ARGUMENT", {"body": []}),
        (400, "INVALID_ARGUMENT", {"body": {}}),
        (400, "INVALID_ARGUMENT", {"body": {"contents": [{"role": "user", "parts": []}]}}),
        (400, "INVALID_ARGUMENT", {"body": {"contents": [{"role": "system", "parts": [{}]}]}}),
        (400, "INVALID_ARGUMENT", {"body": {**ASKED, "generationConfig": {"temperature": 3}}}),
        (400, "INVALID_ARGUMENT", {"body": {**ASKED, "generationConfig": {"maxOutputTokens": 0}}}),
        (404, "NOT_FOUND", {"call": "text-embedding-004:generateContent"}),
        (404, "NOT_FOUND", {"call": "gemini-2.0-flash:embedContent"}),
        (404, "NOT_FOUND", {"call": "gemini-2.0-flash:doNothing"}),
        (404, "NOT_FOUND", {"call": "gemini-2.0-flash"}),
        (400, "INVALID_ARGUMENT", {"call": "an-embedding:embedContent", "body": {"content": {}}}),
        (400, "INVALID_ARGUMENT", {"call": "an-embedding:batchEmbedContents", "body": {}}),
    ],
)
def test_what_the_provider_refuses_is_refused_in_its_words(
    gemini: Client, status: int, word: str, request_: dict[str, Any]
) -> None:
    answer = ask(gemini, **request_)
    told: Any = answer.json
    assert (answer.status_code, told["error"]["code"], told["error"]["status"]) == (
        status,
        status,
        word,
    )


def test_a_call_is_answered_before_anything_else_and_signed_by_newer_models(
    gemini: Client,
) -> None:
    def turns(call: object, *answers: object) -> dict[str, Any]:
        contents = [*ASKED["contents"], {"role": "model", "parts": [call]}]
        return {"contents": [*contents, {"role": "user", "parts": list(answers)}]}

    assert ask(gemini, turns(CALL, TOLD)).status_code == 200
    assert ask(gemini, turns(CALL, {"text": "Hello?"})).status_code == 400
    assert ask(gemini, turns(CALL, TOLD, TOLD)).status_code == 400
    newer = "gemini-3.1-flash:generateContent"
    assert ask(gemini, turns(CALL, TOLD), newer).status_code == 400
    signed = {**CALL, "thoughtSignature": "c2lnbmVk"}
    assert ask(gemini, turns(signed, TOLD), newer).status_code == 200


def test_scripted_answers_come_in_their_order_each_to_the_request_it_was_meant_for(
    gemini: Client,
) -> None:
    scripted = [{"text": "For Ann", "match": "Ann"}, {"text": "First"}, {"text": "Second"}]
    assert control(gemini, "answers", scripted).json == {
        "left": 3, "fail_every": 0, "status": 503, "delay": 0.0, "chunk_delay": 0.0,
    }  # fmt: skip
    ann = {"contents": [{"role": "user", "parts": [{"text": "I am Ann"}]}]}
    assert [said(ask(gemini)), said(ask(gemini, ann)), said(ask(gemini))] == [
        "First",
        "For Ann",
        "Second",
    ]
    assert said(ask(gemini)) == PARAGRAPH


def test_every_second_call_can_be_made_to_fail(gemini: Client) -> None:
    control(gemini, "weather", {"fail_every": 2, "status": 500})
    assert [ask(gemini).status_code for _ in range(4)] == [200, 500, 200, 500]
    gemini.delete("/_control/requests")
    assert [ask(gemini).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("what", ["answers", "weather"])
def test_a_script_it_does_not_know_is_refused(gemini: Client, what: str) -> None:
    told: Any = {"rain": 1}
    assert control(gemini, what, [told] if what == "answers" else told).status_code == 400
    assert control(gemini, "moon", {}).status_code == 404


def test_a_stream_comes_as_events_of_which_the_last_says_how_it_ended(gemini: Client) -> None:
    answer = ask(gemini, call="gemini-2.0-flash:streamGenerateContent?alt=sse")
    events = [json.loads(one[6:]) for one in answer.text.strip().split("\r\n\r\n")]
    candidates = [one["candidates"][0] for one in events]
    assert "".join(one["content"]["parts"][0]["text"] for one in candidates) == PARAGRAPH
    assert ["finishReason" in one for one in candidates] == [False] * (len(events) - 1) + [True]


def test_what_it_was_asked_can_be_looked_at(gemini: Client) -> None:
    ask(gemini)
    ask(gemini, {}, headers=KEY)
    found: Any = gemini.get("/_control/requests").json
    assert [(one["method"], one["outcome"]) for one in found] == [
        ("generateContent", "answered"),
        ("generateContent", "refused"),
    ]
    assert found[0]["body"] == ASKED


def test_embeddings_are_of_the_size_asked_for_and_of_length_one(gemini: Client) -> None:
    content = {"content": {"parts": [{"text": "Squat"}]}}
    one: Any = ask(gemini, {**content, "outputDimensionality": 300}, "an-embedding:embedContent")
    values = one.json["embedding"]["values"]
    assert len(values) == 300
    assert math.isclose(math.hypot(*values), 1.0, abs_tol=1e-6)
    assert ask(gemini, ASKED, "an-embedding:countTokens").json == {"totalTokens": 6}
