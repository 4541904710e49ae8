"""Published programs as templates: the readable files beside this module, read and checked.

A file is expanded to the draft a person would send and validated as one, so that a template obeys
exactly the bounds that people's programs do.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from pydantic import ValidationError

from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import Invalid
from shared.domain.exercises import Exercise
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

    def program(self, at: datetime) -> Program:
        """The first version, as written at that moment."""
        return Program(
            id=self.id,
            plan=self.plan,
            owner_id=None,
            organization_id=None,
            version=1,
            created_at=at,
            updated_at=at,
        )


def template_id(slug: str) -> str:
    return str(uuid5(NAMESPACE, slug))


def load_templates(
    directory: Path = FILES, exercises: Iterable[Exercise] | None = None
) -> tuple[Template, ...]:
    """In the order of the files. Raises `Flaw` naming the file, the template and the place."""
    known = {exercise.id: exercise for exercise in exercises or load_catalogue()}
    catalogue = Catalogue.of(known, version=1)
    templates: dict[str, Template] = {}
    for path in sorted(directory.glob("*.yaml")):
        for slug, fields in entries_of(path):
            if slug in templates:
                raise Flaw(fields.place, "the slug is taken")
            templates[slug] = Template(slug, template_id(slug), _plan(slug, fields, catalogue))
    return tuple(templates.values())


def _plan(slug: str, fields: Fields, catalogue: Catalogue) -> Plan:
    fields.refuse_unknown(_KNOWN)
    draft = {
        **fields.values,
        "structure": _structure(fields),
        "sessions": [_session(session, catalogue) for session in fields.parts("sessions")],
    }
    try:
        plan = ProgramDraft.model_validate_json(json.dumps(draft)).to_plan()
        check(plan, catalogue)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Flaw(fields.place, f"{where}: {first['msg']}") from error
    except Invalid as refused:
        fault = refused.faults[0]
        raise Flaw(fields.place, f"{fault.path}: {fault.message}") from refused
    return replace(plan, sessions=tuple(_with_ids(slug, plan.sessions)))


def _structure(fields: Fields) -> dict[str, object]:
    structure = fields.mapping("structure")
    return {**structure, "type": "WEEKLY" if "days" in structure else "CYCLIC"}


def _session(fields: Fields, catalogue: Catalogue) -> dict[str, object]:
    fields.refuse_unknown({"name", "exercises"})
    entries = fields.parts("exercises")
    for entry in entries:
        slug = entry.text("exercise")
        if catalogue.find(exercise_id(slug)) is None:
            raise Flaw(entry.place, f"{slug} is no exercise of the catalogue")
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
