"""Programs: `users/{uid}/programs`, `orgs/{oid}/programs`, `templates`, and a shelf beside each.

A shelf is one document with a summary of every program of its owner, written in the same batch as
the program: a list, however sorted or searched, is one read. An id tells where to look: templates
have ids of UUID version 5, everything people make has version 4.
"""

from dataclasses import dataclass, field

from shared.domain.access import Caller
from shared.domain.errors import Conflict, NotFound, Unauthenticated
from shared.domain.programs import Program
from shared.once import once
from shared.remembered import Remembered
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.program_documents import from_document, to_document
from shared.store.program_shelves import (
    TEMPLATE_SHELF,
    Shelf,
    Summary,
    home_of,
    is_template_id,
    off_shelf,
    on_shelf,
    own_shelf,
    places,
    shared_shelf,
    shelf_of,
    summaries_on,
)
from shared.store.queries import Query, Where
from shared.store.sizes import within_budget
from shared.store.writes import Create, Delete, Document, Merge, Path, Put, Write

MOST_PROGRAMS = 400
"""On one shelf. The longest names and excerpts of so many still fit in one document."""


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


# By the stamp of the document: equal stamps, equal content.
Decoded = Remembered[tuple[Path, tuple[int, int]], Program]


@dataclass(frozen=True)
class FirestorePrograms:
    database: Database
    decoded: Decoded = field(default_factory=lambda: Remembered(most=256))

    def find(self, owner: str | None, organization: str | None, program_id: str) -> Kept:
        """The owner's program, a template, or one shared in the organisation. One read for the
        first two. Raises `NotFound`."""
        for path in places(owner, organization, program_id):
            document = self.database.get(path)
            if document is not None:
                return Kept(self._decoded(document), document)
        raise NotFound

    def seen_by(self, visitor: Caller | None, program_id: str) -> Kept:
        """What `find` finds for that person. Raises `Unauthenticated` where only somebody who is
        signed in could find anything."""
        if visitor is not None:
            return self.find(visitor.user_id, visitor.organization_id, program_id)
        if not is_template_id(program_id):
            raise Unauthenticated
        return self.find(None, None, program_id)

    def add(self, program: Program, *besides: Write) -> Program:
        """Raises `Conflict` when the shelf is full, `TooLarge` over the document budget, `Changed`
        when a precondition of what is written besides fails. Adding the same program again (a
        repeat of a request whose answer was lost) finds the first."""
        shelf = self.database.get(shelf_of(program))
        if shelf is not None and len(shelf.data.get("entries", {})) >= MOST_PROGRAMS:
            raise Conflict(f"There is room for {MOST_PROGRAMS} programs. Delete one first.")
        try:
            self.database.commit(
                Create(home_of(program), _sized(program)), on_shelf(program), *besides
            )
        except Exists as error:
            try:
                return self.find(program.owner_id, program.organization_id, program.id).program
            except NotFound:
                # What is written besides was there.
                raise Changed from error
        return program

    def replace(self, kept: Kept, program: Program, *besides: Write) -> None:
        """With whatever is written besides, or not at all. Raises `Changed` when somebody else was
        faster."""
        old, new = home_of(kept.program), home_of(program)
        if old == new:
            writes: list[Write] = [Put(new, _sized(program), kept.document), on_shelf(program)]
        else:
            writes = [
                Delete(old, kept.document),
                off_shelf(kept.program),
                Create(new, _sized(program)),
                on_shelf(program),
            ]
        try:
            self.database.commit(*writes, *besides)
        except Exists as error:
            raise Changed from error

    def remove(self, kept: Kept) -> None:
        """Raises `Changed` when somebody else was faster."""
        self.database.commit(Delete(home_of(kept.program), kept.document), off_shelf(kept.program))

    def shelf(self, owner: str, organization: str) -> Shelf:
        """What the owner sees: their own programs and those shared in the organisation."""
        own, shared = self.database.get_many([own_shelf(owner), shared_shelf(organization)])
        active = own.data.get("active_program_id") if own else None
        return Shelf((*summaries_on(own), *summaries_on(shared)), active)

    def templates(self) -> tuple[Summary, ...]:
        every = summaries_on(self.database.get(TEMPLATE_SHELF))
        return tuple(one for one in every if not one.data.get("is_archived"))

    def activate(self, owner: str, program_id: str) -> None:
        chosen: dict[tuple[str, ...], object] = {("active_program_id",): program_id}
        self.database.commit(Merge(own_shelf(owner), chosen))

    def active_id(self, owner: str) -> str | None:
        shelf = self.database.get(own_shelf(owner), only=("active_program_id",))
        return shelf.data.get("active_program_id") if shelf else None

    def followed(self, owner: str, organization: str) -> Program | None:
        """The active program; none when it was deleted or is shared no longer. Two reads."""
        program_id = self.active_id(owner)
        if program_id is None:
            return None
        try:
            return self.find(owner, organization, program_id).program
        except NotFound:
            return None

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

    def _decoded(self, document: Document) -> Program:
        key = (document.path, document.stamp)
        return self.decoded.get(key, lambda: from_document(document.id, document.data))

    def curated_templates(self) -> dict[str, Curated]:
        """Every template by id, as stored now, archived ones too."""
        every = summaries_on(self.database.get(TEMPLATE_SHELF))
        paths = [("templates", summary.id) for summary in every]
        documents = self.database.get_many(paths) if paths else []
        return {
            document.id: Curated(
                Kept(self._decoded(document), document), document.data.get("seeded")
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
        home = home_of(program)
        write = Put(home, document, kept.document) if kept else Create(home, document)
        self.database.commit(write, on_shelf(program))


@once
def live_programs() -> FirestorePrograms:
    return FirestorePrograms(live_database())


def _sized(program: Program) -> dict[str, object]:
    document = to_document(program)
    within_budget(document, "The program")
    return document
