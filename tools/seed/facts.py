"""What the files say of an exercise or a template, as plain data to compare and to fingerprint.

Versions, times, ids of parts and images are left out: the files do not speak of them.
"""

from dataclasses import fields

from shared.domain.exercises import QUARTERS_PER_SET, Exercise, Standing
from shared.domain.programs import Entry, Plan, Program, Session, SetRow, Structure, Weekly
from tools.seed.changes import Facts


def facts_of_exercise(exercise: Exercise) -> Facts:
    return {
        "name": exercise.name,
        "aliases": list(exercise.aliases),
        "equipment": exercise.equipment.value,
        "mechanic": exercise.mechanic.value,
        "load_mode": exercise.load_mode.value,
        "laterality": exercise.laterality.value,
        "tracking": exercise.tracking.value,
        "contributions": {
            muscle.value: quarters / QUARTERS_PER_SET
            for muscle, quarters in exercise.contributions.items()
        },
        "description": exercise.description,
        "standard": exercise.is_standard,
        "standing": exercise.standing.value,
    }


def facts_of_template(program: Program) -> Facts:
    archived = {"standing": Standing.ARCHIVED.value} if program.is_archived else {}
    return {**facts_of_plan(program.plan), **archived}


def facts_of_plan(plan: Plan) -> Facts:
    return {
        "name": plan.name,
        "description": plan.description,
        "split_type": plan.split_type.value,
        "structure": _structure(plan.structure),
        "duration_weeks": plan.duration_weeks,
        "sessions": [_session(session) for session in plan.sessions],
    }


def _structure(structure: Structure) -> str:
    if isinstance(structure, Weekly):
        return " ".join(day.name for day in structure.days)
    return f"{structure.days_on} on, {structure.days_off} off"


def _session(session: Session) -> Facts:
    return {"name": session.name, "exercises": [_entry(entry) for entry in session.exercises]}


def _entry(entry: Entry) -> Facts:
    return {
        "exercise": entry.exercise_id,
        "superset_group": entry.superset_group,
        "notes": entry.notes,
        "sets": [_row(row) for row in entry.sets],
    }


def _row(row: SetRow) -> str:
    """Every field, so that no change goes unseen: `WORKING count 3 reps_min 8 reps_max 12`."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    kind = values.pop("kind")
    told = [f"{name} {value}" for name, value in values.items() if value not in (None, "")]
    return " ".join([kind.value, *told])
