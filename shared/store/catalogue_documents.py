"""The document a catalogue stands in: its place, its version, its exercises as one JSON text."""

from datetime import datetime

from shared.domain.catalogue import Catalogue
from shared.store.catalogue_cache import Held
from shared.store.exercise_records import Exercises, read_records
from shared.store.sizes import within_budget
from shared.store.writes import Create, Document, Path, Put

CATALOGUE_BUDGET_BYTES = 900_000
"""Firestore takes 1 MiB."""


def key_of(organization_id: str | None) -> str:
    return "global" if organization_id is None else organization_id


def path_of(organization_id: str | None) -> Path:
    return ("catalogue", key_of(organization_id))


def version_of(document: Document | None) -> tuple[int, datetime | None]:
    return (document.data["version"], document.data["updated_at"]) if document else (0, None)


def json_in(document: Document | None) -> str:
    return str(document.data["exercises_json"]) if document else "{}"


def held_as(
    organization_id: str | None,
    version: int,
    written_at: datetime | None,
    text: str,
    checked_at: float,
) -> Held:
    exercises = Exercises(read_records(text), organization_id)
    return Held(version, written_at, Catalogue.of(exercises, version), len(text), checked_at)


def write_of(
    path: Path, document: Document | None, version: int, now: datetime, text: str
) -> Create | Put:
    """Fails when the document changed since it was read. Raises `TooLarge` over its budget."""
    fields = {"version": version, "updated_at": now, "exercises_json": text}
    within_budget(fields, "The catalogue", CATALOGUE_BUDGET_BYTES)
    return Put(path, fields, unchanged_since=document) if document else Create(path, fields)
