"""`verify-audit`: whatever somebody with the database's keys does to the audit log is named."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.audit import PLATFORM, SYSTEM, AuditEntry, Head, Linked, linked, name_of
from shared.store.audit import FirestoreAudit, opening
from shared.store.audit_documents import entry_fields, entry_path, head_path
from shared.store.database import Database
from shared.store.writes import Create, Delete, Merge, Put
from tests.races import Interrupted
from tools.operate.stopped import Stopped
from tools.operate.verify_audit import Verifying, told

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(number: int, chain: str = "gym") -> AuditEntry:
    return AuditEntry(
        id=name_of(chain, str(number)),
        action="ROLE_CHANGED",
        actor="ann",
        organization_id=chain,
        occurred_at=NOON + timedelta(seconds=number),
        user_id="bob",
        facts={"role": "ADMIN"},
    )


@pytest.fixture
def audit(database: Database) -> FirestoreAudit:
    """Two chains of four entries, whose organisations are there."""
    audit = FirestoreAudit(database)
    for chain in ("gym", PLATFORM):
        for number in range(4):
            audit.append(entry(number, chain))
    database.commit(Create(("orgs", "gym"), {"version": 1}))
    return audit


def changed(audit: FirestoreAudit, number: int, **fields: object) -> None:
    data: Mapping[tuple[str, ...], object] = {(name,): value for name, value in fields.items()}
    audit.database.commit(Merge(entry_path(entry(number).id), data, must_exist=True))


def copied(audit: FirestoreAudit, number: int, **fields: object) -> None:
    found = audit.database.get(entry_path(entry(number).id))
    assert found is not None
    audit.database.commit(Put(entry_path("forged"), {**found.data, **fields}))


def removed(audit: FirestoreAudit, *numbers: int) -> None:
    audit.database.commit(*(Delete(entry_path(entry(number).id)) for number in numbers))


def swapped(audit: FirestoreAudit) -> None:
    for number, other in ((1, 3), (2, 2)):
        changed(audit, number, sequence=other)


def rewritten(audit: FirestoreAudit) -> None:
    """From the third on, with good hashes, as far as the head."""
    kept = [one for one in audit.chain("gym") if isinstance(one, Linked)]
    head = kept[1].link.head
    for number in (2, 3):
        made = linked(replace(entry(number), actor="eve"), head, "salt")
        audit.database.commit(Put(entry_path(entry(number).id), entry_fields(made)))
        head = made.link.head


def forged_behind(audit: FirestoreAudit) -> None:
    made = linked(entry(9), audit.head("gym"), "salt")
    audit.database.commit(Put(entry_path(entry(9).id), entry_fields(made)))


def put_back(audit: FirestoreAudit, head: Head) -> None:
    audit.database.commit(Put(head_path("gym"), {"sequence": head.sequence, "hash": head.hash}))


TAMPERING: dict[str, tuple[Callable[[FirestoreAudit], object], list[str]]] = {
    "who did it": (lambda log: changed(log, 1, actor="eve"), ["2: who or what was changed"]),
    "a fact": (
        lambda log: changed(log, 1, facts={"role": "OWNER"}),
        ["2: who or what was changed"],
    ),
    "what was done": (lambda log: changed(log, 1, action="MEMBER_LEFT"), ["2: changed"]),
    "when": (lambda log: changed(log, 3, occurred_at=NOON), ["4: changed", "4: lists show"]),
    "one is gone": (lambda log: removed(log, 1), ["2: missing"]),
    "two are gone": (lambda log: removed(log, 0, 1), ["1: missing"]),
    "the end is gone": (lambda log: removed(log, 2, 3), ["3: the end is missing"]),
    "all is gone": (lambda log: removed(log, 0, 1, 2, 3), ["1: the end is missing"]),
    "another order": (swapped, ["2: not behind the one before it", "2: changed", "3: changed"]),
    "one more inside": (lambda log: copied(log, 1), ["2: there twice"]),
    "one more behind": (forged_behind, ["5: more than there should be"]),
    "a number given up": (lambda log: changed(log, 1, sequence=0), ["2: missing"]),
    "moved elsewhere": (lambda log: changed(log, 1, organization_id="x"), ["2: missing"]),
    "hidden from lists": (lambda log: changed(log, 1, place=""), ["2: lists show it elsewhere"]),
    "no entry any longer": (lambda log: changed(log, 1, facts=7), ["2: cannot be read"]),
    "blamed on nobody": (
        lambda log: changed(log, 1, is_erased=True),
        ["2: who or what was changed"],
    ),
    "written anew to the end": (rewritten, ["5: another end"]),
    "cut with its head": (
        lambda log: put_back(log, Head(2, "")),
        ["3: another end", "3: more than there should be"],
    ),
    "its head is gone": (
        lambda log: log.database.commit(Delete(head_path("gym"))),
        ["1: more than there should be"],
    ),
    "its head is spoilt": (
        lambda log: log.database.commit(Put(head_path("gym"), {"sequence": 4})),
        ["0: its head cannot be read"],
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_what_was_done_to_a_chain_is_named(
    audit: FirestoreAudit, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, lines = TAMPERING[name]
    tamper(audit)
    with pytest.raises(Stopped, match="1 of the chains"):
        told(Verifying(audit.database).all_chains())
    said = capsys.readouterr().out
    for line in lines:
        assert f"gym {line}" in said, said
    assert "platform" not in said


def test_an_organisation_whose_chain_and_head_are_gone_shows(audit: FirestoreAudit) -> None:
    removed(audit, 0, 1, 2, 3)
    audit.database.commit(Delete(head_path("gym")))
    found = {one.organization_id: one for one in Verifying(audit.database).all_chains()}
    assert [one.what for one in found["gym"].breaks] == ["missing"]
    assert found[PLATFORM].breaks == ()


def test_a_log_that_holds_is_counted(
    audit: FirestoreAudit, capsys: pytest.CaptureFixture[str]
) -> None:
    # As erasing leaves an entry.
    changed(audit, 1, is_erased=True, actor=SYSTEM, user_id=None, facts={}, salt="")
    told(Verifying(audit.database).all_chains())
    assert capsys.readouterr().out == ("2 chains, 8 entries, 1 of them of people who were erased\n")


def test_an_empty_platform_has_nothing_to_hold(database: Database) -> None:
    assert list(Verifying(database).all_chains()) == []
    database.commit(*opening("gym", "ann", NOON))
    assert Verifying(database).chain("gym").breaks == ()


def test_what_is_written_meanwhile_is_no_fault(audit: FirestoreAudit) -> None:
    busy = Interrupted(audit.database, head_path("gym"), lambda: audit.append(entry(7)))
    assert Verifying(busy).chain("gym").breaks == ()
    assert audit.head("gym").sequence == 5
