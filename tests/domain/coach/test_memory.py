"""What a message states about its writer, and the list that it is kept in."""

import time
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coach import memory as rules
from shared.domain.coach.memory import (
    MOST_MEMORIES,
    Memories,
    Memory,
    MemoryKind,
    Statement,
    Wanted,
)
from shared.domain.coach.stating import statements, told_to_remember
from shared.domain.errors import Conflict, Invalid, NotFound

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)

STATED = {
    "I have no barbell.": MemoryKind.EQUIPMENT,
    "I don’t have a squat rack": MemoryKind.EQUIPMENT,
    "I've got a pull up bar": MemoryKind.EQUIPMENT,
    "I train in a commercial gym": MemoryKind.EQUIPMENT,
    "I train at 6 am": MemoryKind.SCHEDULE,
    "Hi, I work out in the morning before work": MemoryKind.SCHEDULE,
    "I can train three days a week": MemoryKind.SCHEDULE,
    "I have 45 minutes per session": MemoryKind.SCHEDULE,
    "Call me Ann": MemoryKind.NAME,
    "My name is Bob Smith": MemoryKind.NAME,
    "I prefer dumbbells over barbells.": MemoryKind.PREFERENCE,
    "I really don't like burpees": MemoryKind.PREFERENCE,
    "My goal is to build bigger legs": MemoryKind.GOAL,
    "I want to get stronger": MemoryKind.GOAL,
    "My left arm is weaker": MemoryKind.OTHER,
    "I'm a complete beginner": MemoryKind.OTHER,
}
STATES_NOTHING = (
    "What did I bench last time?",
    "Do I have a barbell?",
    "do i have no barbell",
    "If I train at 6 am, should I eat before?",
    "Today I only have dumbbells.",
    "I used to train at 6 am",
    "call me when you can",
    "I love this app",
    "I want to know my chest volume",
    "I bench 100 kg",
    "He has no barbell",
    "ok",
    "I have no " + "very " * 100 + "barbell",
)


@pytest.mark.parametrize(("message", "kind"), STATED.items())
def test_what_lasts_is_stated(message: str, kind: MemoryKind) -> None:
    (one,) = statements(message)
    assert (one.text, one.kind) == (message, kind)


@pytest.mark.parametrize("message", STATES_NOTHING)
def test_questions_conditions_and_what_passes_state_nothing(message: str) -> None:
    assert statements(message) == []


def test_each_sentence_is_read_by_itself_and_said_once() -> None:
    told = statements("Hi! I have no barbell. I train at 6 am. What now? I have no barbell.")
    assert [one.text for one in told] == ["I have no barbell.", "I train at 6 am."]
    many = " ".join(f"I train in my {place} gym." for place in "abcdefgh")
    assert len(statements(many)) == 5
    assert statements("x. " * 60 + "I have no barbell.") == []


def test_what_one_is_told_to_remember_is_remembered_whatever_it_is() -> None:
    said = told_to_remember("Hey coach, please remember that bench day is my favourite")
    assert said == Statement("bench day is my favourite")
    at_six = told_to_remember("Remember I train at 6 am")
    assert at_six == Statement("I train at 6 am", MemoryKind.SCHEDULE, "time")


@pytest.mark.parametrize(
    "message",
    [
        "Remember that time I benched 100",
        "remember to breathe",
        "Do you remember that I have no barbell?",
        "Keep in mind that I travel. What should I train?",
        "remember that x",
        f"remember that {'x' * 301}",
        "I remember that day",
    ],
)
def test_what_is_no_order_is_none(message: str) -> None:
    assert told_to_remember(message) is None


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    statements(text)
    told_to_remember(text)


def test_long_messages_are_read_fast() -> None:
    began = time.perf_counter()
    for text in ("a" * 4_000, "so ok hi " * 400, "i only " * 500, "remember " * 400, "1." * 2_000):
        statements(text)
        told_to_remember(text)
    assert time.perf_counter() - began < 1


def told(before: Memories, *texts: str, now: datetime = NOON) -> Memories:
    numbers = count(len(before))
    stated = [one for text in texts for one in statements(text) or [Statement(text)]]
    return rules.told(before, stated, now, lambda: f"m{next(numbers)}")


def texts(memories: Memories) -> list[str]:
    return [memory.text for memory in memories]


def test_nothing_is_kept_twice() -> None:
    kept = told((), "I have no barbell.", "I HAVE no  barbell.")
    assert texts(kept) == ["I have no barbell."]
    assert told(kept, "i have no barbell.") == kept


def test_a_later_statement_takes_the_place_of_an_older_one() -> None:
    kept = told((), "I train at 6 am", "I have no barbell")
    moved = told(kept, "I train in the evening", now=LATER)
    assert texts(moved) == ["I train in the evening", "I have no barbell"]
    assert (moved[0].id, moved[0].created_at, moved[0].updated_at) == ("m0", NOON, LATER)
    assert moved[1] is kept[1]


def test_what_there_is_no_room_for_is_left_out() -> None:
    full = told((), *(f"I like number {number}" for number in range(MOST_MEMORIES)))
    assert told(full, "one more") == full


def test_a_correction_stands_against_later_statements() -> None:
    kept = told((), "I train at 6 am")
    corrected = rules.corrected(kept, "m0", "I train at noon, always", LATER)
    assert texts(told(corrected, "I train at 7 am")) == [
        "I train at noon, always",
        "I train at 7 am",
    ]
    assert rules.corrected(kept, "m0", "I train at 6 am", LATER) == kept


def test_one_is_found_and_forgotten_by_its_id() -> None:
    kept = told((), "I have no barbell", "I train at 6 am")
    assert rules.find(kept, "m1").text == "I train at 6 am"
    assert texts(rules.without(kept, "m0")) == ["I train at 6 am"]
    for act in (rules.find, rules.without):
        with pytest.raises(NotFound):
            act(kept, "m9")


def test_a_list_that_is_rewritten_keeps_what_has_an_id() -> None:
    kept = told((), "I have no barbell", "I train at 6 am")
    wanted = [Wanted("New"), Wanted("I train at 6 am", "m1"), Wanted("No rack", "m0")]
    new = rules.rewritten(kept, wanted, LATER, lambda: "fresh")
    assert [(one.id, one.text) for one in new] == [
        ("fresh", "New"),
        ("m1", "I train at 6 am"),
        ("m0", "No rack"),
    ]
    assert new[1] is kept[1]
    assert new[0] == Memory("fresh", "New", MemoryKind.OTHER, LATER, LATER)


def test_a_list_with_an_unknown_id_or_too_much_is_refused() -> None:
    kept = told((), "I have no barbell")
    for strange in ("m9", "m0"):
        with pytest.raises(Invalid) as refused:
            rules.rewritten(kept, [Wanted("a", "m0"), Wanted("b", strange)], NOON, str)
        assert refused.value.faults[0].path == "memories.1.id"
    with pytest.raises(Conflict):
        rules.rewritten(kept, [Wanted("a")] * (MOST_MEMORIES + 1), NOON, str)


def test_what_two_remember_who_are_one_is_kept_once_and_never_beyond_the_bound() -> None:
    own = told((), "I have no barbell", "I train at 6 am")
    topical = Memory("t", "I train at 7 am", MemoryKind.SCHEDULE, NOON, NOON, "time")
    same = Memory("s", "i have no BARBELL", MemoryKind.EQUIPMENT, NOON, NOON)
    new = Memory("n", "My name is Ann", MemoryKind.NAME, NOON, NOON)
    with_topic = (*own, Memory("u", "I train at 8 am", MemoryKind.SCHEDULE, NOON, NOON, "time"))
    assert rules.joined(with_topic, [same, topical, new]) == (*with_topic, new)
    many = told((), *(f"I have {number} chairs" for number in range(MOST_MEMORIES - 1)))
    assert rules.joined(many, [new, topical]) == (*many, new)
