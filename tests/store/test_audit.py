from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.audit import SYSTEM, AuditEntry
from shared.store.audit import FirestoreAudit
from shared.store.database import Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = AuditEntry(
    id="e" * 64,
    action="SUBSCRIPTION_STARTED",
    actor=SYSTEM,
    organization_id="ours",
    occurred_at=NOON,
    user_id="ann",
    facts={"plan": "PRO_MONTHLY", "total": 990, "invoice_id": None},
)


def test_what_is_written_once_is_never_changed(database: Database) -> None:
    store = FirestoreAudit(database)
    store.append(ENTRY)
    store.append(ENTRY)
    store.append(replace(ENTRY, action="SOMETHING_ELSE", facts={}))
    found = database.get(("audit", ENTRY.id))
    assert found is not None
    assert found.data == {
        "action": "SUBSCRIPTION_STARTED",
        "actor": "SYSTEM",
        "organization_id": "ours",
        "user_id": "ann",
        "facts": {"plan": "PRO_MONTHLY", "total": 990, "invoice_id": None},
        "occurred_at": NOON,
    }
