"""The curated catalogue: what it covers, and that a bad entry is told with its place."""

import re
from collections import Counter
from enum import StrEnum
from pathlib import Path

import pytest

from shared.domain.exercises import Equipment, Exercise, LoadMode, Mechanic, Tracking
from shared.domain.muscles import Muscle
from tests.domain.published import EXERCISES, GBR, PPL
from tools.seed.catalogue import exercise_id, load_catalogue, spelled
from tools.seed.reading import Flaw

CATALOGUE = load_catalogue()
BY_WORDS = {spelled(words): one for one in CATALOGUE for words in (one.name, *one.aliases)}


def called(words: str) -> Exercise:
    return BY_WORDS[spelled(words)]


def test_the_catalogue_has_over_two_hundred_exercises_with_ids_of_their_own() -> None:
    assert len(CATALOGUE) >= 220
    assert len({exercise.id for exercise in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("muscle", Muscle)
def test_every_muscle_is_what_at_least_six_exercises_train(muscle: Muscle) -> None:
    assert sum(exercise.contributions.get(muscle) == 4 for exercise in CATALOGUE) >= 6


@pytest.mark.parametrize("kind", [*Equipment, *Mechanic, *LoadMode, *Tracking])
def test_every_kind_is_used(kind: StrEnum) -> None:
    used = Counter[StrEnum]()
    for one in CATALOGUE:
        used.update((one.equipment, one.mechanic, one.load_mode, one.tracking))
    assert used[kind] >= 2


def test_a_contribution_is_one_to_four_quarters_and_one_muscle_gets_four() -> None:
    for exercise in CATALOGUE:
        quarters = exercise.contributions.values()
        assert set(quarters) <= {1, 2, 3, 4}, exercise.name
        assert 4 in quarters, exercise.name


def test_contributions_stand_in_the_order_of_reports() -> None:
    order = list(Muscle)
    for exercise in CATALOGUE:
        places = [order.index(muscle) for muscle in exercise.contributions]
        assert places == sorted(places), exercise.name


def test_no_word_means_two_exercises() -> None:
    words = [
        (spelled(word), exercise.id)
        for exercise in CATALOGUE
        for word in (exercise.name, *exercise.aliases)
    ]
    meanings = Counter(word for word, _ in set(words))
    assert [word for word, count in meanings.items() if count > 1] == []


def test_every_exercise_has_an_alias_and_one_sentence_of_its_own() -> None:
    assert all(exercise.aliases for exercise in CATALOGUE)
    for exercise in CATALOGUE:
        assert re.fullmatch(r"[A-Z0-9][^.]{15,118}\.", exercise.description), exercise.name
    assert len({exercise.description for exercise in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("rdl", "Romanian Deadlift"),
        ("military press", "Overhead Press"),
        ("OHP", "Overhead Press"),
        ("pec deck", "Pec Deck"),
        ("skull crusher", "Skullcrusher"),
        ("CGBP", "Close-Grip Bench Press"),
        ("BSS", "Bulgarian Split Squat"),
        ("sldl", "Stiff-Leg Deadlift"),
        ("pull up", "Pull-Up"),
        ("ghr", "Glute-Ham Raise"),
        ("hex bar deadlift", "Trap Bar Deadlift"),
    ],
)
def test_what_people_type_is_known(typed: str, name: str) -> None:
    assert called(typed).name == name


@pytest.mark.parametrize(
    "word",
    [
        "squat",
        "bench press",
        "deadlift",
        "row",
        "curl",
        "overhead press",
        "lunge",
        "hip thrust",
        "shrug",
        "good morning",
        "front squat",
        "incline bench press",
        "upright row",
        "preacher curl",
        "romanian deadlift",
    ],
)
def test_a_bare_movement_word_means_the_standard_barbell_form(word: str) -> None:
    assert called(word).is_standard
    assert called(word).equipment is Equipment.BARBELL


@pytest.mark.parametrize("word", ["pull up", "chin up", "push up", "dip", "plank", "crunch"])
def test_a_bare_word_for_a_movement_without_a_bar_means_its_standard_form(word: str) -> None:
    assert called(word).is_standard
    assert called(word).load_mode is LoadMode.BODYWEIGHT


@pytest.mark.parametrize(
    ("words", "load_mode", "tracking"),
    [
        ("assisted pull-up", LoadMode.ASSISTED, Tracking.REPS),
        ("assisted dip", LoadMode.ASSISTED, Tracking.REPS),
        ("plank", LoadMode.BODYWEIGHT, Tracking.TIME),
        ("farmer's walk", LoadMode.EXTERNAL, Tracking.DISTANCE),
        ("band pull-apart", LoadMode.BAND, Tracking.REPS),
        ("bench press", LoadMode.EXTERNAL, Tracking.REPS),
    ],
)
def test_the_logged_number_means_what_it_should(
    words: str, load_mode: LoadMode, tracking: Tracking
) -> None:
    assert (called(words).load_mode, called(words).tracking) == (load_mode, tracking)


IN_ORACLES = [EXERCISES[one] for one in sorted(PPL.exercise_ids | GBR.exercise_ids)]


def test_the_oracles_speak_of_23_exercises() -> None:
    assert len(IN_ORACLES) == 23


@pytest.mark.parametrize("given", IN_ORACLES, ids=lambda given: given.name)
def test_contributions_agree_with_the_worked_oracles(given: Exercise) -> None:
    assert called(given.name).contributions == given.contributions


@pytest.mark.parametrize(
    ("slug", "kept"),
    [
        ("bench-press", "ffb93b5c-f235-5eb8-aafc-1df2b259e192"),
        ("squat", "3e010c41-3282-5028-91f9-cc92f2ef48b5"),
    ],
)
def test_ids_come_of_the_slug_and_never_change(slug: str, kept: str) -> None:
    assert exercise_id(slug) == kept
    assert called(slug).id == kept


GOOD = """
name: A Press
equipment: BARBELL
mechanic: COMPOUND
contributions: {CHEST: 1, TRICEPS: 0.5}
description: Press it.
"""


def written(directory: Path, *entries: str) -> Path:
    body = "\n".join(
        f"press-{at}:\n" + "\n".join(f"  {line}" for line in entry.strip().splitlines())
        for at, entry in enumerate(entries)
    )
    (directory / "chest.yaml").write_text(body)
    return directory


def test_what_is_left_out_has_its_usual_value(tmp_path: Path) -> None:
    (press,) = load_catalogue(written(tmp_path, GOOD))
    assert press.load_mode is LoadMode.EXTERNAL
    assert press.tracking is Tracking.REPS
    assert press.aliases == ()
    assert press.contributions == {Muscle.CHEST: 4, Muscle.TRICEPS: 2}


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (GOOD.replace("0.5", "0.6"), "a contribution is 0.25, 0.5, 0.75 or 1"),
        (GOOD.replace("0.5", "true"), "a contribution is 0.25, 0.5, 0.75 or 1"),
        (GOOD.replace("CHEST: 1", "CHEST: 0.75"), "contributions need a muscle with 1"),
        (GOOD.replace("CHEST", "NECK"), "contributions name NECK"),
        (GOOD.replace("BARBELL", "Barbell"), "equipment must be one of BARBELL, DUMBBELL"),
        (GOOD.replace("mechanic: COMPOUND", ""), "mechanic must be a text"),
        (GOOD.replace("mechanic", "mechanics"), "unknown field mechanics"),
        (GOOD + "aliases: Press", "aliases must be a list of texts"),
        (GOOD + "aliases: [A PRESS]", "a name or alias is written twice"),
        (GOOD + "standard: 1", "standard must be true or false"),
    ],
)
def test_a_bad_entry_is_told_with_its_file_and_slug(tmp_path: Path, entry: str, wrong: str) -> None:
    with pytest.raises(Flaw, match=f"^chest.yaml: press-0: {re.escape(wrong)}"):
        load_catalogue(written(tmp_path, entry))


def test_an_alias_that_means_another_exercise_is_told(tmp_path: Path) -> None:
    second = GOOD.replace("A Press", "B Press") + "aliases: [a-press]"
    with pytest.raises(
        Flaw, match=re.escape("chest.yaml: press-1: 'a-press' already means A Press")
    ):
        load_catalogue(written(tmp_path, GOOD, second))


def test_a_slug_in_two_files_is_told(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    (tmp_path / "more.yaml").write_text((tmp_path / "chest.yaml").read_text())
    with pytest.raises(
        Flaw, match=re.escape("more.yaml: press-0: the slug is taken in chest.yaml")
    ):
        load_catalogue(tmp_path)


def test_a_key_given_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(Flaw, match=re.escape("chest.yaml: line 2: name is given twice")):
        load_catalogue(written(tmp_path, GOOD + "name: Again"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("- a list", "chest.yaml: must be a map of slugs"),
        ("press: {name: [", "chest.yaml: is no YAML"),
        ("A Press: {}", "chest.yaml: A Press: a slug is lower case words joined by hyphens"),
        ("press: words", "chest.yaml: press: must be a map"),
        ("press: {name: A, equipment: CABLE, mechanic: ISOLATION}", "contributions must be a map"),
    ],
)
def test_a_file_of_another_shape_is_told(tmp_path: Path, text: str, wrong: str) -> None:
    (tmp_path / "chest.yaml").write_text(text)
    with pytest.raises(Flaw, match=re.escape(wrong)):
        load_catalogue(tmp_path)
