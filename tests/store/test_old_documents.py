"""What people stored in any shape so far is read by today's code: tests/store/fixtures."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.ids import is_id
from shared.domain.log.events import Entity, EntityKind
from shared.domain.weeks import IsoWeek
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.billing_records import owed_of
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.channel import live_channel
from shared.store.checkouts import FirestoreCheckouts
from shared.store.coach_memory import FirestoreCoachMemory
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.conversations import FirestoreConversations
from shared.store.database import Database
from shared.store.exports import FirestoreExports
from shared.store.imports import FirestoreImports
from shared.store.invoices import FirestoreInvoices
from shared.store.log import FirestoreLog
from shared.store.log_documents import projection_of, value_in
from shared.store.mail_proofs import FirestoreMailProofs
from shared.store.members import FirestoreMembers
from shared.store.messages import CommitRequest
from shared.store.program_documents import from_document
from shared.store.program_shelves import summaries_on
from shared.store.proposals import FirestoreProposals
from shared.store.report_schedules import FirestoreSchedules
from shared.store.reports import FirestoreReports
from shared.store.rpc import Calls
from shared.store.schemas import SCHEMAS
from shared.store.subscriptions import FirestoreSubscriptions
from tests.store.kept import FOLDER, Kept, all_kept
from tools.infra.indexes import read_registry

Reader = Callable[[Database, tuple[str, ...]], object]
KEPT = list(all_kept())
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def accounts(database: Database) -> FirestoreAccounts:
    return FirestoreAccounts(database, AccountCache(), lambda: NOW)


def data(database: Database, path: tuple[str, ...]) -> Any:
    found = database.get(path)
    return None if found is None else found.data


def projection(database: Database, path: tuple[str, ...]) -> object:
    kind, found = EntityKind(path[2].removesuffix("s")), database.get(path)
    assert found is not None
    read = projection_of(Entity(kind, found.id), found)
    assert read.value == value_in(kind, found)
    return read.value


def week(name: str) -> IsoWeek:
    found = IsoWeek.read(name)
    assert found is not None
    return found


def program(database: Database, path: tuple[str, ...]) -> object:
    return from_document(path[-1], data(database, path))


READERS: dict[str, Reader] = {
    "billing_parked": lambda db, path: FirestoreBillingParked(db, lambda: NOW).newest(),
    "catalogue": lambda db, path: FirestoreCatalogue(db, CatalogueCache()).load(
        None if path[-1] == "global" else path[-1]
    ),
    "checkouts": lambda db, path: FirestoreCheckouts(db).find(path[-1]),
    "coach/memory": lambda db, path: FirestoreCoachMemory(db).all(path[1]),
    "coach/preferences": lambda db, path: FirestoreCoachPreferences(db).of(path[1]),
    "conversations": lambda db, path: FirestoreConversations(db).find(path[1], path[-1]),
    "messages": lambda db, path: FirestoreConversations(db).messages(
        path[1], path[3], None, 10, newest_first=True
    ),
    "proposals": lambda db, path: FirestoreProposals(db).find(path[1], path[-1]),
    "mail_proofs": lambda db, path: FirestoreMailProofs(db).find(path[-1]),
    "email_index": lambda db, path: data(db, path)["user_id"],
    "events": lambda db, path: FirestoreLog(db).events_after(path[1], 0, 1),
    "exports": lambda db, path: FirestoreExports(db).find(path[1], path[-1]),
    "imports": lambda db, path: FirestoreImports(db).find(path[1], path[-1]),
    "invoices": lambda db, path: FirestoreInvoices(db).find(path[-1]),
    "log/head": lambda db, path: FirestoreLog(db).head(path[1]).document,
    "log/import_names": lambda db, path: FirestoreImports(db).remembered(path[1]),
    "measurements": projection,
    "members": lambda db, path: FirestoreMembers(db).role_of(path[1], path[-1]),
    "parts": lambda db, path: FirestoreImports(db).first_parts(path[1], path[3], 1),
    "private/credentials": lambda db, path: data(db, path)["password_hash"],
    "programs": program,
    "report_schedules": lambda db, path: FirestoreSchedules(db).find(path[-1]),
    "reports": lambda db, path: FirestoreReports(db).find(path[1], week(path[-1])),
    "shelves": lambda db, path: summaries_on(db.get(path)),
    "subscriptions": lambda db, path: FirestoreSubscriptions(db).find(path[-1]),
    "templates": program,
    "users": lambda db, path: accounts(db).find(path[-1]),
    "webhook_events": lambda db, path: [owed_of(found) for found in [db.get(path)] if found],
    "workouts": projection,
}
"""How each kind is read by its store. Of the others nothing is read but the fields: they are a
fact or two, written to be looked up, or only ever written."""


@pytest.mark.parametrize("kept", KEPT, ids=[f"{one.kind}.{one.number}" for one in KEPT])
def test_an_old_document_is_read(database: Database, project: str, kept: Kept) -> None:
    root = f"projects/{project}/databases/(default)"
    request = CommitRequest(database=root)
    request.writes.add().update.CopyFrom(kept.message)
    request.writes[0].update.name = root + kept.message.name
    Calls(live_channel(), root).commit(request)
    assert all(map(is_id, kept.path))
    read: Reader = READERS.get(kept.kind, data)
    assert read(database, kept.path)


def test_a_document_of_every_kind_and_of_each_of_its_shapes_is_kept() -> None:
    collections = read_registry().collections.keys() - {"backfills"}
    kept = {(one.kind, one.number) for one in KEPT}
    missing = sorted(collections - {kind.partition("/")[0] for kind, _ in kept})
    assert missing == [], "KEEP_DOCUMENTS=1 .venv/bin/pytest, with a test that writes one"
    kinds = {kind for kind, _ in kept}
    assert {(kind, n) for kind in kinds for n in range(1, SCHEMAS.current(kind) + 1)} == kept


def test_what_is_kept_is_what_was_stored_and_no_more() -> None:
    for file in FOLDER.glob("*.json"):
        assert json.loads(file.read_text()).keys() == {"name", "fields"}
