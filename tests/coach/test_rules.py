"""Rules answer from the log and the program, in the words of the person's own units."""

from datetime import UTC, datetime, timedelta

import pytest

from shared import tally
from shared.coach.rules import HELP, Allowance
from shared.domain.coach.memory import MOST_MEMORIES
from shared.store.database import Database
from tests.coach.asked import NOW, Asker, asker, stocked_asker
from tests.people import People
from tests.trained import workout

MONDAY, FRIDAY = "2026-11-16T10:00", "2026-11-13T10:00"


@pytest.fixture
def ann(database: Database, people: People) -> Asker:
    return stocked_asker(database, people)


def test_the_volume_of_a_muscle_planned_and_done(ann: Asker) -> None:
    ann.follows()
    ann.trained(
        workout(MONDAY, "bench-press: w5x20 3*8x60"), workout(FRIDAY, "bench-press: 2*8x60")
    )
    assert ann.told("How many sets for my chest?") == (
        "Planned by PPL: Chest 6 sets a week, under the minimum of 10. "
        "Done this week so far: Chest 3 sets a week, under the minimum of 10."
    )
    assert ann.told("chest sets last week") == (
        "Done in 2026-W46: Chest 2 sets a week, under the minimum of 10."
    )
    answer = ann.asks("How many sets for chest in my program?")
    assert answer is not None
    assert [one.source for one in answer.citations] == ["volume:planned:CHEST"]


def test_several_muscles_are_a_list(ann: Asker) -> None:
    ann.follows()
    lines = ann.told("planned volume for my legs").split("\n")
    assert lines[0] == "Planned by PPL:"
    assert lines[2] == "- Quads 12 sets a week, within the target of 10 to 20."
    assert len(lines) == 6


def test_with_nothing_planned_or_done_it_says_so(ann: Asker) -> None:
    assert ann.told("my chest volume") == (
        "You follow no program, so no sets are planned. Done this week so far: nothing is logged."
    )
    assert "no training is logged" in ann.told("how was my week?")
    assert ann.told("what is next?").startswith("You follow no program.")
    assert ann.told("what did I bench last time?") == (
        "You have logged no sets of Bench Press or Bench Dip yet. "
        "If you mean another exercise, ask by its full name."
    )
    assert ann.told("what's my squat PR") == "You have logged no sets of Squat yet."
    assert ann.told("what's my squat 1rm") == "You have logged no sets of Squat yet."
    assert ann.told("what are my records") == "You have no records yet: log a workout first."
    assert ann.told("what's my weight?") == ("No body weight was measured in the last half year.")


def test_the_target_of_a_muscle(ann: Asker) -> None:
    assert ann.told("what's my target for abs?") == (
        "Abs: the usual target is 10 to 20 hard sets a week, and more than 25 counts as excessive."
    )


def test_the_last_sets_of_an_exercise(ann: Asker) -> None:
    ann.trained(
        workout(FRIDAY, "bench-press: 3*5x60"),
        workout(MONDAY, "bench-press: w5x20 2*8x80 7x80 10x75.5"),
        workout(NOW - timedelta(hours=1), "bench-press: 8x90", finished=False),
    )
    assert ann.told("What did I bench last time?") == (
        "Bench Press, last done on 16 November 2026: 80 kg for 8, 8 and 7 reps; "
        "75.5 kg for 10 reps."
    )


def test_a_load_stays_in_the_unit_it_was_entered_in(ann: Asker) -> None:
    ann.trained(workout("2026-11-18T10:00", "bench-press: 8x135lb 1x225lbL"))
    pounds = ann.in_pounds()
    assert pounds.told("last sets of bench press") == (
        "Bench Press, last done today: 135 lb for 8 reps; 225 lb for 1 rep (left)."
    )


def test_what_somebody_trains_tells_which_exercise_is_meant(ann: Asker) -> None:
    ann.trained(workout(MONDAY, "machine-incline-press: 5x70"))
    told = ann.told("my last sets of incline presss")
    assert told.startswith("Machine Incline Press, last done")
    assert ann.told("last sets of bench press") == "You have logged no sets of Bench Press yet."


def test_a_name_of_several_exercises_none_of_which_was_done_is_taken_for_no_single_one(
    ann: Asker,
) -> None:
    ann.trained(workout(MONDAY, "seated-cable-row: 5x70"))
    row = "You have logged no sets of Bent-Over Row yet."
    hint = "If you mean another exercise, ask by its full name."
    assert ann.told("my last sets of row") == f"{row} {hint}"
    assert ann.told("last sets of bent-over row") == row
    assert ann.told("my incline press record") == (
        "You have logged no sets of Incline Bench Press, Machine Incline Press, "
        f"Smith Machine Incline Press or Incline Dumbbell Press yet. {hint}"
    )


def test_bodies_help_and_time_are_said_as_what_they_are(ann: Asker) -> None:
    ann.trained(
        workout(MONDAY, "pull-up: 8x0 5x10", "assisted-pull-up: 10x20"),
    )
    assert "8 reps; the body and 10 kg for 5 reps" in ann.told("last sets of pull-up")
    assert "20 kg of help for 10 reps" in ann.told("last sets of assisted pull-up")
    assert "least help 20 kg for 10 reps" in ann.told("my assisted pull-up record")
    assert ann.told("what's my pull-up 1rm") == (
        "No set of Pull-Up in your log tells a one-rep max."
    )


def test_records_and_the_estimate_they_tell(ann: Asker) -> None:
    ann.trained(workout(MONDAY, "bench-press: 5x100 12x70"), workout(FRIDAY, "squat: 1x140"))
    assert ann.told("what's my bench press PR?") == (
        "Bench Press: most load 100 kg for 5 reps on 16 November 2026, best estimate for one rep "
        "about 116.7 kg, most reps 12 on 16 November 2026."
    )
    assert ann.told("what's my bench 1rm") == (
        "Bench Press: your best estimate for one rep is about 116.7 kg, from 100 kg for 5 reps on "
        "16 November 2026."
    )
    assert ann.told("my estimated squat max").startswith(
        "Squat: your best estimate for one rep is 140 kg, from 140 kg for 1 rep"
    )
    assert "257.2 lb" in ann.in_pounds().told("what's my bench 1rm")
    assert ann.told("what are my PRs").split("\n")[0] == "Your latest records:"
    assert len(ann.told("what are my PRs").split("\n")) == 3


def test_what_is_next_has_loads_to_aim_at(ann: Asker) -> None:
    ann.follows()
    ann.trained(workout(MONDAY, "bench-press: 3*12x60"))
    lines = ann.told("what's next?").split("\n")
    assert lines[0] == "Next is Push of PPL, today."
    assert lines[1] == ("- Bench Press: 3 sets of 8 with 62.5 kg, more load than last time.")
    assert lines[2] == "- Overhead Press: 3 sets of 8 to 12."


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("plates for 100 kg", "100 kg on a bar of 20 kg: 25 and 15 kg on each side."),
        ("plates for 142.5", "142.5 kg on a bar of 20 kg: 25, 25, 10 and 1.25 kg on each side."),
        ("plates for 20 kg", "20 kg on a bar of 20 kg: the bare bar."),
        ("plates for 10 kg", "10 kg is less than the bar, which is 20 kg."),
        (
            "plates for 100 kg on a 15 kg bar",
            "100 kg on a bar of 15 kg: 25, 15 and 2.5 kg on each side.",
        ),
        (
            "plates for 61 kg",
            "61 kg cannot be made exactly on a bar of 20 kg: 60 kg (20 kg on each side) or 62.5 kg "
            "(20 and 1.25 kg on each side).",
        ),
        ("plates for 900 kg", "No bar takes that: 600 kg is the most this tells plates for."),
        ("e1rm 100x5", "100 kg for 5 reps comes to an estimated one-rep max of about 116.7 kg."),
        ("1rm of 100 kg for 1 rep", "100 kg for 1 rep is itself a one-rep max of 100 kg."),
        (
            "1rm of 100 kg for 12 reps",
            "100 kg for 12 reps comes to an estimated one-rep max of about 140 kg. "
            "It is a rough one: so many reps tell little.",
        ),
        ("1rm of 100 kg for 20 reps", "More than 15 reps tell nothing of a one-rep max."),
        (
            "bench 1rm 100x5",
            "100 kg for 5 reps comes to an estimated one-rep max of about 116.7 kg.",
        ),
        ("what can you do?", HELP),
        (
            "how many questions do I have left?",
            "3 of 10 answers of this month are used, 7 are left. On 1 December 2026 (UTC) counting "
            "begins anew.",
        ),
    ],
)
def test_what_needs_no_log(ann: Asker, message: str, said: str) -> None:
    assert ann.told(message) == said


def test_numbers_without_a_unit_are_of_ones_own(ann: Asker) -> None:
    pounds = ann.in_pounds()
    assert pounds.told("plates for 225") == ("225 lb on a bar of 45 lb: 45 and 45 lb on each side.")
    assert pounds.told("e1rm 225x5") == (
        "225 lb for 5 reps comes to an estimated one-rep max of about 262.5 lb."
    )


@pytest.mark.parametrize(
    "message",
    [
        "what's my max heart rate",
        "what's my best strategy",
        "last sets of unicorn riding",
        "pull-up 1rm 20x5",
        "unicorn 1rm 100x5",
        "plates for 100 kg on a 45 lb bar",
        "How should I train?",
        "my flying record",
        "broke my PR",
        "cut the last set",
        "test my one rep max",
        "the last set destroyed me",
    ],
)
def test_what_no_rule_can_tell_is_left_to_the_model(ann: Asker, message: str) -> None:
    assert ann.asks(message) is None


def test_a_week_all_in_all(ann: Asker) -> None:
    ann.trained(workout(MONDAY, "bench-press: 3*8x60"), workout(FRIDAY, "squat: 2*5x100"))
    assert ann.told("how was my week?") == (
        "This week so far: 1 workout with 3 hard sets of 1 exercise, 1440 kg moved in all."
    )
    assert ann.told("how many workouts did I do last week?") == (
        "In 2026-W46: 1 workout with 2 hard sets of 1 exercise, 1000 kg moved in all."
    )


def test_where_the_weight_is_going(ann: Asker) -> None:
    ann.weighed(*((NOW - timedelta(days=28 - day), 80 - day / 10) for day in range(28)))
    text = ann.told("how is my weight?")
    assert text.startswith("Your body weight was 77.3 kg on 17 November 2026; the trend is 78.")
    assert "going down by 0." in text
    assert "lb" in ann.in_pounds().told("how is my weight?")


def test_a_single_weighing_has_no_rate(ann: Asker) -> None:
    ann.weighed((NOW, 80.5))
    assert ann.told("what's my weight") == (
        "Your body weight was 80.5 kg on 18 November 2026; the trend is 80.5 kg."
    )


def test_pro_has_no_limit(ann: Asker) -> None:
    ann.allowance = Allowance(1, None, datetime(2026, 12, 1, tzinfo=UTC))
    assert (
        ann.told("what is my quota limit") == "Your plan has no monthly limit. 1 answer this month."
    )


def test_remembering_on_demand(ann: Asker) -> None:
    assert ann.told("what do you remember about me?").startswith("You have told me nothing")
    assert ann.told("Remember that I train at 6 am.") == (
        "I will remember: I train at 6 am. You can see, correct and delete what I remember."
    )
    assert ann.noted == ["memory-0"]
    assert ann.told("what do you remember about me?") == "You told me:\n- I train at 6 am."
    # What is known already is no change.
    ann.told("Remember that I train at 6 am.")
    assert ann.noted == ["memory-0"]


def test_a_full_memory_says_so(ann: Asker) -> None:
    for number in range(MOST_MEMORIES):
        ann.told(f"Remember that thing {number} is good")
    assert ann.told("Remember that this is too much").startswith("There is no room: 100 things")


def test_listening_keeps_what_is_stated_and_reads_nothing_otherwise(ann: Asker) -> None:
    counted = tally.begin()
    assert ann.grounding.listen(ann.caller, "How do I grow my legs?") == ()
    assert (counted.reads, counted.writes) == (0, 0)
    kept = ann.grounding.listen(ann.caller, "I have no barbell. How do I grow my legs?")
    assert [one.text for one in kept] == ["I have no barbell."]
    assert ann.grounding.memory(ann.caller) == tuple(kept)


def test_nobody_is_told_of_what_others_did(ann: Asker, database: Database, people: People) -> None:
    ann.follows()
    ann.trained(workout(MONDAY, "bench-press: 3*8x60"))
    ann.told("Remember that I have no barbell")
    bob = asker(database, people)
    assert "You follow no program" in bob.told("my chest volume")
    assert bob.told("last sets of bench press").startswith("You have logged no sets")
    assert bob.told("what's my bench PR").startswith("You have logged no sets")
    assert bob.told("what do you remember").startswith("You have told me nothing")


def test_what_a_rule_reads(ann: Asker) -> None:
    """As `docs/coach.md` tells it."""
    ann.follows()
    for day in range(1, 9):
        ann.trained(workout(NOW - timedelta(days=day), "bench-press: 3*8x60"))
    ann.lookups.known(ann.caller)
    reads = {}
    for message in ("sets for chest in my program", "last sets of bench press", "plates for 100"):
        counted = tally.begin()
        ann.told(message)
        reads[message] = counted.reads
    assert reads == {
        "sets for chest in my program": 2,
        "last sets of bench press": 8,
        "plates for 100": 0,
    }
