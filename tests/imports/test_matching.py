from dataclasses import replace

import pytest

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import Standing
from shared.domain.imports.batch import Decision
from shared.domain.naming import name_key
from shared.imports.matching import Matcher
from tests.stocked import curated_exercises
from tools.seed.catalogue import exercise_id

EXERCISES = {one.id: one for one in curated_exercises()}
MATCHER = Matcher(Catalogue.of(EXERCISES, 1), {})


def name_of(exercise: str | None) -> str | None:
    return EXERCISES[exercise].name if exercise else None


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Bench Press (Barbell)", "Bench Press"),
        ("Bench Press (Dumbbell)", "Dumbbell Bench Press"),
        ("Incline Bench Press (Dumbbell)", "Incline Dumbbell Press"),
        ("Bicep Curl (Cable)", "Cable Curl"),
        ("Bicep Curl (Dumbbell)", "Dumbbell Curl"),
        ("Seated Overhead Press (Barbell)", "Seated Barbell Press"),
        ("Pull Up (Assisted)", "Assisted Pull-Up"),
        ("Reverse Fly (Machine)", "Reverse Pec Deck"),
        ("Standing Calf Raise (Machine)", "Standing Calf Raise"),
        ("T Bar Row", "T-Bar Row"),
        ("EZ-Bar Curl", "EZ-Bar Curl"),
        ("benchpress", "Bench Press"),
        ("Row", "Bent-Over Row"),
        ("LEG  PRESS", "Leg Press"),
    ],
)
def test_names_of_other_apps_that_are_surely_ours(written: str, ours: str) -> None:
    meant = MATCHER.meant(written)
    assert (name_of(meant.exercise_id), meant.decision) == (ours, Decision.AUTO)
    assert meant.confidence >= 0.9


@pytest.mark.parametrize(
    "written",
    [
        "Overhead Press (Each Side, Dumbbells)",
        "Flat Barbell Bench Press",
        # The equipment is another one.
        "Hack Squat (Kettlebell)",
    ],
)
def test_what_is_likely_is_asked_about(written: str) -> None:
    meant = MATCHER.meant(written)
    assert meant.decision is Decision.ASK
    assert meant.exercise_id
    assert 0.75 <= meant.confidence < 0.9


@pytest.mark.parametrize("written", ["Supino Sentado (Maquina)", "Yoga", "", "(Barbell)", "1"])
def test_what_is_nothing_of_ours_is_left_open(written: str) -> None:
    assert MATCHER.meant(written).decision is Decision.UNMATCHED


def test_every_exercise_of_ours_is_found_by_its_own_name() -> None:
    wrong = [
        one.name for one in EXERCISES.values() if MATCHER.meant(one.name).exercise_id != one.id
    ]
    assert wrong == []


def test_what_the_person_said_goes_before_what_is_alike() -> None:
    squat = exercise_id("squat")
    said = {name_key("Bench Press"): squat, name_key("Row"): None, name_key("Curl"): "gone"}
    matcher = Matcher(Catalogue.of(EXERCISES, 1), said)
    bench = matcher.meant("BENCH press")
    assert (bench.exercise_id, bench.decision) == (squat, Decision.REMEMBERED)
    assert matcher.meant("Row").decision is Decision.LEFT_OUT
    assert matcher.meant("Curl").decision is Decision.AUTO


def test_an_id_that_is_known_goes_before_everything() -> None:
    squat = exercise_id("squat")
    assert MATCHER.meant("Bench Press", squat).exercise_id == squat
    assert MATCHER.meant("Bench Press", "foreign").exercise_id == exercise_id("bench-press")


def test_archived_exercises_are_not_proposed() -> None:
    bench = exercise_id("bench-press")
    archived = {**EXERCISES, bench: replace(EXERCISES[bench], standing=Standing.ARCHIVED)}
    meant = Matcher(Catalogue.of(archived, 1), {}).meant("Bench Press (Barbell)")
    assert meant.exercise_id != bench
