"""Asking for all that is kept of oneself, and fetching it."""

import io
import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from zipfile import ZipFile

import pytest
import requests

from functions.export_runs import main as export_runs
from shared.clients.storage import connect
from shared.domain.exports.asked import Export, ExportKind
from shared.events.inbox import Delivery
from shared.events.messages.export_requested import ExportRequested
from shared.store.account_documents import user_path
from shared.store.audit import FirestoreAudit
from shared.store.database import Database
from shared.store.exports import FirestoreExports
from shared.store.guards import tombstone_path
from shared.store.owed import FirestoreOwed, Owed
from shared.store.own_data.files import FirestoreOwnData
from shared.store.own_exports import FirestoreOwnExports
from shared.store.writes import Create, Delete
from tests.functions.filing import House
from tests.functions.sign_in import PASSWORD, Instance, Member
from tests.people import People, now
from tests.races import together
from tests.stocked import catalogue_of
from tests.wire import Answer
from tools.local.buckets import ensure_buckets
from tools.local.testing import StartedEmulators

EXPORT = "/api/v1/users/me/export"
STALE = 301
ROUNDS = 25


@pytest.fixture
def deps(database: Database, emulators: StartedEmulators) -> export_runs.Deps:
    assert emulators.storage
    ensure_buckets("tests", "tests")
    own, catalogue = FirestoreOwnData(database), catalogue_of(database)
    held, storage = FirestoreExports(database), connect("tests")
    return export_runs.Deps(held, own, catalogue, storage, "tests", now)


def deliver(instance: Instance, deps: export_runs.Deps) -> None:
    while instance.post.exports:
        asked = ExportRequested.model_validate(instance.post.exports.pop(0))
        for _ in range(2):  # as Pub/Sub may
            export_runs.handle(Delivery(deps, "m", {}), asked)


def ask(member: Member, **body: str) -> Answer:
    return member.client.post(EXPORT, body)


def files_at(url: str) -> dict[str, str]:
    fetched = requests.get(url, timeout=10)
    assert fetched.status_code == 200
    with ZipFile(io.BytesIO(fetched.content)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_it_is_asked_for_written_and_fetched(instance: Instance, deps: export_runs.Deps) -> None:
    member = instance.register(full_name="Ann")
    asked = member.client.post(EXPORT)
    where = f"{EXPORT}/{asked.data['id']}"
    assert (asked.status, asked.headers["Location"]) == (202, where)
    assert (asked.data["status"], asked.data["url"]) == ("QUEUED", None)
    assert member.client.get(where).data == asked.data
    deliver(instance, deps)
    shown = member.client.get(where).data
    assert shown["status"] == "READY"
    assert "attachment" in shown["url"]
    assert "hypertroq-data-" in shown["url"]
    files = files_at(shown["url"])
    (profile,) = json.loads(files["profile.json"])
    assert (profile["email"], profile["full_name"]) == (member.email, "Ann")
    written = "".join(files.values())
    for secret in ("argon2", member.tokens["refresh_token"], instance.email_key(member.email)):
        assert secret not in written
    assert '"EXPORT_ASKED"' in files["audit.json"]
    a_day_ago = now() - timedelta(hours=24)
    old = Export("old", ExportKind.OWN_DATA, "Etc/UTC", a_day_ago, ready_at=a_day_ago)
    deps.exports.add(member.user["id"], old)
    gone = member.client.get(f"{EXPORT}/old").data
    assert (gone["status"], gone["url"]) == ("EXPIRED", None)


def test_a_second_click_finds_the_first_and_another_is_made_when_that_is_done(
    instance: Instance, deps: export_runs.Deps
) -> None:
    member = instance.register()
    first, second = ask(member), ask(member)
    assert second.data == first.data
    assert len(instance.post.exports) == 1
    deliver(instance, deps)
    assert ask(member).data["id"] != first.data["id"]
    entries = FirestoreAudit(instance.database).listed(user_id=member.user["id"])
    assert [one.action for one in entries].count("EXPORT_ASKED") == 2


def test_it_takes_the_password_or_a_fresh_sign_in(instance: Instance) -> None:
    instance.clock.pass_by(-600)
    member, anonymous = instance.register(), instance.client()
    answer = anonymous.post("/api/v1/auth/anonymous", {"device_id": "phone"})
    instance.clock.pass_by(STALE)
    assert (ask(member).status, ask(member).code) == (401, "REAUTHENTICATION_REQUIRED")
    assert ask(member, password="not this one").code == "INVALID_CREDENTIALS"
    assert instance.post.exports == []
    assert ask(member, password=PASSWORD).status == 202
    # Somebody anonymous has nothing to prove it by but the session.
    token = answer.data["tokens"]["access_token"]
    assert instance.client(token).post(EXPORT).status == 202


def test_while_pubsub_is_out_it_stays_owed(instance: Instance) -> None:
    instance.post.is_down = True
    assert ask(instance.register()).status == 202
    (owed,) = [
        one
        for one in FirestoreOwed(instance.database).before(now(), 10)
        if one.messages[0][0] == "export-requested"
    ]
    instance.post.is_down = False
    assert instance.owing.pay(owed)
    assert len(instance.post.exports) == 1


def test_nobody_asks_for_it_without_end(
    instances: Callable[..., Instance], deps: export_runs.Deps
) -> None:
    """What is given again costs nothing."""
    probe = instances()
    few = replace(probe.rates, own_data=replace(probe.rates.own_data, allowed=2))
    instance = instances(rates=few)
    member, answers = instance.register(), []
    for _ in range(2):
        answers += [ask(member), ask(member)]
        deliver(instance, deps)
    answers.append(ask(member))
    assert [one.status for one in answers] == [202] * 4 + [429]
    first, again, second, once_more = (one.data["id"] for one in answers[:4])
    assert (first, second) == (again, once_more)
    assert first != second
    assert "own-data" in answers[0].headers["RateLimit"]


def test_it_is_shown_to_who_asked_and_where_they_asked(instance: Instance, house: House) -> None:
    ann, bob = instance.register(), instance.register()
    asked = ask(ann).data["id"]
    assert bob.client.get(f"{EXPORT}/{asked}").status == 404
    member = house.member()
    logged = member.exports.post("/api/v1/exports", {"kind": "LOG_CSV"}).data["id"]
    other = Export(str(uuid.uuid4()), ExportKind.OWN_DATA, "Etc/UTC", now())
    FirestoreExports(house.database).add(member.person.user_id, other)
    assert member.exports.get(f"/api/v1/exports/{other.id}").status == 404
    refused = member.exports.post("/api/v1/exports", {"kind": "OWN_DATA"})
    assert (refused.status, refused.paths) == (422, ["kind"])
    FirestoreExports(house.database).add(
        ann.user["id"], replace(other, id=logged, kind=ExportKind.LOG_CSV)
    )
    assert ann.client.get(f"{EXPORT}/{logged}").status == 404


def test_of_those_who_ask_at_once_one_begins_it(database: Database, people: People) -> None:
    accounts = people.accounts
    asking = FirestoreOwnExports(database, accounts, now)
    for _ in range(ROUNDS):
        who = people.free().user_id
        asks = [Export(str(uuid.uuid4()), ExportKind.OWN_DATA, "Etc/UTC", now()) for _ in "abc"]
        owed = [Owed(one.id, (("export-requested", "{}"),), now()) for one in asks]
        calls = [partial(asking.ask, who, one, due) for one, due in zip(asks, owed, strict=True)]
        given = together(calls)
        assert len({getattr(one, "id", one) for one in given}) == 1
        assert len([one for one in asks if asking.exports.look(who, one.id)]) == 1
        assert [database.get(("owed", one.id)) is not None for one in asks].count(True) == 1


def test_what_was_written_while_its_person_was_erased_is_deleted(
    instance: Instance, deps: export_runs.Deps
) -> None:
    member = instance.register()
    export = ask(member).data["id"]
    who = member.user["id"]

    class Erasing:
        """The moment between reading and telling that it is written."""

        def write(self, *about: Any) -> int:
            size = deps.storage.write(*about)
            instance.database.commit(Create(tombstone_path(who), {"since": now()}))
            instance.database.commit(Delete(("users", who, "exports", export)))
            return size

        def delete(self, *about: Any) -> None:
            deps.storage.delete(*about)

    storage: Any = Erasing()
    deliver(instance, replace(deps, storage=storage))
    assert deps.storage.size("tests", f"{who}/{export}") is None
    assert instance.database.get(user_path(who)) is not None


KILLED = """
import sys
from functions.export_runs import main, own_data
from shared.events.inbox import Delivery
from shared.events.messages.export_requested import ExportRequested
from shared.clients.storage import connect
from shared.clock import utc_now
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.database import connect as connect_database
from shared.store.exports import FirestoreExports
from shared.store.own_data.files import FirestoreOwnData

project, user, export = sys.argv[1:]
database = connect_database(project)
def slowly(subject, at, whole=main.all_of):
    for place, part in enumerate(whole(subject, at)):
        yield part + bytes(0)
        if place == 20:
            print("half", flush=True)
            sys.stdin.read()
main.all_of = slowly
deps = main.Deps(FirestoreExports(database), FirestoreOwnData(database),
    FirestoreCatalogue(database, CatalogueCache()), connect("tests"), "tests", utc_now)
asked = ExportRequested(user_id=user, organization_id="o", export_id=export)
main.handle(Delivery(deps, "m", {}), asked)
"""


def test_killed_in_the_middle_there_is_nothing_and_the_next_try_makes_it(
    instance: Instance, deps: export_runs.Deps, project: str
) -> None:
    member = instance.register()
    export, who = ask(member).data["id"], member.user["id"]
    command = [sys.executable, "-c", KILLED, project, who, export]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"half\n"
        run.kill()
    assert deps.storage.size("tests", f"{who}/{export}") is None
    assert member.client.get(f"{EXPORT}/{export}").data["status"] == "QUEUED"
    deliver(instance, deps)
    shown = member.client.get(f"{EXPORT}/{export}").data
    assert "index.json" in files_at(shown["url"])
