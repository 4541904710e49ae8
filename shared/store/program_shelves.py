"""Where programs are kept, and the shelf beside each place: a summary of every program there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from shared.domain.programs import Program, Visibility
from shared.store.program_documents import summary
from shared.store.writes import Document, Merge, Path

_TEMPLATES_OF_ADMINS = UUID("0b7f2f1e-1c39-4c7b-9a5c-6b1f0f5b7d52")
TEMPLATE_SHELF: Path = ("shelves", "templates")


@dataclass(frozen=True)
class Summary:
    id: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Shelf:
    summaries: tuple[Summary, ...]
    active_program_id: str | None


def is_template_id(program_id: str) -> bool:
    """Templates carry ids of UUID version 5, which nothing that people make has."""
    return len(program_id) == 36 and program_id[14] == "5"


def template_id_of(name: str) -> str:
    """The same for the same name."""
    return str(uuid5(_TEMPLATES_OF_ADMINS, name))


def places(owner: str | None, organization: str | None, program_id: str) -> Sequence[Path]:
    if is_template_id(program_id):
        return [("templates", program_id)]
    found: list[Path] = []
    if owner is not None:
        found.append(("users", owner, "programs", program_id))
    if organization is not None:
        found.append(("orgs", organization, "programs", program_id))
    return found


def _is_shared(program: Program) -> bool:
    return program.plan.visibility is Visibility.ORGANIZATION


def home_of(program: Program) -> Path:
    if program.owner_id is None:
        return ("templates", program.id)
    if _is_shared(program):
        return ("orgs", str(program.organization_id), "programs", program.id)
    return ("users", program.owner_id, "programs", program.id)


def shelf_of(program: Program) -> Path:
    if program.owner_id is None:
        return TEMPLATE_SHELF
    if _is_shared(program):
        return shared_shelf(str(program.organization_id))
    return own_shelf(program.owner_id)


def own_shelf(owner: str) -> Path:
    return ("users", owner, "shelves", "programs")


def shared_shelf(organization: str) -> Path:
    return ("orgs", organization, "shelves", "programs")


def on_shelf(program: Program) -> Merge:
    entry = summary(program)
    return Merge(shelf_of(program), {("entries", program.id): entry})


def off_shelf(program: Program) -> Merge:
    return Merge(shelf_of(program), {}, gone=(("entries", program.id),))


def summaries_on(shelf: Document | None) -> tuple[Summary, ...]:
    if shelf is None:
        return ()
    entries = shelf.data.get("entries", {})
    return tuple(Summary(program_id, data) for program_id, data in entries.items())
