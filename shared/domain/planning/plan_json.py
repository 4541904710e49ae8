"""A plan as the draft that `POST /programs` takes, which is also what patches are written for."""

from typing import Any

from shared.domain.programs import Entry, Plan, SetRow, Structure, Visibility, Weekly

Json = dict[str, Any]


def as_draft(plan: Plan) -> Json:
    """Everything but the ids. An exercise that is spelled out has no `exercise_id`."""
    draft: Json = {
        "name": plan.name,
        "description": plan.description,
        "split_type": plan.split_type.value,
        "structure": as_structure(plan.structure),
        "duration_weeks": plan.duration_weeks,
        "sessions": [
            {"name": session.name, "exercises": [as_entry(entry) for entry in session.exercises]}
            for session in plan.sessions
        ],
    }
    if plan.visibility is not Visibility.PRIVATE:
        draft["visibility"] = plan.visibility.value
    return draft


def as_structure(structure: Structure) -> Json:
    if isinstance(structure, Weekly):
        return {"type": "WEEKLY", "days": [day.name for day in structure.days]}
    return {"type": "CYCLIC", "days_on": structure.days_on, "days_off": structure.days_off}


def as_entry(entry: Entry) -> Json:
    return {
        "exercise_id": entry.exercise_id,
        "superset_group": entry.superset_group,
        "notes": entry.notes,
        "sets": [as_row(row) for row in entry.sets],
    }


def as_row(row: SetRow) -> Json:
    return {
        "kind": row.kind.value,
        "count": row.count,
        "reps_min": row.reps_min,
        "reps_max": row.reps_max,
        "rir": row.rir,
        "percent_1rm": row.percent_1rm,
        "rest_seconds": row.rest_seconds,
        "tempo": row.tempo,
        "notes": row.notes,
    }
