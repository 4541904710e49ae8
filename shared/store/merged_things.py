"""What an anonymous person had beside their log, as it moves: each function is one commit of it.

What moves is written there and deleted here in one commit, so beginning again anywhere finds what
is left. What the account has by the same id already stays as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from shared.domain.coach.own_texts import Source
from shared.domain.merging import Merging, Moved
from shared.store.coach_memory import joined_memories
from shared.store.coach_usage import summed
from shared.store.database import Database
from shared.store.imports import joined_names, left_off
from shared.store.program_documents import from_document, to_document
from shared.store.program_shelves import home_of, on_shelf, own_shelf
from shared.store.queries import Query
from shared.store.vectors import FirestoreVectors
from shared.store.writes import Create, Delete, Document, Merge, Path, Write

_AT_ONCE = 60
"""Documents of one commit: each is two writes."""
_MOST_BYTES = 1024 * 1024
_CURRENT = "current"
"""Of the months of usage, the one that is none: only who pays has it."""


class Part(NamedTuple):
    """One commit."""

    moved: Moved
    writes: Sequence[Write]


Take = Callable[[Merging, bool], Part | None]
"""The next part of something; None when nothing is left. The other argument: something of what it
made is there already, so look first."""


@dataclass(frozen=True)
class Things:
    database: Database

    @property
    def beside_the_log(self) -> Sequence[Take]:
        """But for the usage and the programs, which come before the log."""
        return (
            self.followed,
            self.import_names,
            self.imports,
            self.proposals,
            self.conversations,
            self.memory,
            self.preferences,
            self.vectors,
        )

    def usage(self, merging: Merging, is_known: bool) -> Part | None:  # noqa: ARG002
        """The coach's answers of a month count as the account's."""
        months = self.database.query(Query("usage"), ("orgs", merging.left_organization_id))
        month = next((one for one in months if one.id != _CURRENT), None)
        if month is None:
            return None
        to = ("orgs", merging.organization_id, "usage", month.id)
        counted = Moved(answers=month.data["used"])
        return Part(counted, summed(month, self.database.get(to), to))

    def programs(self, merging: Merging, is_known: bool) -> Part | None:
        found = self._some(("users", merging.anonymous_id), "programs")
        if not found:
            return None
        programs = [
            replace(
                from_document(one.id, one.data),
                owner_id=merging.into,
                organization_id=merging.organization_id,
            )
            for one in found
        ]
        made = [Create(home_of(one), to_document(one)) for one in programs]
        writes = self._instead(found, self._absent(made, is_known))
        return Part(Moved(programs=len(found)), [*writes, *map(on_shelf, programs)])

    def followed(self, merging: Merging, is_known: bool) -> Part | None:  # noqa: ARG002
        """The program they follow, unless the account follows one."""
        left, own = self.database.get_many(
            [own_shelf(merging.anonymous_id), own_shelf(merging.into)]
        )
        if left is None:
            return None
        gone = Delete(left.path, unchanged_since=left)
        followed = left.data.get("active_program_id")
        if followed is None or (own and own.data.get("active_program_id")):
            return Part(Moved(), [gone])
        path, fields = own_shelf(merging.into), {"active_program_id": followed}
        if own is None:
            return Part(Moved(), [Create(path, fields), gone])
        merged = Merge(path, {(name,): value for name, value in fields.items()}, (), own)
        return Part(Moved(), [merged, gone])

    def imports(self, merging: Merging, is_known: bool) -> Part | None:
        part = self._tree(merging, "imports", "parts", is_known)
        return part and Part(Moved(imports=part[0]), [left_off(one) for one in part[2]])

    def proposals(self, merging: Merging, is_known: bool) -> Part | None:
        found = self._some(("users", merging.anonymous_id), "proposals")
        writes = self._relocated(found, ("users", merging.into), is_known)
        return Part(Moved(proposals=len(found)), writes) if found else None

    def conversations(self, merging: Merging, is_known: bool) -> Part | None:
        part = self._tree(merging, "conversations", "messages", is_known)
        return part and Part(Moved(conversations=part[0], messages=part[1]), part[2])

    def memory(self, merging: Merging, is_known: bool) -> Part | None:  # noqa: ARG002
        found, own = self._both(merging, "coach", "memory")
        if found is None:
            return None
        writes, kept, left_out = joined_memories(found, own, merging.into)
        return Part(Moved(memories=kept, left_out=left_out), writes)

    def preferences(self, merging: Merging, is_known: bool) -> Part | None:  # noqa: ARG002
        """How they want to be spoken to, unless the account has said so itself."""
        found, own = self._both(merging, "coach", "preferences")
        if found is None:
            return None
        gone = Delete(found.path, unchanged_since=found)
        chosen = found.data.get("personality")
        if chosen is None or (own and own.data.get("personality")):
            return Part(Moved(), [gone])
        path = ("users", merging.into, "coach", "preferences")
        if own is None:
            return Part(Moved(), [Create(path, {"personality": chosen}), gone])
        return Part(Moved(), [Merge(path, {("personality",): chosen}, (), own), gone])

    def import_names(self, merging: Merging, is_known: bool) -> Part | None:  # noqa: ARG002
        found, own = self._both(merging, "log", "import_names")
        if found is None:
            return None
        return Part(Moved(), joined_names(found, own, merging.into))

    def vectors(self, merging: Merging, is_known: bool) -> Part | None:  # noqa: ARG002
        vectors = FirestoreVectors(self.database, "text_embeddings")
        writes = vectors.handed_over(merging.anonymous_id, merging.into, list(Source), _AT_ONCE)
        return Part(Moved(), writes) if writes else None

    def _both(
        self, merging: Merging, collection: str, name: str
    ) -> tuple[Document | None, Document | None]:
        whose = (merging.anonymous_id, merging.into)
        found, own = self.database.get_many([("users", one, collection, name) for one in whose])
        return found, own

    def _tree(
        self, merging: Merging, collection: str, below: str, is_known: bool
    ) -> tuple[int, int, Sequence[Write]] | None:
        """What lies below a document before the document itself: nobody sees half of it. How many
        of each, and how."""
        here, there = ("users", merging.anonymous_id), ("users", merging.into)
        heads = self.database.query(Query(collection, limit=1), here)
        if not heads:
            return None
        parts = self._some(heads[0].path, below)
        if parts:
            under = (*there, collection, heads[0].id)
            return 0, len(parts), self._relocated(parts, under, is_known)
        return 1, 0, self._relocated(heads, there, is_known)

    def _some(self, under: Path, collection: str) -> list[Document]:
        """As many as fit into one commit; at least one, if there is any."""
        found: list[Document] = []
        size = 0
        for one in self.database.query(Query(collection, limit=_AT_ONCE), under):
            size += one.raw.ByteSize()
            if found and size > _MOST_BYTES:
                break
            found.append(one)
        return found

    def _relocated(self, found: Sequence[Document], under: Path, is_known: bool) -> Sequence[Write]:
        made = [Create((*under, *one.path[-2:]), one.data) for one in found]
        return self._instead(found, self._absent(made, is_known))

    def _absent(self, made: Sequence[Create], is_known: bool) -> Sequence[Create]:
        if not is_known:
            return made
        there = self.database.get_many([one.path for one in made])
        return [one for one, known in zip(made, there, strict=True) if known is None]

    @staticmethod
    def _instead(found: Sequence[Document], made: Sequence[Write]) -> list[Write]:
        """Unchanged since they were read, so that nothing that came meanwhile is lost."""
        return [*made, *(Delete(one.path, unchanged_since=one) for one in found)]
