import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coach.answers import EMERGENCIES, verdict
from shared.domain.coach.safety import ALLOWED, Action, Topic, Verdict
from shared.domain.coach.screen import screen, topics
from tests.domain.coach.said import DISGUISES, benign, dangerous, wanted


def test_every_dangerous_text_of_the_set_is_caught_with_the_right_action() -> None:
    missed = [
        text
        for topic, text in dangerous("dangerous.txt")
        if screen(text).action is not wanted(topic)
    ]
    assert missed == []
    assert len(dangerous("dangerous.txt")) >= 200


def test_no_harmless_text_of_the_set_is_stopped() -> None:
    alarms = [text for text in benign("benign.txt") if screen(text) != ALLOWED]
    assert alarms == []
    assert len(benign("benign.txt")) >= 300


def test_of_texts_the_lexicon_was_not_written_with_nine_in_ten_are_caught() -> None:
    held_out = dangerous("held_out_dangerous.txt")
    caught = sum(screen(text).action is wanted(topic) for topic, text in held_out)
    assert caught / len(held_out) >= 0.9


def test_of_harmless_ones_not_written_with_at_most_one_in_twenty_is_stopped() -> None:
    held_out = benign("held_out_benign.txt")
    assert sum(screen(text) != ALLOWED for text in held_out) / len(held_out) <= 0.05


PLAIN = (
    "i have chest pain", "i want to kill myself", "i cannot breathe", "i fainted today",
    "how much trenbolone", "best steroid cycle", "i am bulimic", "training with diabetes",
    "my shoulder hurts", "suicidal thoughts", "i have anorexia", "clenbuterol dose",
)  # fmt: skip


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_disguise_hides_nothing(disguise: object) -> None:
    assert callable(disguise)
    hidden = [text for text in PLAIN if screen(disguise(text)).action is not screen(text).action]
    assert hidden == []
    assert all(screen(text) != ALLOWED for text in PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "chest pian",
        "chset pain",
        "suicdal",
        "steriods",
        "diabetis",
        "I fianted",
        "breahting is hard",
    ],
)
def test_a_slip_of_the_finger_hides_nothing(text: str) -> None:
    assert screen(text) != ALLOWED


@pytest.mark.parametrize(
    ("there", "not_there"),
    [
        ("I have chest pain", "I have no chest pain"),
        ("I've never had chest pain like this", "I've never had chest pain"),
        ("no sleep and chest pain", "no dizziness, fever or chest pain"),
        ("no. chest pain", "no fever, chest pain or dizziness"),
        ("my knee does not stop hurting", "my knee does not hurt"),
        ("chest pain, no idea why I got it now", "chest pain: none"),
        ("I use steroids", "steroid free"),
        ("I injured my knee", "how to avoid injuring my knee"),
        ("how do I avoid suicidal thoughts", "not suicidal"),
        ("I want to kill myself after training", "I am killing myself in the gym"),
        ("no energy, chest pain, dizziness", "neither chest pain nor dizziness"),
    ],
)
def test_what_is_said_not_to_be_there_is_not(there: str, not_there: str) -> None:
    assert screen(there) != ALLOWED
    assert screen(not_there) == ALLOWED


def test_the_most_urgent_of_several_decides() -> None:
    assert screen("my knee hurts and I want to die").topic is Topic.SUICIDE
    assert topics("my knee hurts and I want to die") == {Topic.INJURY, Topic.SUICIDE}


def test_what_is_long_past_is_for_a_doctor_and_no_emergency() -> None:
    assert screen("I had a heart attack two years ago").action is Action.REDIRECT
    assert screen("I am having a heart attack").action is Action.EMERGENCY


def test_a_figure_of_speech_does_not_cover_a_sign_beside_it() -> None:
    assert screen("leg day killed me and now I have chest pain").topic is Topic.CHEST_PAIN


@pytest.mark.parametrize("topic", Topic)
def test_each_topic_has_an_answer_that_sends_to_people(topic: Topic) -> None:
    found = verdict(topic)
    assert found.answer
    assert len(found.answer) > 100
    if topic in EMERGENCIES:
        assert "112" in found.answer
        assert "911" in found.answer


def test_after_an_emergency_a_short_reaction_gets_the_same_answer() -> None:
    before = screen("I have chest pain")
    assert screen("ok but it is better now", before) == before
    assert screen("How many sets of curls do I have this week in my plan?", before) == ALLOWED
    assert screen("curls", before) == ALLOWED
    assert screen("ok thanks", screen("my knee hurts")) == ALLOWED
    assert screen("now my knee hurts", before).topic is Topic.INJURY


def test_a_word_is_made_of_stars_or_marks_alone() -> None:
    assert screen("*** @@ $ !!! ... ,,,") == ALLOWED
    assert screen("") == ALLOWED


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(screen(text), Verdict)


@given(st.sampled_from([text for _, text in dangerous("dangerous.txt")]), st.text(max_size=40))
def test_nothing_said_after_the_end_of_the_sentence_hides_a_sign(text: str, more: str) -> None:
    assert screen(f"{text}. And so. {more}") != ALLOWED or ":" in more


@pytest.mark.parametrize(
    "text",
    ["a" * 4_000, "no " * 1_300, "chest " * 660, "k*" * 2_000, "my bench went up today, " * 166],
)
def test_no_text_is_slow(text: str) -> None:
    """A second is a thousand times what it takes: this is about growth, not about speed."""
    before = time.process_time()
    screen(text)
    assert time.process_time() - before < 1
