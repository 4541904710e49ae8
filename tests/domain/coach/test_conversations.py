"""Conversations: their names, and what of them a model is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coach.conversations import (
    CoachAnswer,
    Conversation,
    Exchange,
    amended,
    begun,
    continued,
    place_of,
    titled,
)
from shared.domain.coach.model import Role, Turn
from shared.domain.coach.safety import Action, Verdict

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URGENT = Verdict(Action.EMERGENCY, answer="Call for help.")


def after(*said: tuple[str, str]) -> Conversation:
    conversation = begun("c", said[0][0] if said else "", None, NOON)
    for question, answer in said:
        conversation = continued(conversation, exchange(question, answer), NOON)
    return conversation


def exchange(question: str, answer: str) -> Exchange:
    return Exchange("q", "a", question, CoachAnswer(answer), NOON)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How is\n my  chest?", "How is my chest?"),
        ("word " * 30, f"{'word ' * 11}word…"),
        ("x" * 80, f"{'x' * 59}…"),
        ("x" * 60, "x" * 60),
    ],
)
def test_a_conversation_is_named_by_the_beginning_of_its_first_question(
    question: str, title: str
) -> None:
    assert begun("c", question, None, NOON).title == title


@given(st.text(max_size=300))
def test_a_title_is_one_short_line(question: str) -> None:
    title = titled(question)
    assert len(title) <= 60
    assert "\n" not in title


@given(st.lists(st.tuples(st.text(max_size=4_000), st.text(max_size=5_000)), max_size=12))
def test_what_a_model_is_told_is_bounded_begins_with_a_question_and_ends_with_the_last_answer(
    said: list[tuple[str, str]],
) -> None:
    recent = after(*said).recent
    assert [turn.role for turn in recent] == [Role.USER, Role.MODEL] * (len(recent) // 2)
    assert len(recent) <= 12
    assert sum(len(turn.text) for turn in recent) <= 9_000
    if said:
        assert [turn.text for turn in recent[-2:]] == list(said[-1])


def test_long_answers_push_out_the_oldest_exchanges_as_a_whole() -> None:
    recent = after(*((f"question {number}", "word " * 600) for number in range(6))).recent
    assert [turn.text for turn in recent[::2]] == ["question 4", "question 5"]
    (_, answer) = after(("question", "word " * 6_000)).recent
    assert len(answer.text) == 8_000


def test_the_answer_takes_the_place_of_its_beginning() -> None:
    conversation = amended(after(("a", "Yes."), ("b", "No.")), "No.", "No. Rest first.")
    assert conversation.recent[1:] == (
        Turn(Role.MODEL, "Yes."),
        Turn(Role.USER, "b"),
        Turn(Role.MODEL, "No. Rest first."),
    )


def test_a_question_that_sounds_like_an_answer_stays() -> None:
    conversation = amended(after(("No.", "No.")), "No.", "No, rest.")
    assert [turn.text for turn in conversation.recent] == ["No.", "No, rest."]


def test_what_was_decided_of_the_last_question_is_known_for_the_next() -> None:
    urgent = Exchange("q", "a", "my chest hurts", CoachAnswer("…", verdict=URGENT), NOON)
    conversation = continued(begun("c", "hello", None, NOON), urgent, NOON)
    assert conversation.verdict == URGENT


def test_a_conversation_never_moves_back_in_time() -> None:
    late = continued(after(), exchange("a", "b"), NOON + timedelta(hours=1))
    assert continued(late, exchange("c", "d"), NOON).updated_at == NOON + timedelta(hours=1)


@given(st.datetimes(min_value=datetime(1970, 1, 1)), st.datetimes(min_value=datetime(1970, 1, 1)))  # noqa: DTZ001
def test_places_sort_as_time_does(one: datetime, other: datetime) -> None:
    assert (place_of(one, "") < place_of(other, "")) == (one < other)
    assert Conversation("c", "", NOON, NOON).place == "20260301T120000000000-c"
