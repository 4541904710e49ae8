import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.exports import as_csv, as_json
from shared.domain.imports.found import (
    MOST_SETS,
    Past,
    PastLedger,
    Problem,
    Source,
    Unreadable,
)
from shared.domain.imports.wanted import Held, entity_of, held_in, wanted_of
from shared.domain.log.coding import measurement_plain, workout_plain
from shared.domain.log.devices import IMPORT_DEVICE
from shared.domain.log.events import (
    Entity,
    EntityKind,
    Entry,
    Event,
    Place,
    SetCompleted,
    WorkoutStarted,
)
from shared.domain.log.fold import fold_workout
from shared.domain.log.measurements import Measurement, fold_measurement
from shared.domain.log.workouts import Execution, Load, LoadUnit, LoggedSet, Workout
from shared.domain.programs import SetKind
from tests.domain.imports.files import problems, read
from tests.domain.log.strategies import about_measurements, histories

NOTHING = Held()
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
WORKOUT = Entity(EntityKind.WORKOUT, "w")
MEASUREMENT = Entity(EntityKind.MEASUREMENT, "m")


def itself(name: str, file_id: str | None) -> str | None:
    return file_id or name


def entries(events: Iterable[Event]) -> list[Entry]:
    return [event.entry for event in events]


def imported(past: Past, held: Held = NOTHING, number: int = 0) -> list[Entry]:
    """The ledger that an import makes."""
    wanted = wanted_of(past, entity_of(past, number), itself, held)
    return [
        Entry(Place(one.occurred_at, IMPORT_DEVICE, place), one.payload)
        for place, one in enumerate(wanted, start=1)
    ]


def table(*lines: str) -> str:
    return "\ufeff" + as_csv.header_line() + "".join(lines)


def document(*lines: str) -> str:
    return as_json.OPENING + as_json.BETWEEN.join(lines) + as_json.CLOSING


@settings(max_examples=50)
@given(histories())
def test_a_workout_comes_back_from_the_table_as_it_was(told: list[Event]) -> None:
    said = [Entry(at, sendable(payload)) for at, payload in entries(told)]
    workout = fold_workout(said)
    if workout is None:
        return
    (past,) = read(Source.HYPERTROQ, table(as_csv.workout_lines(workout, {"bench": "=Bench"})))
    assert not isinstance(past, Problem)
    again = imported(past)
    assert fold_workout(again) == workout
    # What the log holds already is not said again.
    assert imported(past, held_in(again)) == []
    assert imported(past, held_in(said)) == []


@settings(max_examples=50)
@given(histories())
def test_a_workout_comes_back_from_json_with_all_that_was_said_of_it(told: list[Event]) -> None:
    said = sorted((Entry(at, sendable(payload)) for at, payload in entries(told)), key=_place)
    workout = fold_workout(said)
    if workout is None:
        return
    line = as_json.entry_line(WORKOUT, workout_plain(workout), said, {"bench": "Bench Press"})
    past, twice = read(Source.HYPERTROQ, document(line, line))
    assert isinstance(past, PastLedger)
    assert isinstance(twice, PastLedger)
    again = imported(past)
    assert [entry.payload for entry in again] == [entry.payload for entry in said]
    assert fold_workout(again) == workout
    assert imported(past, held_in(again)) == []
    assert imported(past, held_in(said)) == []


def sendable(payload: Any) -> Any:
    """Without what the strategies make and no device may send: blank names, an RPE of 0."""
    if isinstance(payload, SetCompleted):
        return replace(payload, set=replace(payload.set, rpe=payload.set.rpe or None))
    if isinstance(payload, WorkoutStarted):
        return replace(payload, name=payload.name or None)
    changes = getattr(payload, "changes", None)
    if changes is None:
        return payload
    better = {key: changes[key] or None for key in changes if key in ("name", "rpe")}
    return replace(payload, changes={**changes, **better})


def _place(entry: Entry) -> Place:
    return entry.place


@settings(max_examples=50)
@given(histories(about_measurements))
def test_a_measurement_comes_back_from_both(told: list[Event]) -> None:
    said = sorted(entries(told), key=lambda one: one.place)
    measurement = fold_measurement(said)
    if measurement is None:
        return
    line = as_json.entry_line(MEASUREMENT, measurement_plain(measurement), said, {})
    (past,) = read(Source.HYPERTROQ, document(line))
    assert not isinstance(past, Problem)
    assert fold_measurement(imported(past)) == measurement
    assert imported(past, held_in(imported(past))) == []
    if measurement.values:
        (past,) = read(Source.HYPERTROQ, table(as_csv.measurement_lines(measurement)))
        assert not isinstance(past, Problem)
        assert fold_measurement(imported(past)) == measurement


FULL = LoggedSet(
    set_id="-1",
    kind=SetKind.REST_PAUSE,
    load=Load(Decimal("61.23"), LoadUnit.LB),
    completed_at=AT + timedelta(microseconds=7),
    duration_seconds=0.000123,
    distance_m=1234567.25 / 2,
    rest_seconds=90,
    notes="  '=1+1\r\n ends here ",
)


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60))
def test_every_note_comes_back_and_none_is_a_formula(note: str) -> None:
    done = replace(FULL, notes=note)
    workout = Workout("w", AT, notes=note, executions=(Execution("x", (done,), note, 3),))
    text = as_csv.workout_lines(workout, {})
    assert fold_workout(imported(_only(read(Source.HYPERTROQ, table(text))))) == workout
    import csv

    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def _only(found: list[Past | Problem]) -> Past:
    (past,) = found
    assert not isinstance(past, Problem), past
    return past


def test_exercises_without_sets_and_workouts_without_exercises_come_back() -> None:
    empty = Workout("e", AT)
    opened = Workout("w", AT, executions=(Execution("x", notes="later"), Execution("y", (FULL,))))
    lines = [as_csv.workout_lines(one, {"x": "X"}) for one in (empty, opened)]
    first, second = read(Source.HYPERTROQ, table(*lines))
    assert not isinstance(first, Problem)
    assert not isinstance(second, Problem)
    assert fold_workout(imported(first)) == empty
    assert fold_workout(imported(second)) == opened


def test_the_order_of_exercises_comes_back_when_the_sets_do_not_tell_it() -> None:
    late = replace(FULL, set_id="late", completed_at=AT + timedelta(hours=1))
    workout = Workout("w", AT, executions=(Execution("x", (late,)), Execution("y", (FULL,))))
    past = _only(read(Source.HYPERTROQ, table(as_csv.workout_lines(workout, {}))))
    assert fold_workout(imported(past)) == workout


ROW = as_csv.workout_lines(Workout("w", AT, executions=(Execution("x", (FULL,)),)), {})


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("workout id", "a b"),
        ("started at", "soon"),
        ("exercise id", "a/b"),
        ("set id", "ü"),
        ("kind", "HARD"),
        ("weight unit", "STONE"),
        ("rir", "11"),
        ("notes", "x" * 2_001),
        ("superset", "21"),
    ],
)
def test_a_row_of_ours_that_was_changed_for_the_worse_costs_its_workout(
    column: str, written: str
) -> None:
    import csv

    names = [name.casefold() for name in as_csv.HEADER]
    (row,) = csv.reader(io.StringIO(ROW, newline=""))
    row[names.index(column)] = written
    changed = io.StringIO()
    csv.writer(changed).writerow(row)
    assert problems(Source.HYPERTROQ, table(changed.getvalue())) == [(2, column)]


def test_a_workout_that_is_too_long_to_be_held_is_a_problem() -> None:
    assert problems(Source.HYPERTROQ, table(ROW * (MOST_SETS + 1))) == [(2, "")]


def test_sets_without_a_measure_metrics_without_a_name_and_overlong_rows_are_problems() -> None:
    bare = replace(FULL, duration_seconds=None, distance_m=None)
    row = as_csv.workout_lines(Workout("w", AT, executions=(Execution("x", (bare,)),)), {})
    assert problems(Source.HYPERTROQ, table(row)) == [(2, "reps")]
    nameless = as_csv.measurement_lines(Measurement("m", AT, {"Weight": 80.0}))
    assert problems(Source.HYPERTROQ, table(nameless)) == [(2, "metric")]
    assert problems(Source.HYPERTROQ, table("," * 40 + "x\r\n")) == [(2, "")]


GOOD: Mapping[str, Any] = json.loads(
    as_json.entry_line(
        WORKOUT,
        {},
        imported(_only(read(Source.HYPERTROQ, table(ROW)))),
        {"x": "X"},
    )
)


def altered(place: str, value: Any) -> str:
    plain = json.loads(json.dumps(GOOD))
    *way, last = place.split(".")
    found = plain
    for step in way:
        found = found[int(step)] if step.isdigit() else found[step]
    found[int(last) if last.isdigit() else last] = value
    return json.dumps(plain)


def test_the_line_itself_is_good() -> None:
    assert problems(Source.HYPERTROQ, document(json.dumps(GOOD))) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("kind", "program"),
        ("id", "other"),
        ("id", 5),
        ("events", []),
        ("events", {}),
        ("names", []),
        ("names", {"x": 5}),
        ("events.0", "x"),
        ("events.0.type", "DELETED"),
        ("events.0.occurred_at", "2026-11-02T12:00:00"),
        ("events.0.occurred_at", "2026-13-02T12:00:00Z"),
        ("events.0.occurred_at", "2027-11-02T12:00:00Z"),
        ("events.0.device_id", "a b"),
        ("events.0.sequence_number", True),
        ("events.0.payload", []),
        ("events.0.payload", {"workout_id": "w"}),
        ("events.0.payload.name", ""),
        ("events.0.payload.name", "a\0b"),
        ("events.0.payload.color", "red"),
        ("events.1.payload.rir", 1.2),
        ("events.1.payload.load", {"value": 1}),
        ("events.1.payload.load", {"value": float("nan"), "unit": "KG"}),
        ("events.1.payload.reps", 5.0),
    ],
)
def test_a_line_of_json_that_was_changed_for_the_worse_is_a_problem(place: str, value: Any) -> None:
    assert problems(Source.HYPERTROQ, document(altered(place, value))) == [(2, "")]


def event(type_: str, **payload: Any) -> dict[str, Any]:
    return {
        "type": type_,
        "occurred_at": "2026-11-02T12:00:00Z",
        "device_id": "phone",
        "sequence_number": 9,
        "payload": {"workout_id": "w", **payload},
    }


MEASURED = {"measurement_id": "m", "measured_at": "2026-11-02T12:00:00Z"}


@pytest.mark.parametrize(
    "bad",
    [
        event("SET_CORRECTED", set_id="s", changes={"color": 1}),
        event("SET_CORRECTED", set_id="s", changes={"reps": None}),
        event("SET_CORRECTED", set_id="s", changes=5),
        event("EXERCISE_NOTED", exercise_id="x", notes=None),
        event("EXERCISES_REORDERED", exercise_ids="x"),
        event("WORKOUT_CANCELLED", changes={"notes": ""}),
        event("SKIPPED", reason="x"),
        event("SET_COMPLETED", exercise_id="x", set_id="s", kind="WORKING"),
        event("MEASUREMENT_RECORDED", **MEASURED, values={"weight_kg": 80}),
    ],
)
def test_an_event_that_is_none_is_a_problem(bad: dict[str, Any]) -> None:
    plain = {**GOOD, "events": [*GOOD["events"], bad]}
    assert problems(Source.HYPERTROQ, document(json.dumps(plain))) == [(2, "")]


def test_a_measurement_without_a_figure_is_a_problem() -> None:
    recorded = event("MEASUREMENT_RECORDED", **MEASURED, values={"weight_kg": None})
    del recorded["payload"]["workout_id"]
    plain = {"kind": "measurement", "id": "m", "names": {}, "events": [recorded]}
    assert problems(Source.HYPERTROQ, document(json.dumps(plain))) == [(2, "")]


def test_what_may_be_cleared_is_cleared() -> None:
    noted = event("EXERCISE_NOTED", exercise_id="x", superset_group=None)
    corrected = event("SET_CORRECTED", set_id="-1", changes={"rest_seconds": None})
    plain = {**GOOD, "events": [*GOOD["events"], noted, corrected]}
    past = _only(read(Source.HYPERTROQ, document(json.dumps(plain))))
    workout = fold_workout(imported(past))
    assert workout is not None
    assert workout.executions[0].sets[0].rest_seconds is None


def test_json_of_another_shape_is_refused_as_a_whole() -> None:
    pretty = as_json.OPENING.replace('"entries":[', '"entries":').rstrip() + "\n"
    with pytest.raises(Unreadable, match="lines were changed"):
        read(Source.HYPERTROQ, pretty)
    with pytest.raises(Unreadable, match="longer than"):
        read(Source.HYPERTROQ, document("x" * 1_000_001))
    with pytest.raises(Unreadable, match="more than 200000 lines"):
        read(Source.HYPERTROQ, as_json.OPENING + "\n" * 200_000)
    assert problems(Source.HYPERTROQ, document("[" * 100_000)) == [(2, "")]
