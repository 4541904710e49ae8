"""Imports: `users/{uid}/imports/{id}`, what each brought, and what a person's names mean."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from shared.domain.errors import NotFound
from shared.domain.imports.batch import Added, Import, ImportStatus, Survey
from shared.domain.imports.found import Source
from shared.domain.imports.undoing import Brought
from shared.domain.log.coding import as_text
from shared.domain.log.events import Entity, EntityKind
from shared.domain.log.workouts import LoadUnit
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.queries import Query
from shared.store.sizes import within_budget
from shared.store.writes import Create, Delete, Document, Merge, Path, Put, Write

_MOST_REMEMBERED = 2_000
_LEFT_OFF = "It stopped when two accounts became one. Import the file again: what came stays once."
_surveys = TypeAdapter(Survey)


@dataclass(frozen=True, slots=True)
class Stored:
    """An import as it was read, to be written unless somebody else did meanwhile."""

    about: Import
    document: Document


@dataclass(frozen=True, slots=True)
class Part:
    """What one commit brought."""

    brought: tuple[Brought, ...]
    document: Document


@dataclass(frozen=True)
class FirestoreImports:
    database: Database

    def add(self, owner: str, about: Import) -> None:
        """Adding the same import again changes nothing."""
        try:
            self.database.commit(Create(_path(owner, about.id), _document(about)))
        except Exists:
            return

    def find(self, owner: str, import_id: str) -> Stored:
        """Raises `NotFound`."""
        document = self.database.get(_path(owner, import_id))
        if document is None:
            raise NotFound
        return Stored(_import(document), document)

    def change(self, owner: str, import_id: str, change: Callable[[Import], Import]) -> Import:
        """`change` may refuse by raising; it sees the newest, and is called again when somebody
        else was faster."""

        def attempt() -> Import:
            stored = self.find(owner, import_id)
            changed = change(stored.about)
            if changed != stored.about:
                path = _path(owner, import_id)
                self.database.commit(Put(path, _document(changed), stored.document))
            return changed

        return self.database.contended(attempt)

    def progress(self, owner: str, stored: Stored, changed: Import) -> Write:
        """How far it has come, for a commit that also writes something else."""
        data: dict[tuple[str, ...], object] = {
            ("done",): changed.done,
            ("added",): asdict(changed.added),
            ("parts",): changed.parts,
        }
        return Merge(_path(owner, changed.id), data, unchanged_since=stored.document)

    def part(self, owner: str, about: Import, brought: Sequence[Brought]) -> Write:
        rows = [[one.entity.kind, one.entity.id, one.is_new, one.set_ids] for one in brought]
        data = {"number": about.parts, "brought": as_text(rows)}
        return Put((*_path(owner, about.id), "parts", f"{about.parts:06}"), data)

    def first_parts(self, owner: str, import_id: str, limit: int) -> list[Part]:
        """In the order in which they were written."""
        query = Query("parts", order=[("number", False)], limit=limit)
        return [_part(one) for one in self.database.query(query, _path(owner, import_id))]

    def remembered(self, owner: str) -> dict[str, str | None]:
        """Key of a name -> the exercise that this person said it is, None to leave it out."""
        document = self.database.get(_names_path(owner))
        return {} if document is None else json.loads(document.data["names"])

    def remember(self, owner: str, names: Mapping[str, str | None]) -> None:
        """Of more than can be kept those said first are forgotten."""

        def attempt() -> None:
            document = self.database.get(_names_path(owner))
            known = {} if document is None else json.loads(document.data["names"])
            merged = {name: known[name] for name in known if name not in names} | dict(names)
            kept = dict(list(merged.items())[-_MOST_REMEMBERED:])
            if list(kept.items()) == list(known.items()):
                return
            # Not sorted: the order says which was said first.
            data = {"names": json.dumps(kept, ensure_ascii=False)}
            try:
                path = _names_path(owner)
                self.database.commit(Put(path, data, document) if document else Create(path, data))
            except Exists as error:
                raise Changed from error

        self.database.contended(attempt)


def left_off(write: Write) -> Write:
    """An import as it goes over to another account. What was being done about it was ordered of
    the one who is left, and is done no further."""
    if not isinstance(write, Create) or write.path[-2] != "imports":
        return write
    fields: Mapping[str, Any] = write.data
    if ImportStatus(fields["status"]).is_settled:
        return write
    failed = {"status": ImportStatus.FAILED, "run": fields["run"] + 1, "fault": _LEFT_OFF}
    return Create(write.path, {**fields, **failed, "done": 0})


def joined_names(found: Document, there: Document | None, to: str) -> list[Write]:
    """What one person's names mean among those of another, and gone. What the other has said of a
    name stands."""
    own = {} if there is None else json.loads(there.data["names"])
    others = json.loads(found.data["names"])
    both = {name: others[name] for name in others if name not in own} | own
    data = {"names": json.dumps(dict(list(both.items())[-_MOST_REMEMBERED:]), ensure_ascii=False)}
    path = _names_path(to)
    write = Put(path, data, there) if there else Create(path, data)
    return [write, Delete(found.path, unchanged_since=found)]


def gone(part: Part) -> Write:
    return Delete(part.document.path)


@once
def live_imports() -> FirestoreImports:
    return FirestoreImports(live_database())


def _path(owner: str, import_id: str) -> Path:
    return ("users", owner, "imports", import_id)


def _names_path(owner: str) -> Path:
    return ("users", owner, "log", "import_names")


def _document(about: Import) -> dict[str, object]:
    survey = about.survey and _surveys.dump_json(about.survey).decode()
    document: dict[str, object] = {
        "source": about.source,
        "object_name": about.object_name,
        "zone": about.zone,
        "created_at": about.created_at,
        "unit": about.unit,
        "status": about.status,
        "run": about.run,
        "done": about.done,
        "survey": survey,
        "choices": json.dumps(about.choices, ensure_ascii=False),
        "added": asdict(about.added),
        "parts": about.parts,
        "fault": about.fault,
    }
    within_budget(document, "This import", limit=_MOST_BYTES)
    return document


_MOST_BYTES = 700_000
"""Names as long and as many as may be, in letters of four bytes."""


def _import(document: Document) -> Import:
    data: dict[str, Any] = dict(document.data)
    survey = data.pop("survey")
    return replace(
        Import(
            id=document.id,
            source=Source(data.pop("source")),
            object_name=data.pop("object_name"),
            zone=data.pop("zone"),
            created_at=data.pop("created_at"),
        ),
        unit=LoadUnit(data["unit"]) if data["unit"] else None,
        status=ImportStatus(data["status"]),
        run=data["run"],
        done=data["done"],
        survey=_surveys.validate_json(survey) if survey else None,
        choices=json.loads(data["choices"]),
        added=Added(**data["added"]),
        parts=data["parts"],
        fault=data["fault"],
    )


def _part(document: Document) -> Part:
    rows = json.loads(document.data["brought"])
    return Part(
        tuple(
            Brought(Entity(EntityKind(kind), name), is_new, tuple(set_ids))
            for kind, name, is_new, set_ids in rows
        ),
        document,
    )
