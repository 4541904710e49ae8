"""The audit log as it is stored: chained, written with what it tells of, found again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from shared.domain.audit import SYSTEM, AuditEntry, Head, Linked, breaks, name_of
from shared.store.audit import FirestoreAudit, opening
from shared.store.audit_documents import place_of
from shared.store.database import Database, Exists
from shared.store.writes import Delete, Merge, Put
from tests.races import outcomes, together

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


@pytest.fixture
def audit(database: Database) -> FirestoreAudit:
    return FirestoreAudit(database)


def entry(number: int, **about: object) -> AuditEntry:
    usual = {"id": name_of(str(number)), "occurred_at": NOON + timedelta(seconds=number)}
    return replace(ENTRY, **{**usual, **about})  # type: ignore[arg-type]


def entries(audit: FirestoreAudit, organization_id: str) -> list[AuditEntry]:
    return [one.entry for one in audit.chain(organization_id) if isinstance(one, Linked)]


def wrong(audit: FirestoreAudit, organization_id: str = "ours") -> list[str]:
    chain = audit.chain(organization_id)
    return [one.what for one in breaks(chain, audit.head(organization_id))]


def test_what_is_written_once_is_never_changed(audit: FirestoreAudit) -> None:
    audit.append(ENTRY)
    audit.append(ENTRY)
    audit.append(replace(ENTRY, action="SOMETHING_ELSE", facts={}))
    assert entries(audit, "ours") == [ENTRY]
    assert wrong(audit) == []


def test_an_organisation_begins_with_its_chain_once(audit: FirestoreAudit) -> None:
    beginning = opening("ours", "ann", NOON)
    audit.database.commit(*beginning)
    with pytest.raises(Exists):
        audit.database.commit(*beginning)
    audit.append(ENTRY)
    assert [one.action for one in entries(audit, "ours")] == [
        "ORGANIZATION_CREATED",
        "SUBSCRIPTION_STARTED",
    ]
    assert wrong(audit) == []


def test_entries_that_many_write_at_once_are_one_chain(
    connected: Callable[[], Database],
) -> None:
    stores = [FirestoreAudit(connected()) for _ in range(3)]
    calls = [partial(stores[number % 3].append, entry(number % 16)) for number in range(32)]
    assert outcomes(together(calls)) == {"done": 32}
    assert stores[0].head("ours").sequence == 16
    assert wrong(stores[0]) == []


def test_several_entries_of_one_change_are_behind_one_another(audit: FirestoreAudit) -> None:
    audit.append(entry(0))
    elsewhere = entry(9, organization_id="theirs")
    audit.database.commit(*audit.writes(entry(1), elsewhere, entry(2)))
    assert entries(audit, "ours") == [entry(0), entry(1), entry(2)]
    assert entries(audit, "theirs") == [elsewhere]
    assert wrong(audit) == wrong(audit, "theirs") == []
    assert list(audit.heads()) == ["ours", "theirs"]


def test_whatever_is_done_to_the_database_shows(audit: FirestoreAudit) -> None:
    for number in range(4):
        audit.append(entry(number))
    path = ("audit", entry(1).id)
    kept = audit.database.get(path)
    assert kept is not None
    audit.database.commit(Merge(path, {("actor",): "eve"}))
    assert wrong(audit) == ["who or what was changed"]
    audit.database.commit(Delete(path))
    assert wrong(audit) == ["missing"]
    audit.database.commit(Put(path, kept.data))
    assert wrong(audit) == []
    audit.database.commit(Put(("audit_heads", "ours"), {"sequence": 3, "hash": "h"}))
    assert wrong(audit) == ["more than there should be"]
    assert audit.head("nobodys") == Head()


def test_entries_are_found_by_what_they_name_the_newest_first(audit: FirestoreAudit) -> None:
    mine = [entry(number, actor="ann", action="MEMBER_LEFT") for number in range(3)]
    others = [entry(7, organization_id="theirs", user_id="bob")]
    for one in [*mine, *others]:
        audit.append(one)
    newest = mine[::-1]
    assert audit.listed(user_id="ann") == newest
    assert audit.listed(organization_id="ours", limit=2) == newest[:2]
    assert audit.listed(actor="ann", beyond=place_of(newest[0])) == newest[1:]
    assert audit.listed(action="MEMBER_LEFT") == newest
    assert audit.listed() == [*others, *newest]
    assert (audit.count(), audit.count(actor="ann")) == (4, 3)


def test_whatever_somebody_made_of_an_entry_is_read_and_shows(audit: FirestoreAudit) -> None:
    for number in range(3):
        audit.append(entry(number))
    path = ("audit", entry(1).id)
    kept = audit.database.get(path)
    assert kept is not None
    for change, what in (
        ({"place": "0"}, ["lists show it elsewhere"]),
        ({"facts": "none"}, ["cannot be read", "not behind the one before it"]),
        ({"facts": {"plan": NOON}}, ["who or what was changed"]),
        ({"is_erased": True}, ["who or what was changed"]),
        ({"sequence": 1}, ["changed", "missing"]),
        ({"organization_id": "theirs"}, ["missing"]),
    ):
        audit.database.commit(Put(path, {**kept.data, **change}))
        assert set(what) <= set(wrong(audit)), change


def test_a_long_chain_is_read_to_its_end(database: Database) -> None:
    audit = FirestoreAudit(database, at_once=2)
    for number in range(5):
        audit.append(entry(number))
    assert entries(audit, "ours") == [entry(number) for number in range(5)]
    # Two of one number stand on both sides of where a page ends.
    second = audit.database.get(("audit", entry(1).id))
    assert second is not None
    audit.database.commit(Put(("audit", "f" * 64), second.data))
    assert "there twice" in wrong(audit)
