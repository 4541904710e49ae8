"""What a rule takes for its own, and what it leaves to the model."""

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coach.amounts import Number, load_and_reps, numbers_in
from shared.domain.coach.asking import sentences_of
from shared.domain.coach.intents import (
    Amount,
    AskedBody,
    AskedEstimate,
    AskedHelp,
    AskedLastSets,
    AskedMemory,
    AskedNext,
    AskedOneRepMax,
    AskedPlates,
    AskedQuota,
    AskedRecords,
    AskedTarget,
    AskedVolume,
    AskedWeek,
    Intent,
    Span,
)
from shared.domain.coach.muscle_words import NAMES, muscles_named
from shared.domain.coach.slips import is_slip, nearest
from shared.domain.coach.understanding import understood
from shared.domain.log.workouts import LoadUnit
from shared.domain.muscles import Muscle

KG, LB = LoadUnit.KG, LoadUnit.LB
CHEST, QUADS = (Muscle.CHEST,), (Muscle.QUADS,)
BACK = (Muscle.LATS, Muscle.TRAPS, Muscle.RHOMBOIDS)


def kg(value: str) -> Amount:
    return Amount(Decimal(value), KG)


def bare(value: str) -> Amount:
    return Amount(Decimal(value))


NAMING = (AskedLastSets, AskedRecords, AskedOneRepMax)
NAMED = {
    "what is my best squat",
    "what was my last bench press",
    # The catalogue has no exercise of these names, so that they go to the model after all.
    "broke my PR",
    "cut the last set",
    "the last set destroyed me",
}

ASKED: dict[str, Intent] = {
    "How many sets for chest this week?": AskedVolume(CHEST, Span.THIS_WEEK),
    "what's my chest volume": AskedVolume(CHEST, Span.NOT_SAID),
    "Hey coach, can you tell me how many hard sets I did for quads last week? Thanks!": (
        AskedVolume(QUADS, Span.LAST_WEEK)
    ),
    "how much volume did my quads get in the previous week": AskedVolume(QUADS, Span.LAST_WEEK),
    "How much volume does my back get in my program?": AskedVolume(BACK, Span.PLANNED),
    "weekly sets of hamstings": AskedVolume((Muscle.HAMSTRINGS,), Span.NOT_SAID),
    "how many sets should I do for chest?": AskedTarget(CHEST),
    "What's my target for side delts": AskedTarget((Muscle.SIDE_DELTS,)),
    "What did I bench last time?": AskedLastSets("bench"),
    "what were my last sets of incline dumbell press": AskedLastSets("incline dumbell press"),
    "last sets for clean and press": AskedLastSets("clean and press"),
    "What's next?": AskedNext(),
    "What should I train today?": AskedNext(),
    "my next workout please": AskedNext(),
    "What plates do I need for 142,5kg?": AskedPlates(kg("142.5")),
    "plates for 225 lbs": AskedPlates(Amount(Decimal(225), LB)),
    "Which plates for 60?": AskedPlates(bare("60")),
    "how do I load 100 kg on a 15 kg bar": AskedPlates(kg("100"), kg("15")),
    "what is my 1RM if I lift 100kg for 5 reps": AskedEstimate(kg("100"), 5),
    "estimate my 1rm from 80 kg for 8": AskedEstimate(kg("80"), 8),
    "e1rm 100x5": AskedEstimate(bare("100"), 5),
    "one rep max 5 reps at 100kg": AskedEstimate(kg("100"), 5),
    "1 rm of 5 with 100 lb": AskedEstimate(Amount(Decimal(100), LB), 5),
    "what's my bench 1rm if I do 100 x 5": AskedEstimate(bare("100"), 5, "bench"),
    "what's my estimated one rep max for squat": AskedOneRepMax("squat"),
    "What are my PRs?": AskedRecords(""),
    "what's my deadlift PR": AskedRecords("deadlift"),
    "what is my best bench": AskedRecords("bench"),
    "how is my body weight trending": AskedBody("weight_kg"),
    "how much do I weigh": AskedBody("weight_kg"),
    "What's my body fat?": AskedBody("body_fat_percent"),
    "How was my week?": AskedWeek(Span.THIS_WEEK),
    "how many workouts did I do last week": AskedWeek(Span.LAST_WEEK),
    "How many questions do I have left?": AskedQuota(),
    "How much chest volume do I have in my active program?": AskedVolume(CHEST, Span.PLANNED),
    "how many total sets does my chest get a week": AskedVolume(CHEST, Span.NOT_SAID),
    "How do I load 100kg?": AskedPlates(kg("100")),
    "which plates go on the bar for 100 kg": AskedPlates(kg("100")),
    "plates per side for 100 kg": AskedPlates(kg("100")),
    "I did 100 kg for 5 reps. What is my 1RM?": AskedEstimate(kg("100"), 5),
    "If I lift 100 kg for 5 reps, what is my one-rep max?": AskedEstimate(kg("100"), 5),
    "what can you do": AskedHelp(),
    "What do you remember about me?": AskedMemory(),
}

LEFT_TO_THE_MODEL = (
    "Hello",
    "hi coach!",
    "Give me a motivational tip",
    "Why do deloads help?",
    "What is progressive overload?",
    "How should I train chest?",
    "am I doing enough chest?",
    "Is my chest volume too high?",
    "How many sets per week for hypertrophy?",
    "How much protein do I need?",
    "What do I need for chest?",
    "What should I eat today?",
    "Should I train today?",
    "What is the next big thing in training?",
    "what is the best chest exercise?",
    "what was my last workout",
    "what's my max",
    "max reps 3x5 100kg 1rm",
    "how many plates is 100 kg on 2 plates",
    "plates for 100 kg for 5 reps",
    "plates for my garage gym",
    "what do I need to load a bar with 100 kg for 5 reps",
    "plates for 100 and 120 kg",
    "how do I load two bars",
    "1rm with 5 and 100",
    "1rm of 0 kg for 5 reps",
    "1rm of 100 kg for 5.5 reps",
    "What did I bench last time? And how should I progress?",
    "how many questions can I ask my doctor",
    "how was the week in politics",
    "What did I bench last time and how should I progress?",
    "do you know what a set is",
    "my program",
    "what is my best",
    "how was next week",
    "",
    "?!",
    "1rm of 10000000000 kg for 5 reps",
    # The catalogue finds exercises whose names begin so.
    "what did I train last",
    "my last back workout",
    "my last push session",
    "what is my last set up",
    "my chest record",
    "my best press",
    "how do I test my 1rm",
    "what reps with 100 kg if my max is 120",
    # Half of the load, perhaps; all time, perhaps; a judgement.
    "plates for 100 kg on each side",
    "how many sets did I do for chest in total",
    "is the volume target for chest right",
    "is that the volume of my chest",
    "when should I train today",
    "what is the next exercise of my workout",
    "I did 100 kg for 5 reps. What did I bench last time?",
    "I did 100 kg for 5 reps on a boat. What is my 1RM?",
    "I did 100 kg for 5 reps. And then? What is my 1RM?",
)


@pytest.mark.parametrize(("message", "intent"), ASKED.items())
def test_a_rule_takes_what_it_is_sure_of(message: str, intent: Intent) -> None:
    assert understood(message) == intent


@pytest.mark.parametrize("message", LEFT_TO_THE_MODEL)
def test_anything_else_is_left_to_the_model(message: str) -> None:
    assert understood(message) is None


@pytest.mark.parametrize("word", ["why", "safely", "tired", "instead", "he", "should"])
@pytest.mark.parametrize("message", ASKED)
def test_one_more_word_makes_it_another_question(message: str, word: str) -> None:
    more = understood(f"{message.rstrip('?!')} {word} though")
    # A name may be anything, and the catalogue has none of these.
    named = (AskedLastSets, AskedRecords, AskedOneRepMax, AskedEstimate)
    assert more is None or (isinstance(more, named) and "though" in more.exercise)


def test_of_what_people_say_rules_claim_little_else() -> None:
    """The figures are those of decision 35."""
    files = (Path(__file__).parent / "corpora").glob("*.txt")
    lines = {line.strip() for file in files for line in file.read_text().splitlines()}
    claimed = {line for line in lines if line and line[0] != "#" and understood(line)}
    assert len(claimed) <= 20
    assert {line for line in claimed if isinstance(understood(line), NAMING)} <= NAMED


def test_what_is_too_long_for_a_rule_is_not_read() -> None:
    assert sentences_of("how many sets for chest " * 20) == []
    began = time.perf_counter()
    for text in ("a" * 4_000, "please " * 500, "1" * 4_000, ", " * 2_000, "so ok hi " * 400):
        assert understood(text) is None
    assert time.perf_counter() - began < 1


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    understood(text)


def test_numbers_are_read_with_what_they_count() -> None:
    numbers, left = numbers_in(("100", "kg", "for", "5", "reps", "now", "1.x", "²"))
    assert numbers == [
        Number(Decimal(100), KG, False, "for"),
        Number(Decimal(5), None, True, "now"),
    ]
    assert left == ("for", "now", "1.x", "²")
    assert load_and_reps(numbers[:1]) is None


@pytest.mark.parametrize(
    ("text", "muscles"),
    [
        ("chest", CHEST),
        ("pecs", CHEST),
        ("calf muscles", (Muscle.CALVES,)),
        ("quadricps", QUADS),
        ("chest and back", CHEST + BACK),
        ("back and lats", (*BACK,)),
        ("chest and feet", ()),
        ("", ()),
        ("chset", CHEST),
    ],
)
def test_muscles_by_what_people_call_them(text: str, muscles: tuple[Muscle, ...]) -> None:
    assert muscles_named(text) == muscles


def test_every_muscle_has_its_name() -> None:
    assert {one for muscles in NAMES.values() for one in muscles} == {*Muscle}
    for muscle in Muscle:
        assert muscles_named(muscle.label.lower()) == (muscle,)


def test_a_slip_is_one_letter() -> None:
    assert [is_slip(word, "squats") for word in ("squts", "squaats", "sqwats", "sqauts")] == [
        True
    ] * 4
    assert not is_slip("squats", "squats")
    assert not is_slip("sqtaus", "squats")
    assert not is_slip("squ", "squats")
    assert nearest("bats", ("bars", "cats")) is None
    assert nearest("cables", ("tables", "gables")) is None
