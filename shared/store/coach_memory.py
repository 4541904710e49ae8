"""What the coach remembers of a person: `users/{uid}/coach/memory`, all of it in one document.

It is read with every question, and never more than a hundred short texts: one read, and a bound
that holds whoever writes at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.coach.memory import Memory, MemoryKind, joined
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.writes import Create, Delete, Document, Path, Put, Write

Change = Callable[[Sequence[Memory]], Sequence[Memory]]


@dataclass(frozen=True)
class FirestoreCoachMemory:
    database: Database

    def all(self, owner: str) -> tuple[Memory, ...]:
        """The oldest first. One read."""
        return _memories(self.database.get(_path(owner)))

    def change(self, owner: str, change: Change) -> tuple[Memory, ...]:
        """What is remembered after `change`, which runs again when somebody else wrote meanwhile,
        and may refuse. Where nothing changes nothing is written."""

        def attempt() -> tuple[Memory, ...]:
            document = self.database.get(_path(owner))
            before = _memories(document)
            after = tuple(change(before))
            if after != before:
                self._write(owner, document, after)
            return after

        return self.database.contended(attempt, at=owner)

    def _write(self, owner: str, document: Document | None, memories: Sequence[Memory]) -> None:
        path, data = _path(owner), {"memories": [_plain(one) for one in memories]}
        if document is not None:
            self.database.commit(Put(path, data, document))
            return
        try:
            self.database.commit(Create(path, data))
        except Exists as error:
            raise Changed from error


def joined_memories(
    found: Document, there: Document | None, to: str
) -> tuple[list[Write], int, int]:
    """One person's memory in that of another, and gone: with how many were kept and left out."""
    own, others = _memories(there), _memories(found)
    after = joined(own, others)
    kept, path = len(after) - len(own), _path(to)
    data = {"memories": [_plain(one) for one in after]}
    write = Put(path, data, there) if there else Create(path, data)
    return [write, Delete(found.path, unchanged_since=found)], kept, len(others) - kept


def _path(owner: str) -> Path:
    return ("users", owner, "coach", "memory")


def _memories(document: Document | None) -> tuple[Memory, ...]:
    kept = document.data["memories"] if document else ()
    return tuple(Memory(**{**one, "kind": MemoryKind(one["kind"])}) for one in kept)


def _plain(memory: Memory) -> dict[str, Any]:
    created_at: datetime = memory.created_at
    return {
        "id": memory.id,
        "text": memory.text,
        "kind": memory.kind.value,
        "topic": memory.topic,
        "created_at": created_at,
        "updated_at": memory.updated_at,
    }


@once
def live_coach_memory() -> FirestoreCoachMemory:
    return FirestoreCoachMemory(live_database())
