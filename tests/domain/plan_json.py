"""Plans as JSON and back, as far as JSON patches need it."""

from typing import Any

from shared.domain.programs import (
    Cyclic,
    Entry,
    Plan,
    Session,
    SetKind,
    SetRow,
    SplitType,
    Structure,
    Weekday,
    Weekly,
)

Json = dict[str, Any]


def to_json(plan: Plan) -> Json:
    return {
        "name": plan.name,
        "description": plan.description,
        "split_type": plan.split_type.value,
        "structure": _structure_to_json(plan.structure),
        "duration_weeks": plan.duration_weeks,
        "sessions": [
            {
                "name": session.name,
                "exercises": [_entry_to_json(entry) for entry in session.exercises],
            }
            for session in plan.sessions
        ],
    }


def _structure_to_json(structure: Structure) -> Json:
    if isinstance(structure, Weekly):
        return {"type": "WEEKLY", "days": [day.name for day in structure.days]}
    return {"type": "CYCLIC", "days_on": structure.days_on, "days_off": structure.days_off}


def _entry_to_json(entry: Entry) -> Json:
    return {
        "exercise_id": entry.exercise_id,
        "sets": [
            {
                "kind": row.kind.value,
                "count": row.count,
                "reps_min": row.reps_min,
                "reps_max": row.reps_max,
                "rir": row.rir,
                "percent_1rm": row.percent_1rm,
                "rest_seconds": row.rest_seconds,
            }
            for row in entry.sets
        ],
    }


def from_json(draft: Json) -> Plan:
    structure = draft["structure"]
    return Plan(
        name=draft["name"],
        description=draft["description"],
        split_type=SplitType(draft["split_type"]),
        structure=Weekly(tuple(Weekday[day] for day in structure["days"]))
        if structure["type"] == "WEEKLY"
        else Cyclic(structure["days_on"], structure["days_off"]),
        duration_weeks=draft["duration_weeks"],
        sessions=tuple(
            Session(session["name"], tuple(map(_entry_from_json, session["exercises"])))
            for session in draft["sessions"]
        ),
    )


def _entry_from_json(entry: Json) -> Entry:
    rows = tuple(SetRow(**{**row, "kind": SetKind(row["kind"])}) for row in entry["sets"])
    return Entry(rows, entry["exercise_id"])
