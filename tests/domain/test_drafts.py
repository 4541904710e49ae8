"""Rules of drafts, and programs made, changed and copied from them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given

from shared.domain.bounds import MAX_NAME, MAX_SESSIONS
from shared.domain.catalogue import Catalogue
from shared.domain.drafts import (
    add_session,
    check,
    clone,
    compose,
    remove_session,
    replace_session,
    revise,
)
from shared.domain.errors import Conflict, Invalid, NotFound
from shared.domain.exercises import Standing
from shared.domain.muscles import Muscle
from shared.domain.programs import (
    Entry,
    InlineExercise,
    Plan,
    Program,
    Session,
    SetKind,
    SetRow,
    Visibility,
)
from tests.domain import strategies
from tests.domain.published import (
    CATALOGUE,
    NOW,
    PPL,
    exercise,
    exercise_id,
    plan,
    session,
)

LATER = NOW + timedelta(days=1)


def numbered(prefix: str) -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def composed(content: Plan) -> Program:
    return compose(
        content, owner_id="user-1", organization_id="org-1", new_id=numbered("id-"), now=NOW
    )


def faults(
    content: Plan, catalogue: Catalogue = CATALOGUE, known: frozenset[str] = frozenset()
) -> list[str]:
    try:
        check(content, catalogue, known)
    except Invalid as refusal:
        return [fault.path for fault in refusal.faults]
    return []


def squats(*rows: SetRow) -> Plan:
    return plan(Session("A", (Entry(rows, exercise_id("Squat")),)))


def test_a_published_program_is_sound() -> None:
    assert faults(PPL) == []


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (SetRow(SetKind.WORKING, 3, 8, 7), "reps_min"),
        (SetRow(SetKind.AMRAP, 3, 8, 7), "reps_min"),
        (SetRow(SetKind.WORKING, 3, 8), "reps_max"),
        (SetRow(SetKind.WARMUP, 3, 8), "reps_max"),
    ],
)
def test_reps_must_fit_together(row: SetRow, path: str) -> None:
    sound = SetRow(SetKind.WORKING, 3, 8, 8)
    assert faults(squats(sound, row)) == [f"sessions.0.exercises.0.sets.1.{path}"]


def test_as_many_reps_as_possible_need_no_upper_bound() -> None:
    assert faults(squats(SetRow(SetKind.AMRAP, 1, 5))) == []


def test_an_exercise_stands_once_in_a_session_and_again_in_the_next() -> None:
    twice = session("A", "Squat 3x5", "Leg Press 3x10", "Squat 2x8")
    assert faults(plan(session("B", "Squat 3x5"), twice)) == ["sessions.1.exercises.2.exercise_id"]
    assert faults(plan(session("A", "Squat 3x5"), session("A", "Squat 3x5"))) == []


def test_an_exercise_spelled_out_twice_is_the_same_whatever_its_case() -> None:
    def spelled(name: str) -> Entry:
        return Entry(
            (SetRow(SetKind.WORKING, 3, 8, 8),), inline=InlineExercise(name, {Muscle.ABS: 4})
        )

    same = plan(Session("A", (spelled("Log Press"), spelled(" log press"))))
    assert faults(same) == ["sessions.0.exercises.1.exercise.name"]
    assert faults(plan(Session("A", (spelled("Log Press"), spelled("Log Row"))))) == []


def test_every_fault_is_named_in_the_order_of_the_draft() -> None:
    rows = (SetRow(SetKind.WORKING, 3, 8, 7), SetRow(SetKind.WORKING, 3, 8))
    content = plan(
        session("A", "Squat 3x5", "Squat 3x5"),
        Session("B", (Entry(rows, "no-such-exercise"),)),
    )
    assert faults(content) == [
        "sessions.0.exercises.1.exercise_id",
        "sessions.1.exercises.0.exercise_id",
        "sessions.1.exercises.0.sets.0.reps_min",
        "sessions.1.exercises.0.sets.1.reps_max",
    ]


@pytest.mark.parametrize("standing", [Standing.ARCHIVED, Standing.REMOVED])
def test_what_is_no_longer_offered_may_stay_where_it_was_used(standing: Standing) -> None:
    old = exercise("Squat", {Muscle.QUADS: 4}, standing)
    catalogue = Catalogue.of({old.id: old}, version=1)
    content = squats(SetRow(SetKind.WORKING, 3, 8, 8))
    assert faults(content, catalogue) == ["sessions.0.exercises.0.exercise_id"]
    assert faults(content, catalogue, known=frozenset({old.id})) == []


def test_an_archived_exercise_is_said_to_be_and_a_removed_one_is_unknown() -> None:
    content = squats(SetRow(SetKind.WORKING, 3, 8, 8))
    said = []
    for standing in (Standing.ARCHIVED, Standing.REMOVED):
        old = exercise("Squat", {Muscle.QUADS: 4}, standing)
        with pytest.raises(Invalid) as refusal:
            check(content, Catalogue.of({old.id: old}, version=1))
        said += [fault.message for fault in refusal.value.faults]
    archived, removed = said
    assert "archived" in archived
    assert "no such exercise" in removed


def test_an_unknown_exercise_is_refused_even_where_it_was_used() -> None:
    content = plan(Session("A", (Entry((SetRow(SetKind.WORKING, 3, 8, 8),), "gone"),)))
    assert faults(content, known=frozenset({"gone"})) == ["sessions.0.exercises.0.exercise_id"]


def test_composing_gives_every_session_and_exercise_an_id_of_its_own() -> None:
    program = composed(PPL)
    ids = [
        program.id,
        *(one.id for one in program.plan.sessions),
        *(entry.id for one in program.plan.sessions for entry in one.exercises),
    ]
    assert program.id == "id-1"
    assert sorted(set(ids)) == sorted(ids)
    assert all(ids)
    assert (program.version, program.created_at, program.updated_at) == (1, NOW, NOW)
    assert (program.owner_id, program.organization_id) == ("user-1", "org-1")
    assert program.source_template_id is None


def test_a_program_knows_the_exercises_in_it() -> None:
    program = composed(plan(session("A", "Squat 3x5"), session("B", "Squat 3x5", "Crunch 3x9")))
    assert program.exercise_ids == {exercise_id("Squat"), exercise_id("Crunch")}
    revised = revise(program, plan(session("A", "Shrug 3x5")), numbered("new-"), LATER)
    assert revised.exercise_ids == {exercise_id("Shrug")}


def without_ids(content: Plan) -> Plan:
    return replace(
        content,
        sessions=tuple(
            replace(one, id="", exercises=tuple(replace(entry, id="") for entry in one.exercises))
            for one in content.sessions
        ),
    )


@given(strategies.plans())
def test_composing_and_revising_keep_every_word_of_the_plan(content: Plan) -> None:
    program = composed(content)
    assert without_ids(program.plan) == content
    revised = revise(program, content, numbered("new-"), LATER)
    assert revised.plan == program.plan


def revised_ids(before: Plan, after: Plan) -> list[str]:
    """Each session of the revised program as the place its id had before, or `new`."""
    program = composed(before)
    places = {one.id: str(place) for place, one in enumerate(program.plan.sessions)}
    revised = revise(program, after, numbered("new-"), LATER)
    return [places.get(one.id, "new") for one in revised.plan.sessions]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ABC", "ABC", "0 1 2"),
        ("ABC", "CAB", "2 0 1"),
        ("ABC", "AXC", "0 1 2"),
        ("ABC", "XAB", "new 0 1"),
        ("AAB", "ABA", "0 2 1"),
        ("AA", "AAA", "0 1 new"),
        ("AB", "BXY", "1 new new"),
        ("ABC", "A", "0"),
        ("AB", "XY", "0 1"),
    ],
)
def test_sessions_keep_their_ids_by_name_and_then_by_place(
    before: str, after: str, expected: str
) -> None:
    old, new = (plan(*(session(name, "Squat 3x5") for name in names)) for names in (before, after))
    assert revised_ids(old, new) == expected.split()


def test_an_exercise_keeps_its_id_within_its_session() -> None:
    program = composed(plan(session("A", "Squat 3x5", "Crunch 3x9")))
    squat, crunch = program.plan.sessions[0].exercises
    revised = revise(
        program,
        plan(session("A", "Shrug 3x9", "Crunch 5x9", "Squat 3x5")),
        numbered("new-"),
        LATER,
    )
    (after,) = revised.plan.sessions
    assert [entry.id for entry in after.exercises] == ["new-1", crunch.id, squat.id]


def test_revising_makes_the_next_version_of_the_same_program() -> None:
    program = composed(PPL)
    revised = revise(program, replace(PPL, name="PPL 2"), numbered("new-"), LATER)
    assert revised.plan.name == "PPL 2"
    assert (revised.id, revised.version) == (program.id, 2)
    assert (revised.created_at, revised.updated_at) == (NOW, LATER)


def cloned(program: Program, name: str | None = None) -> Program:
    return clone(
        program,
        name,
        owner_id="user-2",
        organization_id="org-2",
        new_id=numbered("copy-"),
        now=LATER,
    )


def test_a_copy_has_ids_of_its_own_and_a_name_that_says_whose_it_is() -> None:
    template = replace(composed(PPL), owner_id=None, organization_id=None, version=7)
    copied = cloned(template)
    assert copied.plan.name == "My Metallicadpa PPL"
    assert (copied.owner_id, copied.organization_id) == ("user-2", "org-2")
    assert (copied.version, copied.created_at) == (1, LATER)
    assert copied.source_template_id == template.id
    assert replace(without_ids(copied.plan), name=PPL.name) == PPL
    assert {one.id for one in copied.plan.sessions}.isdisjoint(
        one.id for one in template.plan.sessions
    )


def test_a_copy_of_a_copy_remembers_the_template_and_a_copy_of_ones_own_has_none() -> None:
    template = replace(composed(PPL), owner_id=None)
    first = cloned(template)
    assert cloned(first).source_template_id == template.id
    assert cloned(composed(PPL)).source_template_id is None


def test_a_copy_is_private_and_takes_the_name_it_is_given() -> None:
    shared = composed(replace(PPL, visibility=Visibility.ORGANIZATION))
    copied = cloned(shared, "Mine")
    assert (copied.plan.name, copied.plan.visibility) == ("Mine", Visibility.PRIVATE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("N" * 97, "My " + "N" * 97),
        ("N" * 98, "My " + "N" * 97),
        ("N" * 96 + " B", "My " + "N" * 96),
    ],
)
def test_the_name_of_a_copy_is_cut_to_its_bound(name: str, expected: str) -> None:
    copied = cloned(composed(replace(PPL, name=name)))
    assert copied.plan.name == expected
    assert len(copied.plan.name) <= MAX_NAME


def test_a_session_is_added_behind_the_others() -> None:
    program = composed(plan(session("A", "Squat 3x5")))
    added = add_session(program, session("B", "Crunch 3x9"), numbered("new-"), LATER)
    first, second = added.plan.sessions
    assert first == program.plan.sessions[0]
    assert (second.name, second.id, second.exercises[0].id) == ("B", "new-1", "new-2")
    assert (added.version, added.updated_at) == (2, LATER)
    assert added.exercise_ids == {exercise_id("Squat"), exercise_id("Crunch")}


def test_a_program_with_as_many_sessions_as_it_can_have_takes_no_more() -> None:
    one = session("A", "Squat 3x5")
    nearly = composed(plan(*[one] * (MAX_SESSIONS - 1)))
    full = add_session(nearly, one, numbered("new-"), LATER)
    assert len(full.plan.sessions) == 14
    with pytest.raises(Conflict):
        add_session(full, one, numbered("newer-"), LATER)


def test_a_replaced_session_keeps_its_id_and_its_place() -> None:
    program = composed(plan(session("A", "Squat 3x5"), session("B", "Squat 3x5", "Crunch 3x9")))
    old = program.plan.sessions[1]
    changed = replace_session(
        program, old.id, session("C", "Crunch 4x9", "Shrug 3x9"), numbered("new-"), LATER
    )
    assert changed.plan.sessions[0] == program.plan.sessions[0]
    new = changed.plan.sessions[1]
    assert (new.id, new.name) == (old.id, "C")
    assert [entry.id for entry in new.exercises] == [old.exercises[1].id, "new-1"]
    assert (changed.version, changed.updated_at) == (2, LATER)


def test_a_session_is_removed_but_not_the_last_one() -> None:
    program = composed(plan(*(session(name, "Squat 3x5") for name in "ABC")))
    first, second, third = program.plan.sessions
    rest = remove_session(program, second.id, LATER)
    assert rest.plan.sessions == (first, third)
    assert (rest.version, rest.updated_at) == (2, LATER)
    last = remove_session(rest, first.id, LATER)
    with pytest.raises(Conflict):
        remove_session(last, third.id, LATER)


def test_a_session_that_is_not_in_the_program_is_not_found() -> None:
    program = composed(plan(session("A", "Squat 3x5")))
    with pytest.raises(NotFound):
        remove_session(program, "elsewhere", LATER)
    with pytest.raises(NotFound):
        replace_session(program, "elsewhere", session("B", "Squat 3x5"), numbered("n"), LATER)


def test_adding_the_same_session_again_changes_nothing() -> None:
    program = composed(PPL)
    session = program.plan.sessions[0]
    once = add_session(program, session, numbered("from-the-key-"), NOW)
    assert add_session(once, session, numbered("from-the-key-"), LATER) == once
    assert len(once.plan.sessions) == len(program.plan.sessions) + 1
