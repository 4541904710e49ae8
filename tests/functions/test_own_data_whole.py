"""Everything of a person is in their export, in both forms, and nothing of anybody else."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
import requests

from functions.export_runs import main as export_runs
from shared.clients.storage import connect
from shared.domain.exports.asked import Export, ExportKind, ExportStatus
from shared.events.inbox import Delivery
from shared.events.messages.export_requested import ExportRequested
from shared.store.database import Database
from shared.store.exports import FirestoreExports
from shared.store.own_data.files import FILES, FirestoreOwnData
from shared.store.writes import Merge, Put
from tests.functions.planting import Planted
from tests.people import now
from tests.stocked import catalogue_of
from tools.infra.personal import NEVER, read_personal
from tools.local.buckets import ensure_buckets
from tools.local.testing import StartedEmulators

_MINUTE = timedelta(minutes=1)
WITHHELD = {
    r"audit\.(hash|personal|previous|salt|sequence)": "the chain, which is not theirs",
    r"catalogue\.(updated_at|version)": "of the whole catalogue",
    r"checkouts\.checkout_url": "a signed address",
    r"coach/preferences\.embedded_with": "how far a search index is",
    r"conversations\.recent\..*": "messages, once more",
    r"emails\.expire_at|exports\.expire_at|usage\.schema": "follows from the rest",
    r"identities\..*": "a hash and whose it is",
    r"imports\.(done|object_name|parts|run)": "how far the work is",
    r"invitations\.proof": "the hash of a secret",
    r"invoices\.(rendered_at|store_id|told|untold).*": "how it came to us",
    r"log/(head|records)\..*": "worked out from the events",
    r"mail_proofs\.(about|password_changed_at)": "what a secret is bound to",
    r"orgs\.(membership_version|version)": "counts of changes",
    r"parts\.number": "an order",
    r"programs\.exercise_ids": "stand in the sessions",
    r"reports\.letter_due": "how far the work is",
    r"shelves\.entries\..*": "programs, once more",
    r"subscriptions\.(by_creation|doubtful|intent|item|rendered_at|store_id|version)": "ours",
    r"users\.(email_key|version|sessions\.\*\.generation)": "keys and counts",
    r"(workouts|measurements)\.(changed_order|exercise_ids|program_id|status)": "in the state",
}
"""Fields of exported collections that are in no file, and why."""


@pytest.fixture
def bucket(emulators: StartedEmulators) -> str:
    assert emulators.storage
    ensure_buckets("tests", "tests")
    return "tests"


def export_of(database: Database, who: str, bucket: str) -> dict[str, str]:
    """The text of every file, by its name."""
    exports, storage = FirestoreExports(database), connect("tests")
    export = Export("export-of-today", ExportKind.OWN_DATA, "Etc/UTC", now())
    exports.add(who, export)
    deps = export_runs.Deps(
        exports, FirestoreOwnData(database), catalogue_of(database), storage, bucket, now
    )
    asked = ExportRequested(user_id=who, organization_id="ann-org", export_id=export.id)
    export_runs.handle(Delivery(deps, "m", {}), asked)
    export = exports.find(who, export.id)
    assert export.status(now()) is ExportStatus.READY
    address = storage.download_address(bucket, export.object_name(who), "f", _MINUTE)
    fetched = requests.get(address, timeout=10)
    assert len(fetched.content) == export.size
    with ZipFile(io.BytesIO(fetched.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


@pytest.fixture
def ann(database: Database) -> Planted:
    planted = Planted(database, "ann", "ann-org")
    planted.plant()
    active: dict[tuple[str, ...], object] = {("active_program_id",): "ann:active:"}
    planted.marks["shelves.active_program_id"] = "ann:active:"
    database.commit(Merge(("users", planted.id, "shelves", "programs"), active))
    return planted


def test_every_collection_of_a_person_is_in_a_file_or_says_why_not() -> None:
    registry = read_personal()
    told = {name: row.export for name, row in registry.items() if row.is_somebodys}
    never = {name for name, export in told.items() if export and export.word == NEVER}
    files = {file.name: file for file in FILES}
    for name in told.keys() - never:
        export = told[name]
        assert export is not None
        assert name in files[export.word].collections, name
    read = {name for file in FILES for name in file.collections}
    assert read == told.keys() - never


def test_all_of_a_person_is_in_it_in_both_forms(
    database: Database, ann: Planted, bucket: str
) -> None:
    told = export_of(database, ann.id, bucket)
    registry = read_personal()
    texts = {
        ending: "".join(text for name, text in told.items() if name.endswith(ending))
        for ending in (".json", ".csv")
    }
    wrong: list[str] = []
    for place, mark in ann.marks.items():
        collection = re.split(r"[./]", place)[0]
        export = registry[collection].export
        assert export is not None
        hidden = export.word == NEVER or any(re.fullmatch(one, place) for one in WITHHELD)
        for ending, text in texts.items():
            if (mark in text) is hidden:
                wrong.append(f"{place} ({mark}) {ending}")
    assert wrong == [], "\n".join(wrong)
    for file in FILES:
        rows: list[dict[str, Any]] = json.loads(told[f"{file.name}.json"])
        assert rows, file.name
        assert rows[0].keys() == set(file.columns)
    index = json.loads(told["index.json"])
    names = [name for one in index["contents"] for name in one["files"]]
    assert told.keys() == {*names, "index.json", "README.txt"}
    assert all(one["rows"] for one in index["contents"])
    assert all(file.what in told["README.txt"] for file in FILES)


def test_what_could_be_a_formula_is_none_in_a_table(
    database: Database, ann: Planted, bucket: str
) -> None:
    evil = '=HYPERLINK("http://x")'
    database.commit(
        Merge(("users", ann.id, "programs", "ann-programs"), {("name",): evil}, must_exist=True)
    )
    table = export_of(database, ann.id, bucket)["programs.csv"]
    assert "'=HYPERLINK" in table
    assert not re.search(r'(^|,)"?=HYPER', table)


def test_what_they_shared_is_in_it_for_as_long_as_they_are_there(
    database: Database, ann: Planted, bucket: str
) -> None:
    program = database.get(("users", ann.id, "programs", "ann-programs"))
    assert program is not None
    for name in ("ann-org", "left-org"):
        shared = {**program.data, "owner_id": ann.id, "name": f"shared in {name}"}
        database.commit(Put(("orgs", name, "programs", "shared"), shared))
    written = export_of(database, ann.id, bucket)["programs.json"]
    assert "shared in ann-org" in written
    assert "shared in left-org" not in written


def test_nothing_of_somebody_else_is_in_it(database: Database, ann: Planted, bucket: str) -> None:
    """Bob has everything, too, and is in an organisation with Ann: what he does there, what she
    does about him, and what is written where both may read it."""
    for organization in ("bob-org", "shared"):
        Planted(database, "bob", organization).plant()
    at = datetime(2026, 3, 1, tzinfo=UTC)
    member = {"user_id": ann.id, "role": "MEMBER", "joined_at": at}
    database.commit(Put(("orgs", "shared", "members", ann.id), member))
    database.commit(Merge(("orgs", "shared"), {("name",): "Our gym"}, must_exist=True))
    for action, actor, about in (("LOOKED", ann.id, "bob-id"), ("SEEN", "bob-id", ann.id)):
        entry = database.get(("audit", "ann-audit"))
        assert entry is not None
        told_of = {"action": action, "actor": actor, "user_id": about, "place": action}
        database.commit(Put(("audit", action), {**entry.data, **told_of}))
    invitation = database.get(("orgs", "shared", "invitations", "bob-invitations"))
    assert invitation is not None
    by_ann = {**invitation.data, "invited_by": ann.id, "role": "MEMBER"}
    database.commit(Put(("orgs", "shared", "invitations", "by-ann"), by_ann))
    proof = database.get(("mail_proofs", "bob-mail_proofs"))
    assert proof is not None
    to_bob = {**proof.data, "user_id": ann.id, "purpose": "JOIN_ORGANIZATION"}
    database.commit(Put(("mail_proofs", "to-bob"), to_bob))
    told = export_of(database, ann.id, bucket)
    for name, text in told.items():
        assert "bob" not in text, name
    organizations = json.loads(told["organizations.json"])
    assert {one["id"] for one in organizations} == {"ann-org", "shared"}
    entries = json.loads(told["audit.json"])
    assert {(one["by"], one["about"]) for one in entries} == {
        (ann.id, ann.id),
        (ann.id, "SOMEBODY_ELSE"),
        ("SOMEBODY_ELSE", ann.id),
    }
    invitations = {one["id"]: one for one in json.loads(told["invitations.json"])}
    assert invitations["by-ann"]["email"] is None
