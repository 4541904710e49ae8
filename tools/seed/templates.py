"""Published programs as templates: the readable files beside this module, read and checked.

A file is expanded to the draft a person would send and validated as one, so that a template obeys
exactly the bounds that people's programs do.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from pydantic import ValidationError

from shared.domain.programs import Plan, Program, Session
from shared.web.plans import ProgramDraft
from tools.seed.catalogue import exercise_id, load_catalogue
from tools.seed.reading import Fields, Flaw, entries_of

# Ids are made from this and the slug, and people's programs point at them: neither ever changes.
# uuid5 gives version 5, by which the store tells a template from what people make.
NAMESPACE = UUID("f39a377f-dee4-4355-bb8f-d3b5b64e3f30")
FILES = Path(__file__).parent / "templates"

_REPS = re.compile(r"(?P<low>\d+)(?:-(?P<high>\d+)|(?P<amrap>\+))?\Z")
_KNOWN = {"name", "description", "split_type", "structure", "duration_weeks", "sessions"}
_KNOWN_OF_ENTRY = {"exercise", "superset", "notes", "sets"}
_KNOWN_OF_ROW = {"kind", "count", "reps", "rir", "percent_1rm", "rest_seconds", "tempo", "notes"}


@dataclass(frozen=True)
class Template:
    slug: str
    id: str
    plan: Plan

    def program(
        self, at: datetime, version: int = 1, created_at: datetime | None = None
    ) -> Program:
        """What the store keeps, as written at that moment."""
        return Program(
            id=self.id,
            plan=self.plan,
            owner_id=None,
            organization_id=None,
            version=version,
            created_at=created_at or at,
            updated_at=at,
        )


def template_id(slug: str) -> str:
    return str(uuid5(NAMESPACE, slug))


def load_templates(
    directory: Path = FILES, exercise_ids: frozenset[str] | None = None
) -> tuple[Template, ...]:
    """In the order of the files. Raises `Flaw` naming the file, the template and the place."""
    known = exercise_ids or frozenset(exercise.id for exercise in load_catalogue())
    templates: dict[str, Template] = {}
    for path in sorted(directory.glob("*.yaml")):
        for slug, fields in entries_of(path):
            if slug in templates:
                raise Flaw(fields.place, "the slug is taken")
            templates[slug] = Template(slug, template_id(slug), _plan(slug, fields, known))
    return tuple(templates.values())


def _plan(slug: str, fields: Fields, known: frozenset[str]) -> Plan:
    fields.refuse_unknown(_KNOWN)
    draft = {
        **fields.values,
        "structure": _structure(fields),
        "sessions": [_session(session, known) for session in fields.parts("sessions")],
    }
    try:
        plan = ProgramDraft.model_validate_json(json.dumps(draft)).to_plan()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Flaw(fields.place, f"{where}: {first['msg']}") from error
    return replace(plan, sessions=tuple(_with_ids(slug, plan.sessions)))


def _structure(fields: Fields) -> dict[str, object]:
    structure = fields.mapping("structure")
    return {**structure, "type": "WEEKLY" if "days" in structure else "CYCLIC"}


def _session(fields: Fields, known: frozenset[str]) -> dict[str, object]:
    fields.refuse_unknown({"name", "exercises"})
    entries = fields.parts("exercises")
    slugs = [entry.text("exercise") for entry in entries]
    for entry, slug in zip(entries, slugs, strict=True):
        if exercise_id(slug) not in known:
            raise Flaw(entry.place, f"{slug} is no exercise of the catalogue")
        if slugs.count(slug) > 1:
            raise Flaw(entry.place, f"{slug} stands twice in the session")
    return {"name": fields.text("name"), "exercises": [_entry(entry) for entry in entries]}


def _entry(fields: Fields) -> dict[str, object]:
    fields.refuse_unknown(_KNOWN_OF_ENTRY)
    return {
        "exercise_id": exercise_id(fields.text("exercise")),
        "superset_group": fields.whole("superset") if fields.has("superset") else None,
        "notes": fields.text("notes") if fields.has("notes") else "",
        "sets": [_row(row) for row in fields.parts("sets")],
    }


def _row(fields: Fields) -> dict[str, object]:
    fields.refuse_unknown(_KNOWN_OF_ROW)
    found = _REPS.match(str(fields.values.get("reps")))
    if found is None:
        raise Flaw(fields.place, "reps are written 5, 8-12 or 5+")
    low, high, amrap = found["low"], found["high"], found["amrap"]
    row: dict[str, object] = {"kind": "AMRAP" if amrap else "WORKING", **fields.values}
    del row["reps"]
    if (row["kind"] == "AMRAP") != bool(amrap):
        raise Flaw(fields.place, "as many as possible is written kind AMRAP with reps like 5+")
    return row | {"reps_min": int(low), "reps_max": None if amrap else int(high or low)}


def _with_ids(slug: str, sessions: Sequence[Session]) -> Iterator[Session]:
    """Ids made of what is in them, not of where it stands: they last when a file is rearranged."""
    seen: Counter[str] = Counter()
    for session in sessions:
        name = f"{slug}/{session.name}/{seen[session.name]}"
        seen[session.name] += 1
        entries = tuple(
            replace(entry, id=template_id(f"{name}/{entry.exercise_id}"))
            for entry in session.exercises
        )
        yield replace(session, id=template_id(name), exercises=entries)
