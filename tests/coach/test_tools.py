"""Tools tell the model what is so, in bounds, and nothing of anybody else."""

import json
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from shared import tally
from shared.domain.access import Caller
from shared.domain.coach.facts import Figure, Unit
from shared.domain.coach.grounding import MOST_BYTES, About, Thing
from shared.domain.coach.own_texts import OwnText, Source
from shared.domain.coach.toolbox import TOOLS
from shared.domain.errors import NotFound
from shared.store.database import Database
from tests.coach.asked import NOW, Asker, asker, stocked_asker
from tests.people import People
from tests.trained import workout
from tools.seed.catalogue import exercise_id

BENCH = exercise_id("bench-press")
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"
ENOUGH: dict[str, dict[str, Any]] = {
    "get_last_sets": {"exercise": "bench press"},
    "search_notes": {"query": "shoulder"},
    "search_exercises": {"query": "row"},
    "calculate_plates": {"load": 100, "unit": "KG"},
    "estimate_one_rep_max": {"load": 100, "unit": "KG", "reps": 5},
}


@pytest.fixture
def ann(database: Database, people: People) -> Asker:
    return stocked_asker(database, people)


@pytest.fixture
def busy(ann: Asker) -> Asker:
    """Somebody with a long log."""
    ann.follows()
    slugs = ("bench-press", "squat", "deadlift", "overhead-press", "lat-pulldown")
    for day in range(1, 22, 2):
        lines = [f"{slug}: {day % 5 + 3}*8x{60 + day}" for slug in slugs]
        ann.trained(workout(NOW - timedelta(days=day), *lines, name="x" * 80))
    ann.weighed(*((NOW - timedelta(days=20 - day), 80 - day / 10) for day in range(20)))
    return ann


def items(asker: Asker, name: str, **arguments: object) -> list[dict[str, object]]:
    found = asker.runs(name, **arguments).content["items"]
    assert isinstance(found, list)
    return found


def test_every_tool_tells_something_within_bounds(busy: Asker) -> None:
    busy.find_texts = lambda *_: [OwnText(Source.MEMORY, "m", "", "", "x" * 1_000)] * 20
    ann = busy.in_pounds()
    for name in (spec.name for spec in TOOLS):
        told = ann.runs(name, **ENOUGH.get(name, {}))
        assert told.content.get("items"), (name, told.content)
        assert len(json.dumps(told.content, ensure_ascii=False).encode()) <= MOST_BYTES, name
        sources = {one["source"] for one in told.content["items"]}
        assert sources <= {one.source for one in told.facts}, name


def test_of_an_empty_log_every_tool_says_so(ann: Asker) -> None:
    for name in (spec.name for spec in TOOLS):
        content = ann.runs(name, **ENOUGH.get(name, {})).content
        assert content.get("error") or content.get("why") or content["items"], name


def test_the_program_that_is_followed_or_another(busy: Asker) -> None:
    program, push, *_ = items(busy, "get_program")
    assert (program["name"], program["sessions"], program["days_a_week"]) == ("PPL", 3, 6)
    assert push["exercises"][0]["sets"] == ["3 x 8-12"]  # type: ignore[index]
    own = program["program_id"]
    assert items(busy, "get_program", program_id=own)[0] == program
    assert busy.runs("get_program", program_id=NOBODYS).content == {
        "error": "There is nothing here."
    }


def test_planned_and_trained_volume(busy: Asker) -> None:
    assert len(items(busy, "get_planned_volume")) == 18
    this, last = items(busy, "get_trained_weeks")
    assert (this["week"], last["week"]) == ("2026-W47", "2026-W46")
    assert this["sets_by_muscle"]["CHEST"] > 0  # type: ignore[index]
    told = busy.runs("get_trained_weeks", weeks=8.0)
    assert len(told.content["items"]) == 8
    assert "volume:trained:2026-W47:CHEST" in {one.source for one in told.facts}


def test_last_sets_by_name_or_id(busy: Asker) -> None:
    by_name = items(busy, "get_last_sets", exercise="bench pres", times=3)
    assert [one["day"] for one in by_name] == ["2026-11-17", "2026-11-15", "2026-11-13"]
    assert items(busy, "get_last_sets", exercise=BENCH, times=3) == by_name


def test_records_of_one_exercise_or_the_latest(busy: Asker) -> None:
    (bench,) = items(busy, "get_records", exercise="bench press")
    assert bench["one_rep_max"]["load"] == {"value": 81, "unit": "KG"}  # type: ignore[index]
    assert len(items(busy, "get_records")) == 5
    assert "why" in busy.runs("get_records", exercise="hack squat").content


def test_figures_of_facts_have_their_units(busy: Asker) -> None:
    (fact,) = busy.runs("get_measurements", metric="weight_kg").facts
    assert Figure(Fraction(78), Unit.KG) not in fact.figures
    assert any(one.unit is Unit.KG for one in fact.figures)
    (fact,) = busy.runs("calculate_plates", load=100, unit="KG").facts
    assert Figure(Fraction(25), Unit.KG) in fact.figures
    assert len(items(busy, "get_measurements")) == 1
    assert "why" in busy.runs("get_measurements", metric="waist_cm").content


def test_exercises_by_muscle_and_equipment(ann: Asker) -> None:
    found = items(ann, "search_exercises", muscle_group="CHEST", equipment="CABLE")
    assert found
    for one in found:
        assert (one["equipment"], "CHEST" in one["muscle_contributions"]) == ("CABLE", True)  # type: ignore[operator]
    assert "why" in ann.runs("search_exercises", query="zzzzzz").content
    assert "error" in ann.runs("search_exercises").content


def test_targets_of_one_muscle_or_all(ann: Asker) -> None:
    assert len(items(ann, "get_targets")) == 18
    (chest,) = items(ann, "get_targets", muscle_group="CHEST")
    assert (chest["minimum"], chest["maximum"], chest["is_own"]) == (10, 20, False)


def test_notes_are_found_by_meaning_or_not_now(ann: Asker) -> None:
    assert "error" in ann.runs("search_notes", query="shoulder").content

    def find(caller: Caller, words: str) -> Sequence[OwnText]:
        assert (caller, words) == (ann.caller, "shoulder")
        return [OwnText(Source.WORKOUT, "w1", "e1", "Bench Press", "felt 9 of 10", NOW)]

    finding = Asker(ann.database, ann.person, ann.caller, find)
    (note,) = items(finding, "search_notes", query=" shoulder ")
    assert note == {
        "source": "workout:w1:e1",
        "about": "felt 9 of 10",
        "text": "felt 9 of 10",
        "of": "Bench Press",
        "day": "2026-11-18",
    }


WRONGLY: list[tuple[str, dict[str, object]]] = [
    ("drop_tables", {}),
    ("get_program", {"owner": NOBODYS}),
    ("get_program", {"program_id": "../../users/x"}),
    ("get_program", {"program_id": 7}),
    ("get_trained_weeks", {"weeks": 9}),
    ("get_trained_weeks", {"weeks": True}),
    ("get_trained_weeks", {"weeks": 1.5}),
    ("get_trained_weeks", {"weeks": "2"}),
    ("get_trained_weeks", {"weeks": float("nan")}),
    ("get_targets", {"muscle_group": "HEART"}),
    ("get_targets", {"muscle_group": ["CHEST"]}),
    ("get_last_sets", {}),
    ("get_last_sets", {"exercise": "x" * 201}),
    ("get_last_sets", {"exercise": "bench\0press"}),
    ("get_last_sets", {"exercise": "unicorn"}),
    ("calculate_plates", {"load": -5, "unit": "KG"}),
    ("calculate_plates", {"load": float("inf"), "unit": "KG"}),
    ("calculate_plates", {"load": 100}),
    ("estimate_one_rep_max", {"load": 100, "unit": "KG"}),
    ("get_next_workout", {}),
    ("get_planned_volume", {}),
]


def test_what_a_model_asks_wrongly_is_answered_with_what_is_wrong(ann: Asker) -> None:
    for name, arguments in WRONGLY:
        told = ann.runs(name, **arguments)
        assert set(told.content) == {"error"}, (name, arguments)
        assert told.facts == ()


def test_more_than_any_bar_takes(ann: Asker) -> None:
    assert "why" in ann.runs("calculate_plates", load=1000, unit="KG").content


def test_a_workout_a_program_and_a_measurement_to_ask_about(busy: Asker) -> None:
    (newest,) = busy.lookups.workouts.started(busy.person.user_id, limit=1)
    told = busy.grounding.about(busy.caller, About(Thing.WORKOUT, newest.value.id))
    assert len(told.content["items"]) == 6
    program = busy.lookups.programs.active_id(busy.person.user_id)
    told = busy.grounding.about(busy.caller, About(Thing.PROGRAM, str(program)))
    assert told.content["planned_sets_by_muscle"]["QUADS"] == 12
    assert "volume:planned:QUADS" in {one.source for one in told.facts}
    (measured,) = busy.lookups.measurements.measured(busy.person.user_id, limit=1)
    counted = tally.begin()
    told = busy.grounding.about(busy.caller, About(Thing.MEASUREMENT, measured.value.id))
    assert counted.reads == 4
    assert [one["values"]["weight_kg"] for one in told.content["items"]] == [
        78.1,
        78.2,
        78.3,
        78.4,
    ]


def test_what_belongs_to_others_is_not_there(
    busy: Asker, database: Database, people: People
) -> None:
    owner = busy.person.user_id
    (trained,) = busy.lookups.workouts.started(owner, limit=1)
    (measured,) = busy.lookups.measurements.measured(owner, limit=1)
    program = str(busy.lookups.programs.active_id(owner))
    bob = asker(database, people)
    for thing, one in (
        (Thing.WORKOUT, trained.value.id),
        (Thing.MEASUREMENT, measured.value.id),
        (Thing.PROGRAM, program),
        (Thing.WORKOUT, "../x"),
    ):
        with pytest.raises(NotFound):
            bob.grounding.about(bob.caller, About(thing, one))
    assert "error" in bob.runs("get_program", program_id=program).content
    assert "why" in bob.runs("get_records", exercise="bench press").content
    assert "why" in bob.runs("get_last_sets", exercise="bench press").content


def test_schemas_name_what_is_needed() -> None:
    for spec in TOOLS:
        assert spec.parameters["type"] == "object"
        assert set(spec.parameters.get("required", ())) <= set(spec.parameters["properties"])
