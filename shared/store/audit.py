"""The audit log: `audit/{id}`, written once; `audit_heads/{oid}` says where each chain ends.

What is audited writes its entry in the same commit. The head is written under the precondition that
it has not moved: of two changes at once the second is tried again.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.domain.audit import AuditEntry, Head, Linked, Unreadable, linked, name_of
from shared.once import once
from shared.store.audit_documents import (
    as_it_stands,
    entry_fields,
    entry_path,
    head_of,
    head_path,
    head_write,
    linked_of,
)
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.queries import Query, Where
from shared.store.writes import Create, Document, Write


@dataclass(frozen=True)
class FirestoreAudit:
    database: Database
    at_once: int = 300
    """Entries read by one query, of a chain."""

    def writes(self, *entries: AuditEntry) -> list[Write]:
        """To be committed with the change they tell of, inside what `contended` repeats: reads
        where the chains end. One read for each organisation."""
        heads: dict[str, Document | None] = {}
        at: dict[str, Head] = {}
        writes: list[Write] = []
        for entry in entries:
            chain = entry.organization_id
            if chain not in heads:
                heads[chain] = self.database.get(head_path(chain))
                at[chain] = head_of(heads[chain])
            made = linked(entry, at[chain], secrets.token_hex(16))
            at[chain] = made.link.head
            writes.append(Create(entry_path(entry.id), entry_fields(made)))
        return [*writes, *(head_write(chain, heads[chain], at[chain]) for chain in heads)]

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
        return self.writes(happening(action, actor, organization_id, at, user_id, **facts))

    def append(self, entry: AuditEntry) -> None:
        """An entry that is there already stays as it is."""

        def attempt() -> None:
            if self.database.get(entry_path(entry.id)) is not None:
                return
            try:
                self.database.commit(*self.writes(entry))
            except Exists as error:
                # The entry, or the head of a chain that was just begun.
                raise Changed from error

        self.database.contended(attempt, at=entry.organization_id)

    def chain(self, organization_id: str) -> Iterator[Linked | Unreadable]:
        """From its beginning, whatever stands there."""
        where = [Where("organization_id", "==", organization_id), Where("sequence", ">", 0)]
        behind: tuple[object, str] | None = None
        while True:
            query = Query("audit", where, [("sequence", False)], self.at_once, behind=behind)
            found = self.database.query(query)
            yield from map(as_it_stands, found)
            if len(found) < self.at_once:
                return
            behind = found[-1].data["sequence"], found[-1].raw.name

    def head(self, organization_id: str) -> Head:
        return head_of(self.database.get(head_path(organization_id)))

    def heads(self) -> Iterator[str]:
        """The organisations that have a chain, in the order of their ids."""
        after = ""
        while True:
            found = self.database.query(Query("audit_heads", limit=self.at_once, after=after))
            yield from (document.id for document in found)
            if len(found) < self.at_once:
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
        where = _named(user_id, organization_id, actor, action)
        if beyond is not None:
            where.append(Where("place", "<", beyond))
        query = Query("audit", where, [("place", True)], limit)
        return [linked_of(document).entry for document in self.database.query(query)]

    def count(
        self,
        *,
        user_id: str | None = None,
        organization_id: str | None = None,
        actor: str | None = None,
        action: str | None = None,
    ) -> int:
        """How many are `listed`."""
        where = _named(user_id, organization_id, actor, action)
        return self.database.count(Query("audit", where, [("place", True)]))


def _named(
    user_id: str | None, organization_id: str | None, actor: str | None, action: str | None
) -> list[Where]:
    named = {
        "user_id": user_id,
        "organization_id": organization_id,
        "actor": actor,
        "action": action,
    }
    return [Where(field, "==", value) for field, value in named.items() if value is not None]


def happening(
    action: str,
    actor: str,
    organization_id: str,
    at: datetime,
    user_id: str | None = None,
    **facts: str | int | None,
) -> AuditEntry:
    """An entry of what happens this once."""
    return AuditEntry(
        id=secrets.token_hex(16),
        action=action,
        actor=actor,
        organization_id=organization_id,
        occurred_at=at,
        user_id=user_id,
        facts=facts,
    )


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
        Create(entry_path(entry.id), entry_fields(made)),
        head_write(organization_id, None, made.link.head),
    ]


@once
def live_audit() -> FirestoreAudit:
    return FirestoreAudit(live_database())
