"""The audit log: `audit/{id}`, written once; `audit_heads/{oid}` says where each chain ends.

What is audited writes its entry in the same commit. The head is written under the precondition that
it has not moved: of two changes at once the second is tried again.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.audit import AuditEntry, Head, Link, Linked, linked, name_of
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.queries import Query, Where
from shared.store.writes import Create, Document, Path, Put, Write

_AT_ONCE = 300


@dataclass(frozen=True)
class FirestoreAudit:
    database: Database

    def writes(self, *entries: AuditEntry) -> list[Write]:
        """To be committed with the change they tell of, inside what `contended` repeats: reads
        where the chains end. One read for each organisation."""
        heads: dict[str, Document | None] = {}
        at: dict[str, Head] = {}
        writes: list[Write] = []
        for entry in entries:
            chain = entry.organization_id
            if chain not in heads:
                heads[chain] = self.database.get(_head_path(chain))
                at[chain] = _head(heads[chain])
            made = linked(entry, at[chain], secrets.token_hex(16))
            at[chain] = made.link.head
            writes.append(Create(_path(entry.id), _fields(made)))
        return [*writes, *(_head_write(chain, heads[chain], at[chain]) for chain in heads)]

    def record(
        self,
        action: str,
        *,
        actor: str,
        organization_id: str,
        at: datetime,
        user_id: str | None = None,
        **facts: str | int | None,
    ) -> list[Write]:
        """As `writes`, of what happens this once."""
        entry = AuditEntry(
            id=secrets.token_hex(16),
            action=action,
            actor=actor,
            organization_id=organization_id,
            occurred_at=at,
            user_id=user_id,
            facts=facts,
        )
        return self.writes(entry)

    def append(self, entry: AuditEntry) -> None:
        """An entry that is there already stays as it is."""

        def attempt() -> None:
            if self.database.get(_path(entry.id)) is not None:
                return
            try:
                self.database.commit(*self.writes(entry))
            except Exists as error:
                # The entry, or the head of a chain that was just begun.
                raise Changed from error

        self.database.contended(attempt)

    def chain(self, organization_id: str) -> Iterator[Linked]:
        """From its beginning."""
        after = 0
        while True:
            where = [
                Where("organization_id", "==", organization_id),
                Where("sequence", ">", after),
            ]
            found = self.database.query(Query("audit", where, [("sequence", False)], _AT_ONCE))
            yield from map(_linked, found)
            if len(found) < _AT_ONCE:
                return
            after = found[-1].data["sequence"]

    def head(self, organization_id: str) -> Head:
        return _head(self.database.get(_head_path(organization_id)))

    def heads(self) -> Iterator[str]:
        """The organisations that have a chain, in the order of their ids."""
        after = ""
        while True:
            found = self.database.query(Query("audit_heads", limit=_AT_ONCE, after=after))
            yield from (document.id for document in found)
            if len(found) < _AT_ONCE:
                return
            after = found[-1].raw.name

    def listed(
        self,
        *,
        user_id: str | None = None,
        organization_id: str | None = None,
        actor: str | None = None,
        action: str | None = None,
        beyond: str | None = None,
        limit: int = 100,
    ) -> list[AuditEntry]:
        """The newest first, going on beyond a place. At most one of the others may be named: each
        has its index."""
        named = {
            "user_id": user_id,
            "organization_id": organization_id,
            "actor": actor,
            "action": action,
        }
        where = [Where(field, "==", value) for field, value in named.items() if value is not None]
        if beyond is not None:
            where.append(Where("place", "<", beyond))
        query = Query("audit", where, [("place", True)], limit)
        return [_linked(document).entry for document in self.database.query(query)]


def opening(organization_id: str, owner: str, created_at: datetime) -> list[Write]:
    """The beginning of a chain, written with the organisation: no two can begin it."""
    entry = AuditEntry(
        id=name_of("organization-created", organization_id),
        action="ORGANIZATION_CREATED",
        actor=owner,
        organization_id=organization_id,
        occurred_at=created_at,
        user_id=owner,
    )
    made = linked(entry, Head(), secrets.token_hex(16))
    return [
        Create(_path(entry.id), _fields(made)),
        _head_write(organization_id, None, made.link.head),
    ]


def place_of(entry: AuditEntry) -> str:
    """Sorts as the moments do, and is told apart at the same moment."""
    moment = entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{moment}~{entry.id[:16]}"


@once
def live_audit() -> FirestoreAudit:
    return FirestoreAudit(live_database())


def _fields(one: Linked) -> dict[str, object]:
    entry, link = one.entry, one.link
    return {
        "action": entry.action,
        "actor": entry.actor,
        "organization_id": entry.organization_id,
        "user_id": entry.user_id,
        "facts": dict(entry.facts),
        "occurred_at": entry.occurred_at,
        "place": place_of(entry),
        "sequence": link.sequence,
        "previous": link.previous,
        "salt": link.salt,
        "personal": link.personal,
        "hash": link.hash,
        "is_erased": one.is_erased,
    }


def _linked(document: Document) -> Linked:
    data = document.data
    entry = AuditEntry(
        id=document.id,
        action=data["action"],
        actor=data["actor"],
        organization_id=data["organization_id"],
        occurred_at=data["occurred_at"],
        user_id=data["user_id"],
        facts=data["facts"],
    )
    link = Link(data["sequence"], data["previous"], data["salt"], data["personal"], data["hash"])
    return Linked(entry, link, data["is_erased"])


def _head(document: Document | None) -> Head:
    return Head(document.data["sequence"], document.data["hash"]) if document else Head()


def _head_write(chain: str, found: Document | None, head: Head) -> Write:
    fields = {"sequence": head.sequence, "hash": head.hash}
    if found is None:
        return Create(_head_path(chain), fields)
    return Put(_head_path(chain), fields, unchanged_since=found)


def _path(entry_id: str) -> Path:
    return ("audit", entry_id)


def _head_path(chain: str) -> Path:
    return ("audit_heads", chain)
