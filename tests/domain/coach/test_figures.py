from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.coach.facts import Fact, Figure, Origin, Unit
from shared.domain.coach.figures import Checker, check, stated
from shared.domain.coach.numbers import numbers
from shared.domain.coach.sentences import LONGEST

CHEST = Fact(
    "volume:planned:CHEST",
    "Chest, planned sets a week",
    (Figure(Fraction(14)), Figure(Fraction(20))),
)
QUADS = Fact("volume:planned:QUADS", "Quads, planned sets a week", (Figure(Fraction(9)),))
BENCH = Fact(
    "record:bench",
    "Bench Press, record",
    (Figure(Fraction(100), Unit.KG), Figure(Fraction(5)), Figure(Fraction(350, 3), Unit.KG)),
    (date(2026, 11, 16),),
    ("Bench Press",),
)
BODY = Fact(
    "measurement:1",
    "Body weight",
    (Figure(Fraction("81.65"), Unit.KG), Figure(Fraction("-0.4"), Unit.KG)),
)
BY_NAME = Fact("program:1", "A program", about=("5/3/1 Boring", "Mass XII"))
ASKED = stated("I can do 37 pull-ups at 18:30")
FACTS = (CHEST, QUADS, BENCH, BODY, BY_NAME, ASKED)


@pytest.mark.parametrize(
    "text",
    [
        "Your chest gets 14 sets a week.",
        "Your chest gets fourteen sets a week.",
        "Chest: **14** sets.",
        "Chest has 14 of 20 sets, 6 short.",
        "Chest and quads get 14 and 9 sets, 23 in all.",
        "Your bench press record is 100 kg, or 220 lb.",
        "Your bench press e1RM is 116.7 kg.",
        "Your bench press e1RM is 117 kg, by your 1-rep max formula.",
        "You benched 100,0 kg for 5 reps on 16 November 2026.",
        "You did it on Nov 16th.",
        "You did it on 2026-11-16, in 2026-W47.",
        "The week 47 was a good one; so was November 2026, and in 2026 as a whole.",
        "You weigh 81.7 kg, 0.4 kg less.",
        "You weigh about 82 kg, a change of -0.4 kg.",
        "You can do 37 pull-ups at 18:30.",
        "Aim for 10 to 20 sets, 6-12 reps, two or three times a week.",
        "Rest 2 minutes, or 90 seconds.",
        "5/3/1 Boring is your program, and Mass XII was.",
        "Your chest gets XIV sets a week.",
        "Phase II comes next: type II fibres tire first.",
        "IV. Keep going in size XL with V-ups and a vitamin by IV, X or not.",
        "Three things count: sleep, food and effort. Step 1 is sleep.",
        "One of them is enough, one way or another.",
        "1. Keep going.",
    ],
)
def test_what_facts_bear_out_is_said(text: str) -> None:
    checked = check(text, FACTS)
    assert checked.unsupported == ()
    assert checked.text == text
    assert checked.is_meaningful


@given(number=st.integers(2, 50))
def test_roman_numerals_are_read(number: int) -> None:
    tens = ("", "X", "XX", "X" * 3, "XL", "L")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    written = tens[number // 10] + ones[number % 10]
    (found,) = numbers(f"Do {written} sets.")
    assert (found.text, found.values, found.noun) == (written, (Fraction(number),), "set")


@pytest.mark.parametrize(
    ("text", "unsupported"),
    [
        ("Your chest gets 15 sets a week.", "15"),
        ("Your chest gets fifteen sets a week.", "fifteen"),
        ("Your chest gets ٣٧ sets a week.", "٣٧"),
        ("Your chest gets ３7 sets a week.", "37"),
        ("Your quads get 14 sets a week.", "14"),
        ("Your bench press record is 100 lb.", "100"),
        ("Your bench press record is 105 kg.", "105"),
        ("You weigh 83 kg.", "83"),
        ("You weigh about 90 kg.", "about 90"),
        ("You changed by +0.4 kg.", "+0.4"),
        ("You did it on 17 November.", "17 November"),
        ("You did it on Feb 3.", "Feb 3"),
        ("You did it in 2026-W46.", "2026-W46"),
        ("You did it in week 46.", "46"),
        ("You did it in 2019.", "2019"),
        ("You did it at 17:45.", "17:45"),
        ("You did it in March 2025.", "March 2025"),
        ("Aim for 12 sets.", "12"),
        ("You did 12 reps last week.", "12"),
        ("Your chest got 37 sets.", "37"),
        ("Half of your sets are for show.", "Half"),
        ("You doubled it.", "doubled"),
        ("That is 61 % more.", "61"),
        ("You lifted 12.5k kg in all.", "12.5k"),
        ("That makes one hundred and thirty reps.", "one hundred and thirty"),
        ("It was two thousand and fifty reps.", "two thousand and fifty"),
        ("That makes a dozen and a half.", "dozen and a half"),
        ("You did 1.234.567 reps.", "1.234.567"),
        ("You did 1.2.3 reps.", "1.2.3"),
        ("Rest for 3½ minutes.", "3.5"),
        ("Do XII sets for your chest.", "XII"),
        ("Do IV sets for your quads.", "IV"),
        ("Do ⅹⅵ sets for your quads.", "XVI"),
        ("For your quads: sets: X.", "X"),
        ("Stay for L minutes.", "L"),
        ("Keep at XXIV.", "XXIV"),
        ("This was your fifth workout.", None),
        ("Measure 15 inches.", "15"),
    ],
)
def test_what_nothing_bears_out_is_left_out(text: str, unsupported: str | None) -> None:
    facts = FACTS if unsupported is not None else (CHEST,)
    checked = check(text, facts)
    assert checked.unsupported == ((unsupported or "fifth"),)
    assert checked.text == ""
    assert not checked.is_meaningful


def test_every_number_of_a_long_chain_is_looked_at() -> None:
    assert check("You did 41 x 42 x 43 x 44.", FACTS).unsupported == ("41", "42", "43", "44")


def test_a_sentence_goes_and_the_rest_stays() -> None:
    text = (
        "Your chest gets 14 sets a week. Your quads get 99. That is a lot. Quads grow when you"
        " train them hard, so add a little to them each week."
    )
    checked = check(text, FACTS)
    assert checked.text == (
        "Your chest gets 14 sets a week. Quads grow when you train them hard, so add a little to"
        " them each week."
    )
    assert checked.is_meaningful


def test_little_words_alone_are_no_answer() -> None:
    assert not check(
        "Sure! Your quads get 99 sets. Shall we look at your plan together now?", FACTS
    ).is_meaningful
    assert check("Sure!", FACTS).is_meaningful
    assert not check("", FACTS).is_meaningful


def test_an_item_of_a_list_goes_as_a_whole_and_a_heading_with_its_last_item() -> None:
    text = (
        "Here is what your program gives to each muscle in a week:\n"
        "- Chest: 14 sets. Good.\n"
        "- Quads: 99 sets. Great.\n"
        "\n"
        "## Records\n"
        "Bench:\n"
        "- 999 kg\n"
        "\n"
        "Weights:\n"
        "- Body weight is measured, as it should be: 81.65 kg"
    )
    assert check(text, FACTS).text == (
        "Here is what your program gives to each muscle in a week:\n"
        "- Chest: 14 sets. Good.\n"
        "Weights:\n"
        "- Body weight is measured, as it should be: 81.65 kg"
    )


def test_figures_of_two_subjects_in_one_sentence_are_both_borne_out() -> None:
    cited = check("Chest gets 14 sets a week, quads get 9.", FACTS).citations
    assert [one.source for one in cited] == ["volume:planned:CHEST", "volume:planned:QUADS"]
    assert {one.claim for one in cited} == {"Chest gets 14 sets a week, quads get 9."}


def test_ones_own_words_are_not_cited_and_are_no_record() -> None:
    asked = stated("Did I do 37 sets of chest?")
    assert check("You did 37 sets of chest.", (CHEST, asked)).text == ""
    assert check("If you do 37 sets of chest, that is plenty.", (CHEST, asked)).citations == ()
    assert check("You asked for 37 sets of chest; you have 14.", (CHEST, asked)).text


def test_a_record_is_cited_before_common_ground() -> None:
    assert check("Aim for 20 sets.", FACTS).citations[0].source == "volume:planned:CHEST"
    assert check("Aim for 20 sets.", ()).citations[0].source == "landmark:weekly_sets"


def test_a_fraction_of_an_hour_and_of_a_set() -> None:
    rest = Fact("rest", "Rest", (Figure(Fraction(1800), Unit.SECONDS), Figure(Fraction(1, 2))))
    assert check("Rest half an hour.", (rest,)).unsupported == ()
    assert check("A side counts ½ set.", (rest,)).unsupported == ()
    assert check("A side counts one and a half sets.", (rest,)).unsupported != ()


def test_a_count_may_be_one_of_seconds_but_is_no_load() -> None:
    rest = Fact("rest", "Rest", (Figure(Fraction(120)),))
    assert check("Rest 120 seconds.", (rest,)).unsupported == ()
    assert check("Lift 120 kg.", (rest,)).unsupported == ("120",)


def test_a_thousand_is_read_in_both_of_its_spellings() -> None:
    volume = Fact("volume", "Load moved", (Figure(Fraction(12_500), Unit.KG),))
    for text in ("12,500 kg", "12.500 kg", "12500 kg", "12.5k kg", "about 12,300 kg"):
        assert check(f"You moved {text}.", (volume,)).unsupported == (), text


@given(st.integers(1, 400), st.integers(1, 400))
def test_a_number_stands_exactly_if_a_fact_has_it(known: int, said: int) -> None:
    fact = Fact("a", "A fact", (Figure(Fraction(known)),))
    checked = check(f"There are {said} of these in all of what we have.", (fact,))
    assert (checked.unsupported == ()) is (known == said)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 60), max_size=8))
def test_a_stream_lets_out_what_the_whole_would(cuts: list[int]) -> None:
    text = (
        "Sure! Your chest gets 14 sets a week, e.g. by bench press at 100.0 kg.\n\n1. Quads get 77"
        " sets. Add to them. 2. Rest 2 minutes, and then do the next of your sets as planned."
    )
    checker, said, rest = Checker(FACTS), "", text
    for cut in cuts:
        said += checker.feed(rest[:cut])
        rest = rest[cut:]
    said += checker.feed(rest) + checker.close()
    assert said.strip() == check(text, FACTS).text


def test_a_stream_begins_only_when_it_says_something() -> None:
    checker = Checker(FACTS)
    assert checker.feed("Sure! Your quads get 99 sets. ") == ""
    assert checker.close() == ""
    assert checker.checked.unsupported == ("99",)


def test_a_sentence_without_an_end_is_one_all_the_same() -> None:
    checker = Checker(FACTS)
    assert checker.feed("word " * (LONGEST // 5 + 1)).startswith("word word")


def test_figures_of_ones_own_words_fit_any_unit() -> None:
    fact = stated("100 for 5, then 2x8 at 60 kg")
    assert fact.origin is Origin.STATED
    assert Figure(Fraction(100), Unit.ANY) in fact.figures
    assert Figure(Fraction(60), Unit.KG) in fact.figures
    assert check("With 100 kg for 5 reps you did well.", (fact,)).unsupported == ()
