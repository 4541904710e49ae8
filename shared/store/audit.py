"""The audit log: `audit/{id}`, written once and never changed."""

from contextlib import suppress

from shared.domain.audit import AuditEntry
from shared.store.database import Database, Exists
from shared.store.writes import Create


class FirestoreAudit:
    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, entry: AuditEntry) -> None:
        """An entry that is there already stays as it is."""
        record = {
            "action": entry.action,
            "actor": entry.actor,
            "organization_id": entry.organization_id,
            "user_id": entry.user_id,
            "facts": dict(entry.facts),
            "occurred_at": entry.occurred_at,
        }
        with suppress(Exists):
            self._database.commit(Create(("audit", entry.id), record))
