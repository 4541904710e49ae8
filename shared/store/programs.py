"""Programs: `users/{uid}/programs`, `orgs/{oid}/programs`, `templates`, and a shelf beside each.

A shelf is one document with a summary of every program of its owner, written in the same batch as
the program: a list, however sorted or searched, is one read. An id tells where to look: templates
have ids of UUID version 5, everything people make has version 4.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from shared.domain.errors import Conflict, NotFound
from shared.domain.programs import Program, Visibility
from shared.once import once
from shared.store.database import Database, Exists, live_database
from shared.store.program_documents import from_document, summary, to_document
from shared.store.queries import Query, Where
from shared.store.sizes import within_budget
from shared.store.writes import Create, Delete, Document, Merge, Path, Put, Write

MOST_PROGRAMS = 400
"""On one shelf. The longest names and excerpts of so many still fit in one document."""

_TEMPLATE_SHELF: Path = ("shelves", "templates")


@dataclass(frozen=True)
class Kept:
    """A program with the document it was read from: what a change of it must still find."""

    program: Program
    document: Document


@dataclass(frozen=True)
class Curated:
    """A template with the fingerprint of the data it was last seeded from. Whatever else writes
    it leaves none, so that whoever seeds again can tell."""

    kept: Kept
    fingerprint: str | None


@dataclass(frozen=True)
class Summary:
    id: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Shelf:
    summaries: tuple[Summary, ...]
    active_program_id: str | None


class Decoded:
    """Programs decoded lately, by the stamp of their document: equal stamps, equal content, so
    nothing here can be stale. Threads may share it."""

    def __init__(self, most: int = 256) -> None:
        self._most, self._lock = most, Lock()
        self._programs: OrderedDict[Path, tuple[tuple[int, int], Program]] = OrderedDict()

    def program(self, document: Document) -> Program:
        with self._lock:
            held = self._programs.get(document.path)
        if held is not None and held[0] == document.stamp:
            return held[1]
        program = from_document(document.id, document.data)
        with self._lock:
            self._programs[document.path] = (document.stamp, program)
            while len(self._programs) > self._most:
                self._programs.popitem(last=False)
        return program


@dataclass(frozen=True)
class FirestorePrograms:
    database: Database
    decoded: Decoded = field(default_factory=Decoded)

    def find(self, owner: str | None, organization: str | None, program_id: str) -> Kept:
        """The owner's program, a template, or one shared in the organisation. One read for the
        first two. Raises `NotFound`."""
        for path in _places(owner, organization, program_id):
            document = self.database.get(path)
            if document is not None:
                return Kept(self.decoded.program(document), document)
        raise NotFound

    def add(self, program: Program) -> Program:
        """Raises `Conflict` when the shelf is full, `TooLarge` over the document budget. Adding the
        same program again (a repeat of a request whose answer was lost) finds the first."""
        shelf = self.database.get(_shelf(program))
        if shelf is not None and len(shelf.data.get("entries", {})) >= MOST_PROGRAMS:
            raise Conflict(f"There is room for {MOST_PROGRAMS} programs. Delete one first.")
        try:
            self.database.commit(Create(_home(program), _sized(program)), _on_shelf(program))
        except Exists:
            return self.find(program.owner_id, program.organization_id, program.id).program
        return program

    def replace(self, kept: Kept, program: Program) -> None:
        """Raises `Changed` when somebody else was faster."""
        old, new = _home(kept.program), _home(program)
        if old == new:
            writes: list[Write] = [Put(new, _sized(program), kept.document), _on_shelf(program)]
        else:
            writes = [
                Delete(old, kept.document),
                _off_shelf(kept.program),
                Create(new, _sized(program)),
                _on_shelf(program),
            ]
        self.database.commit(*writes)

    def remove(self, kept: Kept) -> None:
        """Raises `Changed` when somebody else was faster."""
        self.database.commit(Delete(_home(kept.program), kept.document), _off_shelf(kept.program))

    def shelf(self, owner: str, organization: str) -> Shelf:
        """What the owner sees: their own programs and those shared in the organisation."""
        own, shared = self.database.get_many([_own_shelf(owner), _shared_shelf(organization)])
        active = own.data.get("active_program_id") if own else None
        return Shelf((*_summaries(own), *_summaries(shared)), active)

    def templates(self) -> tuple[Summary, ...]:
        return _summaries(self.database.get(_TEMPLATE_SHELF))

    def activate(self, owner: str, program_id: str) -> None:
        chosen: dict[tuple[str, ...], object] = {("active_program_id",): program_id}
        self.database.commit(Merge(_own_shelf(owner), chosen))

    def active_id(self, owner: str) -> str | None:
        shelf = self.database.get(_own_shelf(owner), only=("active_program_id",))
        return shelf.data.get("active_program_id") if shelf else None

    def uses(self, exercise_id: str) -> bool:
        """Whether any stored program names the exercise."""
        query = Query(
            "programs",
            [Where("exercise_ids", "contains", exercise_id)],
            limit=1,
            everywhere=True,
            only=("version",),
        )
        return bool(self.database.query(query))

    def curated_templates(self) -> dict[str, Curated]:
        """Every template by id, as stored now."""
        paths = [("templates", summary.id) for summary in self.templates()]
        documents = self.database.get_many(paths) if paths else []
        return {
            document.id: Curated(
                Kept(self.decoded.program(document), document), document.data.get("seeded")
            )
            for document in documents
            if document is not None
        }

    def put_template(
        self, program: Program, fingerprint: str | None = None, kept: Kept | None = None
    ) -> None:
        """Raises `Changed` or `Exists` when somebody else wrote since `kept` was read, or since
        there was none."""
        document = _sized(program) | {"seeded": fingerprint}
        home = _home(program)
        write = Put(home, document, kept.document) if kept else Create(home, document)
        self.database.commit(write, _on_shelf(program))

    def remove_template(self, program: Program) -> None:
        self.database.commit(Delete(_home(program)), _off_shelf(program))


@once
def live_programs() -> FirestorePrograms:
    return FirestorePrograms(live_database())


def is_template_id(program_id: str) -> bool:
    """Templates carry ids of UUID version 5, which nothing that people make has."""
    return len(program_id) == 36 and program_id[14] == "5"


def _places(owner: str | None, organization: str | None, program_id: str) -> Sequence[Path]:
    if is_template_id(program_id):
        return [("templates", program_id)]
    places: list[Path] = []
    if owner is not None:
        places.append(("users", owner, "programs", program_id))
    if organization is not None:
        places.append(("orgs", organization, "programs", program_id))
    return places


def _is_shared(program: Program) -> bool:
    return program.plan.visibility is Visibility.ORGANIZATION


def _home(program: Program) -> Path:
    if program.owner_id is None:
        return ("templates", program.id)
    if _is_shared(program):
        return ("orgs", str(program.organization_id), "programs", program.id)
    return ("users", program.owner_id, "programs", program.id)


def _shelf(program: Program) -> Path:
    if program.owner_id is None:
        return _TEMPLATE_SHELF
    if _is_shared(program):
        return _shared_shelf(str(program.organization_id))
    return _own_shelf(program.owner_id)


def _own_shelf(owner: str) -> Path:
    return ("users", owner, "shelves", "programs")


def _shared_shelf(organization: str) -> Path:
    return ("orgs", organization, "shelves", "programs")


def _on_shelf(program: Program) -> Merge:
    entry = summary(program)
    return Merge(_shelf(program), {("schema",): 1, ("entries", program.id): entry})


def _off_shelf(program: Program) -> Merge:
    return Merge(_shelf(program), {}, gone=(("entries", program.id),))


def _summaries(shelf: Document | None) -> tuple[Summary, ...]:
    if shelf is None:
        return ()
    entries = shelf.data.get("entries", {})
    return tuple(Summary(program_id, data) for program_id, data in entries.items())


def _sized(program: Program) -> dict[str, object]:
    document = to_document(program)
    within_budget(document, "The program")
    return document
