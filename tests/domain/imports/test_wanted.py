from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.imports.batch import Decision, Import, ImportStatus, Match, Survey
from shared.domain.imports.found import (
    Past,
    PastLedger,
    PastMeasurement,
    Source,
    generation,
)
from shared.domain.imports.undoing import brought, takes_back
from shared.domain.imports.wanted import (
    UNDO_DEVICE,
    Held,
    entity_of,
    held_in,
    sets_in,
    wanted_of,
)
from shared.domain.log.devices import IMPORT_DEVICE
from shared.domain.log.events import (
    Entity,
    EntityKind,
    Entry,
    ExerciseAdded,
    ExercisesReordered,
    MeasurementDeleted,
    Payload,
    Place,
    SetCompleted,
    SetCorrected,
    SetDeleted,
    WorkoutCancelled,
)
from shared.domain.log.fold import fold_workout
from shared.domain.log.measurements import fold_measurement
from tests.domain.imports.files import BODY, HEVY, read, workouts

NOTHING = Held()
AT = datetime(2026, 11, 2, tzinfo=UTC)
LEGS = workouts(Source.HEVY, HEVY)[0]


def by_name(name: str, _: str | None) -> str | None:
    return {"Squat (Barbell)": "squat", "Leg Curl (Machine)": "curl"}.get(name)


def only_squats(name: str, _: str | None) -> str | None:
    return "squat" if name.startswith("Squat") else None


def ledger(payloads: Iterable[Payload], device: str = IMPORT_DEVICE, start: int = 1) -> list[Entry]:
    return [
        Entry(Place(AT, device, number), payload) for number, payload in enumerate(payloads, start)
    ]


def said(past: Past, held: Held = NOTHING, number: int = 0) -> list[Payload]:
    wanted = wanted_of(past, entity_of(past, number), by_name, held)
    return [one.payload for one in wanted]


def test_what_is_left_out_comes_when_somebody_says_what_it_is() -> None:
    first = [one.payload for one in wanted_of(LEGS, entity_of(LEGS), only_squats, Held())]
    assert {one.exercise_id for one in first if isinstance(one, SetCompleted)} == {"squat"}
    rest = said(LEGS, held_in(ledger(first)))
    workout = fold_workout(ledger([*first, *rest]))
    assert workout is not None
    assert workout.set_count == 4
    assert {one.exercise_id for one in rest if isinstance(one, SetCompleted)} == {"curl"}


def test_a_workout_of_which_nothing_is_known_is_not_begun() -> None:
    assert wanted_of(LEGS, entity_of(LEGS), lambda *_: None, Held()) == []


def test_two_names_for_one_exercise_are_one_execution() -> None:
    everything = wanted_of(LEGS, entity_of(LEGS), lambda *_: "squat", Held())
    workout = fold_workout(ledger(one.payload for one in everything))
    assert workout is not None
    assert [(one.notes, len(one.sets)) for one in workout.executions] == [("deep", 4)]


def test_what_a_person_deleted_does_not_come_back() -> None:
    entries = ledger(said(LEGS))
    name = entity_of(LEGS).id
    deleted = SetDeleted(name, LEGS.sets[0].done.set_id)
    assert said(LEGS, held_in([*entries, *ledger([deleted], "phone")])) == []
    assert said(LEGS, held_in([*entries, *ledger([WorkoutCancelled(name)], "phone")])) == []


def test_what_was_undone_comes_back_as_something_else() -> None:
    entries = ledger(said(LEGS))
    workout = fold_workout(entries)
    was = brought(entity_of(LEGS), wanted_of(LEGS, entity_of(LEGS), by_name, Held()))
    taken_back = takes_back(was, workout)
    assert taken_back == [WorkoutCancelled(LEGS.id)]
    held = held_in([*entries, *ledger(taken_back, UNDO_DEVICE)])
    assert held.is_undone
    again = fold_workout(ledger(said(LEGS, Held(), 1)))
    assert workout is not None
    assert again == replace(workout, id=generation(LEGS.id, 1))
    assert generation(LEGS.id, 0) == LEGS.id != generation(LEGS.id, 1) != generation(LEGS.id, 2)


def test_undoing_leaves_what_others_logged_in_the_same_workout() -> None:
    entries = ledger(said(LEGS))
    ours = LEGS.sets[0].done
    own = SetCompleted(LEGS.id, "press", replace(ours, set_id="own"))
    was = brought(entity_of(LEGS), wanted_of(LEGS, entity_of(LEGS), by_name, Held()))
    with_own = [*entries, *ledger([own], "phone")]
    taken_back = takes_back(was, fold_workout(with_own))
    assert all(isinstance(one, SetDeleted) for one in taken_back)
    entries = [*with_own, *ledger(taken_back, UNDO_DEVICE)]
    left = fold_workout(entries)
    assert left is not None
    assert [one.set_id for execution in left.executions for one in execution.sets] == ["own"]
    # And once more: the same sets, under other ids, and only once.
    more = said(LEGS, held_in(entries))
    assert len(more) == 4
    entries += ledger(more, start=100)
    full = fold_workout(entries)
    assert full is not None
    assert full.set_count == 5
    assert said(LEGS, held_in(entries)) == []


def test_undoing_takes_back_measurements_it_brought_and_no_others() -> None:
    past = read(Source.FITNOTES, BODY)[0]
    assert isinstance(past, PastMeasurement)
    wanted = wanted_of(past, entity_of(past), by_name, Held())
    measurement = fold_measurement(ledger(one.payload for one in wanted))
    was = brought(entity_of(past), wanted)
    assert takes_back(was, measurement) == [MeasurementDeleted(past.id)]
    assert takes_back(replace(was, is_new=False), measurement) == []
    assert takes_back(was, None) == []


def test_a_workout_that_took_several_commits_is_cancelled_with_the_first() -> None:
    wanted = wanted_of(LEGS, entity_of(LEGS), by_name, NOTHING)
    workout = fold_workout(ledger(one.payload for one in wanted))
    first = brought(entity_of(LEGS), wanted[:-3])
    rest = brought(entity_of(LEGS), wanted[-3:])
    assert takes_back(first, workout, rest.set_ids) == [WorkoutCancelled(LEGS.id)]
    assert {type(one) for one in takes_back(first, workout)} == {SetDeleted}
    assert {type(one) for one in takes_back(rest, workout, first.set_ids)} == {SetDeleted}


def test_sets_are_counted_by_the_exercise_they_name() -> None:
    held = held_in(ledger(said(LEGS)[:-2]))
    assert [is_new for _, _, is_new in sets_in(LEGS, held)] == [False, False, False, True]
    assert list(sets_in(PastMeasurement("m", 1, AT, {}), Held())) == []


def test_a_ledger_is_renamed_where_its_exercises_and_sets_are_others_here() -> None:
    done = replace(LEGS.sets[0].done, set_id="s")
    payloads: list[Payload] = [
        SetCompleted("w", "theirs", done),
        SetCompleted("w", "unknown", replace(done, set_id="u")),
        ExerciseAdded("w", "theirs"),
        SetCorrected("w", "s", {"reps": 3}),
        ExercisesReordered("w", ("unknown", "theirs")),
    ]
    past = PastLedger("w", 2, tuple(ledger(payloads)), {"theirs": "Squat (Barbell)"})
    held = held_in(ledger([SetDeleted("w", "s")], UNDO_DEVICE))
    assert list(sets_in(past, held)) == [
        ("Squat (Barbell)", "theirs", True),
        ("unknown", "unknown", True),
    ]
    other = generation("s", 1)
    assert said(past, held) == [
        SetCompleted("w", "squat", replace(done, set_id=other)),
        ExerciseAdded("w", "squat"),
        SetCorrected("w", other, {"reps": 3}),
        ExercisesReordered("w", ("squat",)),
    ]
    assert entity_of(replace(past, kind=EntityKind.MEASUREMENT)) == Entity(
        EntityKind.MEASUREMENT, "w"
    )


def match(name: str, decision: Decision, exercise_id: str | None = "e") -> Match:
    return Match(name, None, 1, 1, exercise_id, 0.9, decision)


def test_what_a_person_says_goes_before_what_was_guessed() -> None:
    guessed = tuple(match(decision.value, decision) for decision in Decision)
    about = Import("i", Source.HEVY, "o", "UTC", AT, survey=Survey(matches=guessed))
    choose = about.chooser()
    taken = [name for name in Decision if choose(name.value, None)]
    assert taken == [Decision.KNOWN, Decision.REMEMBERED, Decision.MAPPED, Decision.AUTO]
    assert [one for one in Decision if one.is_open] == [Decision.ASK, Decision.UNMATCHED]
    said = replace(about, choices={"ASK": "x", "AUTO": None})
    assert said.chooser()("ASK", None) == "x"
    assert said.chooser()("AUTO", None) is None
    assert said.chooser()("never heard of", None) is None
    assert replace(about, survey=None).matches == ()


def test_an_import_is_settled_when_nothing_is_being_done_about_it() -> None:
    busy = {one for one in ImportStatus if not one.is_settled}
    assert busy == {ImportStatus.QUEUED, ImportStatus.COMMITTING, ImportStatus.UNDOING}
    assert about_added() == (3, 5, 7)


def about_added() -> tuple[int, int, int]:
    from shared.domain.imports.batch import Added

    total = Added(1, 2, 3).plus(Added(2, 3, 4))
    return total.workouts, total.sets, total.measurements


def test_a_history_of_which_no_exercise_is_taken_does_not_come() -> None:
    past = PastLedger("w", 1, tuple(ledger(said(LEGS))))
    assert said(past) == []
    known = wanted_of(past, entity_of(past, 0), lambda name, _: name, Held())
    assert len(known) == len(past.entries)


def test_workouts_of_which_nothing_is_taken_are_counted() -> None:
    taken, left = (
        Match("Squat", None, 1, 1, "squat", 1.0, decision)
        for decision in (Decision.AUTO, Decision.LEFT_OUT)
    )
    survey = Survey(mixes=((3, (0,)), (2, (1,)), (4, (0, 1)), (5, ())))
    assert survey.left_out_workouts([taken, left]) == 7
