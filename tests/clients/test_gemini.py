"""Gemini over google-genai, against the stand-in that speaks its REST interface."""

import time
from collections.abc import Iterator

import pytest

from shared.clients.gemini import Gemini
from shared.clients.gemini_talking import GeminiModel
from shared.domain.coach.model import (
    Answer,
    Finish,
    Prompt,
    Role,
    Size,
    Step,
    Tokens,
    ToolCall,
    ToolResult,
    ToolSpec,
    Turn,
)
from shared.domain.errors import ModelDown, Unavailable
from shared.settings import CoachModels
from tests.modelled import Modelled, modelled
from tools.local.gemini.answers import PARAGRAPH

VOLUME = ToolSpec(
    "volume",
    "Hard sets of a muscle this week.",
    {"type": "object", "properties": {"muscle": {"type": "string"}}, "required": ["muscle"]},
)


@pytest.fixture(scope="module")
def served() -> Iterator[Modelled]:
    with modelled() as house:
        yield house


@pytest.fixture
def house(served: Modelled) -> Modelled:
    served.forget()
    return served


def prompt(*said: str, **about: object) -> Prompt:
    turns = [
        Turn(Role.MODEL if number % 2 else Role.USER, text) for number, text in enumerate(said)
    ]
    return Prompt("You are a coach.", tuple(turns), **about)  # type: ignore[arg-type]


def asked(model: GeminiModel, seconds: float = 10) -> Answer:
    return model.answer(prompt("What now?"), seconds)


def streamed(
    model: GeminiModel, question: Prompt, seconds: float = 10
) -> tuple[list[str], Answer | None]:
    pieces = list(model.stream(question, seconds))
    assert pieces[-1].answer is not None
    return [piece.text for piece in pieces[:-1]], pieces[-1].answer


def test_a_prompt_goes_out_as_the_provider_knows_it(house: Modelled) -> None:
    answer = house.model().answer(prompt("Hello.", "Hi!", "What now?", temperature=0.2), 10)
    assert (answer.text, answer.finish) == (PARAGRAPH, Finish.DONE)
    assert answer.tokens.taken_in > 0 < answer.tokens.sent_out
    (request,) = house.requests()
    assert (request["method"], request["model"]) == ("generateContent", "gemini-2.0-flash")
    body = request["body"]
    assert body["systemInstruction"]["parts"] == [{"text": "You are a coach."}]
    assert [one["role"] for one in body["contents"]] == ["user", "model", "user"]
    assert body["generationConfig"] == {"temperature": 0.2, "maxOutputTokens": 1024}
    assert {name.lower(): value for name, value in request["headers"].items()}[
        "x-goog-api-key"
    ] == "a-key"


def test_the_quick_model_and_room_for_thoughts_are_a_matter_of_settings(house: Modelled) -> None:
    house.model("gemini-9-ultra", thinking=500).answer(prompt("What now?"), 10)
    house.model().answer(prompt("What now?", size=Size.QUICK), 10)
    first, second = house.requests()
    assert first["model"] == "gemini-9-ultra"
    assert first["body"]["generationConfig"]["maxOutputTokens"] == 1524
    assert second["model"] == "gemini-2.0-flash-lite"


@pytest.mark.parametrize("name", ["gemini-2.0-flash", "gemini-3.1-flash"])
@pytest.mark.parametrize("streams", [False, True])
def test_a_tool_is_asked_for_answered_and_the_thoughts_go_back_unread(
    house: Modelled, name: str, streams: bool
) -> None:
    calls = [{"name": "volume", "args": {"muscle": "CHEST"}}, {"name": "volume"}]
    house.will({"calls": calls, "text": "", "thought": "Let me look."}, {"text": "Enough."})
    model, question = house.model(name), prompt("Enough chest?", tools=(VOLUME,))

    def ask(asked_for: Prompt) -> Answer:
        if not streams:
            return model.answer(asked_for, 10)
        answer = streamed(model, asked_for)[1]
        assert answer is not None
        return answer

    wanted = ask(question)
    assert [(call.name, dict(call.arguments)) for call in wanted.calls] == [
        ("volume", {"muscle": "CHEST"}),
        ("volume", {}),
    ]
    assert (wanted.text, wanted.finish) == ("", Finish.DONE)
    results = tuple(ToolResult(call, {"sets": 12}) for call in wanted.calls)
    told = Prompt(question.system, question.turns, (Step(wanted, results),), question.tools)
    assert ask(told).text == "Enough."
    # The stand-in refuses what came without its signature, or with an answer too few.
    first, second = (request["body"] for request in house.requests())
    declared = first["tools"][0]["functionDeclarations"][0]
    assert declared["parameters_json_schema"] == VOLUME.parameters
    assert [one["role"] for one in second["contents"]] == ["user", "model", "user"]
    said = [part["functionResponse"]["response"] for part in second["contents"][2]["parts"]]
    assert said == [{"sets": 12}, {"sets": 12}]


def test_a_stream_comes_in_pieces_and_ends_with_the_whole_answer(house: Modelled) -> None:
    house.will({"text": "One step at a time.", "chunks": 4})
    texts, answer = streamed(house.model(), prompt("How?"))
    assert len(texts) == 4
    assert answer == Answer("One step at a time.", tokens=Tokens(13, 5))
    assert house.requests()[0]["method"] == "streamGenerateContent"


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize(
    ("scripted", "finish", "text"),
    [
        ({"finish": "SAFETY", "text": "So"}, Finish.BLOCKED, "So"),
        ({"finish": "PROHIBITED_CONTENT", "empty": True}, Finish.BLOCKED, ""),
        ({"finish": "RECITATION", "empty": True}, Finish.BLOCKED, ""),
        ({"block": "SAFETY"}, Finish.BLOCKED, ""),
        ({"finish": "MAX_TOKENS", "text": "And then"}, Finish.TOO_LONG, "And then"),
        ({"finish": "MAX_TOKENS", "empty": True}, Finish.TOO_LONG, ""),
        ({"empty": True}, Finish.EMPTY, ""),
        ({"text": " \n"}, Finish.EMPTY, " \n"),
        ({"finish": "MALFORMED_FUNCTION_CALL", "empty": True}, Finish.EMPTY, ""),
        ({"thought": "Hm.", "text": ""}, Finish.EMPTY, ""),
    ],
)
def test_what_is_blocked_cut_or_empty_is_an_answer_that_says_so(
    house: Modelled, scripted: dict[str, object], finish: Finish, text: str, streams: bool
) -> None:
    house.will(scripted)
    model = house.model()
    answer = streamed(model, prompt("?"))[1] if streams else asked(model)
    assert answer is not None
    assert (answer.finish, answer.text, answer.calls) == (finish, text, ())


def test_thoughts_are_no_part_of_a_text_and_are_paid_for(house: Modelled) -> None:
    house.will({"thought": "x" * 40, "text": "Rest."})
    answer = asked(house.model())
    assert (answer.text, answer.tokens.sent_out) == ("Rest.", 12)


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(house: Modelled, status: int, streams: bool) -> None:
    house.will({"status": status}, {"status": status}, {"text": "At last."})
    model = house.model()
    answer = streamed(model, prompt("?"))[1] if streams else asked(model)
    assert answer is not None
    assert answer.text == "At last."


def test_three_tries_are_all(house: Modelled) -> None:
    house.will(*[{"status": 503}] * 4)
    with pytest.raises(ModelDown) as raised:
        asked(house.model())
    assert len(house.requests()) == 3
    assert isinstance(raised.value, Unavailable)
    assert not raised.value.absent


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_is_ours_to_mend_is_not_tried_again_and_goes_to_the_log(
    house: Modelled, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    house.will({"status": status, "message": "key a-key is not valid"})
    with pytest.raises(ModelDown):
        asked(house.model())
    assert len(house.requests()) == 1
    logged = capsys.readouterr().out
    assert '"severity": "ERROR"' in logged
    assert "a-key" not in logged


@pytest.mark.parametrize("streams", [False, True])
def test_a_model_that_hangs_is_waited_for_as_long_as_was_said(
    house: Modelled, streams: bool
) -> None:
    house.will({"hangs": True})
    model, began = house.model(), time.monotonic()
    with pytest.raises(ModelDown):
        _ = streamed(model, prompt("?"), 0.6) if streams else asked(model, 0.6)
    assert 0.25 < time.monotonic() - began < 5
    # The provider refuses deadlines under ten seconds, and is told of none.
    headers = {name.lower(): told for name, told in house.requests()[0]["headers"].items()}
    assert headers["x-server-timeout"] == "10"


def test_a_stream_that_breaks_in_the_middle_is_not_begun_again(house: Modelled) -> None:
    house.will({"text": "a" * 100, "chunks": 5, "breaks_after": 2})
    pieces = house.model().stream(prompt("?"), 10)
    assert [next(pieces).text, next(pieces).text] == ["a" * 20] * 2
    with pytest.raises(ModelDown):
        next(pieces)
    assert len(house.requests()) == 1


def test_a_stream_that_drips_is_cut_when_its_time_is_over(house: Modelled) -> None:
    house.will({"text": "a" * 60, "chunks": 60, "chunk_delay": 0.1})
    began = time.monotonic()
    with pytest.raises(ModelDown):
        list(house.model().stream(prompt("?"), 0.5))
    assert time.monotonic() - began < 3


def test_closing_a_stream_ends_the_request(house: Modelled) -> None:
    house.will({"text": "a" * 200, "chunks": 200, "chunk_delay": 0.02})
    pieces = house.model().stream(prompt("?"), 30)
    next(pieces)
    pieces.close()
    until = time.monotonic() + 3
    while house.requests()[0]["outcome"] == "open" and time.monotonic() < until:
        time.sleep(0.02)
    # Cut off in the first second of four.
    assert house.requests()[0]["outcome"] == "cancelled"


def test_nothing_is_asked_before_the_first_piece_is_wanted(house: Modelled) -> None:
    house.model().stream(prompt("?"), 10).close()
    assert house.requests() == []


def test_nobody_there_is_a_model_that_is_down() -> None:
    models = CoachModels("gemini-2.0-flash", "gemini-2.0-flash-lite", 0)
    with pytest.raises(ModelDown):
        asked(GeminiModel(Gemini("http://127.0.0.1:9", lambda: "a-key"), models), 0.5)


def test_without_a_key_or_an_address_there_is_no_model(house: Modelled) -> None:
    models = CoachModels("gemini-2.0-flash", "gemini-2.0-flash-lite", 0)
    for gemini in (Gemini(house.url, lambda: None), Gemini("", lambda: "a-key")):
        with pytest.raises(ModelDown) as raised:
            asked(GeminiModel(gemini, models))
        assert raised.value.absent
    assert house.requests() == []


def test_a_key_nobody_can_read_is_an_outage_and_no_missing_model(house: Modelled) -> None:
    def down() -> str:
        raise Unavailable

    models = CoachModels("gemini-2.0-flash", "gemini-2.0-flash-lite", 0)
    with pytest.raises(ModelDown) as raised:
        asked(GeminiModel(Gemini(house.url, down), models))
    assert not raised.value.absent


def test_a_new_key_is_used_from_the_next_call_on(house: Modelled) -> None:
    keys = ["first", "second"]
    models = CoachModels("gemini-2.0-flash", "gemini-2.0-flash-lite", 0)
    model = GeminiModel(Gemini(house.url, lambda: keys.pop(0)), models)
    asked(model)
    asked(model)
    sent = [
        {name.lower(): told for name, told in request["headers"].items()}["x-goog-api-key"]
        for request in house.requests()
    ]
    assert sent == ["first", "second"]


def test_a_key_goes_over_no_open_line() -> None:
    with pytest.raises(ValueError, match="https alone"):
        Gemini("http://models.example", lambda: "a-key")


def test_an_answer_nobody_can_read_is_no_answer(house: Modelled) -> None:
    house.will({"raw": {"candidates": [{"content": {"parts": "none"}}]}})
    with pytest.raises(ModelDown):
        asked(house.model())


def test_calls_of_a_stumbling_model_are_not_carried_out(house: Modelled) -> None:
    house.will({"calls": [{"name": "volume"}], "text": "", "finish": "UNEXPECTED_TOOL_CALL"})
    answer = asked(house.model())
    assert (answer.finish, answer.calls) == (Finish.EMPTY, ())


def test_a_tool_without_arguments_is_declared_without(house: Modelled) -> None:
    today = ToolSpec("today", "Which day it is.", {"type": "object", "properties": {}})
    house.will({"calls": [{"name": "today"}], "text": ""})
    answer = house.model().answer(prompt("When?", tools=(today,)), 10)
    assert answer.calls == (ToolCall("today", {}),)
    (declared,) = house.requests()[0]["body"]["tools"][0]["functionDeclarations"]
    assert declared == {"name": "today", "description": "Which day it is."}
