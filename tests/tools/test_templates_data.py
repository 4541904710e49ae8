"""The published programs: as their authors wrote them, and legal as anybody's program is."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.programs import (
    Cyclic,
    Entry,
    Plan,
    Session,
    SetKind,
    SetRow,
    Weekday,
    Weekly,
)
from shared.domain.volume import weekly_volume
from shared.store.program_shelves import is_template_id
from tests.domain.oracles import GBR_WEEK, PPL_WEEK, Term
from tests.domain.published import NOW, muscle
from tools.seed.catalogue import load_catalogue
from tools.seed.reading import Flaw
from tools.seed.templates import load_templates

EXERCISES = load_catalogue()
CATALOGUE = Catalogue.of({exercise.id: exercise for exercise in EXERCISES}, version=1)
TEMPLATES = {template.slug: template for template in load_templates(exercises=EXERCISES)}


def plan(slug: str) -> Plan:
    return TEMPLATES[slug].plan


def hard_sets(content: Plan) -> list[int]:
    return [sum(entry.hard_sets for entry in session.exercises) for session in content.sessions]


def told(session: Session) -> list[str]:
    """`Squat 1x5@67 1x1+@85`"""
    return [
        " ".join([name_of(entry), *(told_row(row) for row in entry.sets)])
        for entry in session.exercises
    ]


def name_of(entry: Entry) -> str:
    exercise = CATALOGUE.find(str(entry.exercise_id))
    assert exercise is not None
    return exercise.name


def told_row(row: SetRow) -> str:
    reps = f"{row.reps_min}" if row.reps_max == row.reps_min else f"{row.reps_min}-{row.reps_max}"
    if row.reps_max is None:
        reps = f"{row.reps_min}+"
    percent = f"@{row.percent_1rm:g}" if row.percent_1rm else ""
    return f"{row.count}x{reps}{percent}"


@pytest.mark.parametrize(
    ("slug", "author"),
    [
        ("metallicadpa-ppl", "Metallicadpa"),
        ("metallicadpa-ppl-cyclic", "Metallicadpa"),
        ("lyle-mcdonald-gbr", "Lyle McDonald"),
        ("gzclp", "Cody Lefever"),
        ("531-boring-but-big", "Jim Wendler"),
        ("nsuns-531-lp", "nSuns"),
        ("phul", "Brandon Campbell"),
        ("phat", "Layne Norton"),
    ],
)
def test_every_program_names_its_author(slug: str, author: str) -> None:
    assert author in plan(slug).description


def test_there_are_no_other_programs() -> None:
    assert len(TEMPLATES) == 8


@pytest.mark.parametrize(
    ("slug", "sets"),
    [
        ("metallicadpa-ppl", [20, 23, 17, 24, 23, 17]),
        ("metallicadpa-ppl-cyclic", [20, 23, 17, 24, 23, 17]),
        ("lyle-mcdonald-gbr", [18, 16]),
        ("gzclp", [11, 11, 11, 11]),
        ("531-boring-but-big", [18, 18, 18, 18]),
        ("nsuns-531-lp", [24, 23, 24, 23, 24]),
        ("phul", [19, 17, 21, 18]),
        ("phat", [21, 17, 24, 28, 28]),
    ],
)
def test_sessions_have_the_sets_of_the_source(slug: str, sets: list[int]) -> None:
    assert hard_sets(plan(slug)) == sets


def test_ppl_is_124_sets_a_week() -> None:
    assert sum(hard_sets(plan("metallicadpa-ppl"))) == 124


@pytest.mark.parametrize("words", PPL_WEEK)
def test_stored_ppl_gives_each_muscle_what_was_worked_out_by_hand(words: str) -> None:
    assert agrees(plan("metallicadpa-ppl"), words, PPL_WEEK[words])


@pytest.mark.parametrize("words", GBR_WEEK)
def test_stored_gbr_gives_each_muscle_what_was_worked_out_by_hand(words: str) -> None:
    assert agrees(plan("lyle-mcdonald-gbr"), words, GBR_WEEK[words])


def agrees(content: Plan, words: str, expected: tuple[Fraction, list[Term]]) -> bool:
    weekly_sets, terms = expected
    found = weekly_volume(content, CATALOGUE, {}).of(muscle(words))
    sources = [(one.sets, one.contribution, one.weekly_sets) for one in found.sources]
    return found.weekly_sets == weekly_sets and sources == [term[1:] for term in terms]


def test_ppl_also_comes_as_three_days_on_and_one_off() -> None:
    weekly, cyclic = plan("metallicadpa-ppl"), plan("metallicadpa-ppl-cyclic")
    assert cyclic.structure == Cyclic(days_on=3, days_off=1)
    assert cyclic.times_per_week == Fraction(7, 8)
    assert [told(session) for session in cyclic.sessions] == [
        told(session) for session in weekly.sessions
    ]


def test_gzclp_rotates_four_sessions_over_three_days() -> None:
    assert plan("gzclp").times_per_week == Fraction(3, 4)
    assert told(plan("gzclp").sessions[1]) == [
        "Overhead Press 4x3 1x3+",
        "Deadlift 3x10",
        "Bent-Over Row 2x15 1x15+",
    ]


def test_boring_but_big_is_its_first_week_and_says_so() -> None:
    assert told(plan("531-boring-but-big").sessions[3]) == [
        "Squat 1x5@58 1x5@67 1x5+@76 5x10@50",
        "Pull-Up 5x10",
        "Ab Wheel Rollout 5x10",
    ]
    assert "This is week 1" in plan("531-boring-but-big").description
    assert plan("531-boring-but-big").duration_weeks == 4


def test_gzclp_is_its_first_stage_and_says_so() -> None:
    assert "This is the first stage" in plan("gzclp").description


def test_nsuns_has_every_set_of_its_waves() -> None:
    bench, squat, press, deadlift, close = plan("nsuns-531-lp").sessions
    assert told(bench)[0] == "Bench Press 1x8@58 1x6@67 3x4@76 1x5@72 1x6@67 1x7@63 1x8+@58"
    assert told(bench)[1] == (
        "Overhead Press 1x6@45 1x5@54 1x3@63 1x5@63 1x7@63 1x4@63 1x6@63 1x8@63"
    )
    wave = "1x5@67 1x3@76 1x1+@85 1x3@81 1x3@76 1x3@72 1x5@67 1x5@63 1x5+@58"
    assert told(squat)[0] == f"Squat {wave}"
    assert told(press)[0] == f"Overhead Press {wave}"
    assert told(deadlift)[0].startswith(
        "Deadlift 1x5@67 1x3@76 1x1+@85 1x3@81 1x3@76 1x3@72 1x3@67"
    )
    assert told(close)[0].endswith("1x3@81 1x5@76 1x3@72 1x5@67 1x3@63 1x5+@58")


def test_phat_and_phul_have_the_exercises_of_the_source() -> None:
    assert told(plan("phul").sessions[0]) == [
        "Bench Press 3x3-5",
        "Incline Dumbbell Press 3x6-10",
        "Bent-Over Row 3x3-5",
        "Lat Pulldown 3x6-10",
        "Overhead Press 3x5-8",
        "Barbell Curl 2x6-10",
        "Skullcrusher 2x6-10",
    ]
    assert told(plan("phat").sessions[2])[:2] == ["Bent-Over Row 6x3", "Lat Pulldown 3x8-12"]


def test_gbr_rests_as_its_author_says() -> None:
    for session in plan("lyle-mcdonald-gbr").sessions:
        for entry in session.exercises:
            for row in entry.sets:
                assert row.rest_seconds == {6: 180, 10: 120, 12: 90}[row.reps_min]


def test_as_many_as_possible_is_amrap_and_nothing_else_is_open() -> None:
    for template in TEMPLATES.values():
        for session in template.plan.sessions:
            for row in (row for entry in session.exercises for row in entry.sets):
                assert (row.kind is SetKind.AMRAP) == (row.reps_max is None)


def test_a_template_belongs_to_nobody_and_its_ids_are_of_version_five() -> None:
    for template in TEMPLATES.values():
        program = template.program(NOW)
        assert program.is_template
        assert is_template_id(program.id)
        parts = [session.id for session in program.plan.sessions]
        parts += [entry.id for session in program.plan.sessions for entry in session.exercises]
        assert len(set(parts)) == len(parts)


def test_ids_are_the_same_every_time() -> None:
    assert {template.slug: template for template in load_templates()} == TEMPLATES


def test_a_template_passes_as_a_draft_anybody_could_send() -> None:
    for template in TEMPLATES.values():
        check(template.plan, CATALOGUE)


GOOD = """
mine:
  name: Mine
  description: By me.
  split_type: CUSTOM
  structure: {days: [FRI, MON]}
  duration_weeks: 4
  sessions:
    - name: Only
      exercises:
        - {exercise: squat, sets: [{count: 1, reps: 5}]}
"""


def test_days_are_kept_monday_first(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD)
    (mine,) = load_templates(tmp_path, EXERCISES)
    assert mine.plan.structure == Weekly((Weekday.MON, Weekday.FRI))


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("squat", "squad", "mine.sessions.0.exercises.0: squad is no exercise of the catalogue"),
        ("reps: 5", "reps: 5-", "mine.sessions.0.exercises.0.sets.0: reps are written 5, 8-12"),
        ("reps: 5", "reps: 8-5", "mine: sessions.0.exercises.0.sets.0.reps_min: "),
        ("reps: 5", "reps: 5, kind: AMRAP", "mine.sessions.0.exercises.0.sets.0: as many as"),
        ("reps: 5", "reps: 5, rpe: 8", "mine.sessions.0.exercises.0.sets.0: unknown field rpe"),
        ("count: 1", "count: 11", "mine: sessions.0.exercises.0.sets.0.count: "),
        ("weeks: 4", "weeks: 53", "mine: duration_weeks: "),
        ("[FRI, MON]", "[MON, MON]", "mine: structure.WEEKLY.days: "),
        ("    - name: Only", "    - title: Only", "mine.sessions.0: unknown field title"),
        ("CUSTOM", "MINE", "mine: split_type: "),
        ("[{count: 1, reps: 5}]", "[]", "mine.sessions.0.exercises.0: sets must be a list"),
        ("[{count: 1, reps: 5}]", "[5]", "mine.sessions.0.exercises.0.sets.0: must be a map"),
        ("squat,", "squat, superset: one,", "mine.sessions.0.exercises.0: superset must be a"),
    ],
)
def test_a_bad_template_is_told_with_its_file_and_place(
    tmp_path: Path, old: str, new: str, wrong: str
) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD.replace(old, new))
    with pytest.raises(Flaw, match=f"^mine.yaml: {re.escape(wrong)}"):
        load_templates(tmp_path, EXERCISES)


def test_an_exercise_twice_in_a_session_is_told(tmp_path: Path) -> None:
    again = "        - {exercise: squat, sets: [{count: 1, reps: 3}]}\n"
    (tmp_path / "mine.yaml").write_text(GOOD + again)
    with pytest.raises(
        Flaw, match=re.escape("sessions.0.exercises.1.exercise_id: This exercise is in")
    ):
        load_templates(tmp_path, EXERCISES)


def test_a_slug_in_two_files_is_told(tmp_path: Path) -> None:
    for name in ("mine.yaml", "other.yaml"):
        (tmp_path / name).write_text(GOOD)
    with pytest.raises(Flaw, match=re.escape("other.yaml: mine: the slug is taken")):
        load_templates(tmp_path, EXERCISES)
