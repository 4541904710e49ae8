"""Programs as nested documents: sessions, exercises and set rows inside one another.

What has its usual value is left out: a program of six days stays under 20 KB.
"""

from collections.abc import Mapping
from typing import Any

from shared.domain.programs import (
    Cyclic,
    Entry,
    Plan,
    Program,
    Session,
    SetKind,
    SetRow,
    SplitType,
    Structure,
    Visibility,
    Weekday,
    Weekly,
)

EXCERPT_CHARACTERS = 300
"""How much of a description a list shows."""
_ROW_OPTIONS = ("reps_max", "rir", "percent_1rm", "rest_seconds", "tempo")


def to_document(program: Program) -> dict[str, object]:
    plan = program.plan
    return {
        "version": program.version,
        "owner_id": program.owner_id,
        "organization_id": program.organization_id,
        "source_template_id": program.source_template_id,
        "created_at": program.created_at,
        "updated_at": program.updated_at,
        "exercise_ids": sorted(program.exercise_ids),
        "name": plan.name,
        "description": plan.description,
        "split_type": plan.split_type,
        "structure": _structure(plan.structure),
        "duration_weeks": plan.duration_weeks,
        "visibility": plan.visibility,
        "sessions": [_session(session) for session in plan.sessions],
        **_standing(program),
    }


def from_document(program_id: str, data: Mapping[str, Any]) -> Program:
    plan = Plan(
        name=data["name"],
        description=data["description"],
        split_type=SplitType(data["split_type"]),
        structure=_read_structure(data["structure"]),
        duration_weeks=data["duration_weeks"],
        visibility=Visibility(data["visibility"]),
        sessions=tuple(_read_session(session) for session in data["sessions"]),
    )
    return Program(
        id=program_id,
        plan=plan,
        owner_id=data["owner_id"],
        organization_id=data["organization_id"],
        version=data["version"],
        created_at=data["created_at"],
        updated_at=data["updated_at"],
        source_template_id=data["source_template_id"],
        is_archived=data.get("is_archived", False),
    )


def summary(program: Program) -> dict[str, object]:
    """What a list of programs shows, kept together on one shelf document."""
    plan = program.plan
    return {
        "name": plan.name,
        "description": plan.description[:EXCERPT_CHARACTERS],
        "split_type": plan.split_type,
        "structure": _structure(plan.structure),
        "duration_weeks": plan.duration_weeks,
        "visibility": plan.visibility,
        "session_count": len(plan.sessions),
        "owner_id": program.owner_id,
        "source_template_id": program.source_template_id,
        "version": program.version,
        "created_at": program.created_at,
        "updated_at": program.updated_at,
        **_standing(program),
    }


def _standing(program: Program) -> dict[str, object]:
    return {"is_archived": True} if program.is_archived else {}


def _structure(structure: Structure) -> dict[str, object]:
    if isinstance(structure, Weekly):
        return {"type": "WEEKLY", "days": [day.name for day in structure.days]}
    return {"type": "CYCLIC", "days_on": structure.days_on, "days_off": structure.days_off}


def _read_structure(data: Mapping[str, Any]) -> Structure:
    if data["type"] == "WEEKLY":
        return Weekly(tuple(Weekday[name] for name in data["days"]))
    return Cyclic(data["days_on"], data["days_off"])


def _session(session: Session) -> dict[str, object]:
    entries = [_entry(entry) for entry in session.exercises]
    return {"id": session.id, "name": session.name, "exercises": entries}


def _read_session(data: Mapping[str, Any]) -> Session:
    entries = tuple(_read_entry(entry) for entry in data["exercises"])
    return Session(data["name"], entries, data["id"])


def _entry(entry: Entry) -> dict[str, object]:
    stored: dict[str, object] = {"id": entry.id, "exercise_id": entry.exercise_id}
    if entry.superset_group is not None:
        stored["superset_group"] = entry.superset_group
    if entry.notes:
        stored["notes"] = entry.notes
    return stored | {"sets": [_row(row) for row in entry.sets]}


def _read_entry(data: Mapping[str, Any]) -> Entry:
    return Entry(
        sets=tuple(_read_row(row) for row in data["sets"]),
        exercise_id=data["exercise_id"],
        superset_group=data.get("superset_group"),
        notes=data.get("notes", ""),
        id=data["id"],
    )


def _row(row: SetRow) -> dict[str, object]:
    stored: dict[str, object] = {
        "kind": row.kind,
        "count": row.count,
        "reps_min": row.reps_min,
    }
    for name in _ROW_OPTIONS:
        value = getattr(row, name)
        if value is not None:
            stored[name] = value
    if row.notes:
        stored["notes"] = row.notes
    return stored


def _read_row(data: Mapping[str, Any]) -> SetRow:
    options = {name: data[name] for name in _ROW_OPTIONS if name in data}
    return SetRow(
        SetKind(data["kind"]),
        data["count"],
        data["reps_min"],
        notes=data.get("notes", ""),
        **options,
    )
