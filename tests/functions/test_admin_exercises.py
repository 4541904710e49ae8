"""Admins make, change and archive the exercises that are everyone's."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from shared.domain.audit import PLATFORM, Linked, breaks
from shared.events.message import Message
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.store.audit import FirestoreAudit
from shared.store.catalogue import Curated
from shared.store.catalogue_documents import CATALOGUE_BUDGET_BYTES
from shared.store.database import Database
from shared.store.exercise_records import record_of, written
from tests import stocked
from tests.administering import administered
from tests.exercising import URL, draft, function
from tests.people import People, Person, now
from tests.races import together
from tests.wire import Answer, Client
from tools.seed.catalogue import exercise_id
from tools.seed.changes import Verdict
from tools.seed.load import Seeder

ADMIN = "/api/v1/admin/exercises"
KEY = "key-0123456789abcdef"
SQUAT = exercise_id("squat")


@pytest.fixture
def told() -> list[Message]:
    return []


@pytest.fixture
def boss(people: People) -> Person:
    return people.admin()


@pytest.fixture
def admin(people: People, database: Database, boss: Person, told: list[Message]) -> Client:
    stocked.stock(database)
    return administered(people, database, told=told).signed_in(boss.token)


@pytest.fixture
def readers(people: People, connected: Callable[[], Database], boss: Person) -> Client:
    """The function `exercises`, another process."""
    return function(people, connected(), stocked=True).signed_in(boss.token)


def audited(database: Database) -> list[tuple[str, str, Any]]:
    audit = FirestoreAudit(database)
    chain = list(audit.chain(PLATFORM))
    assert list(breaks(chain, audit.head(PLATFORM))) == []
    return [
        (one.entry.action, one.entry.actor, one.entry.facts.get("exercise_id"))
        for one in chain
        if isinstance(one, Linked)
    ]


def test_only_admins_enter(admin: Client, people: People, database: Database) -> None:
    for person in (people.free(), people.pro()):
        member = admin.signed_in(person.token)
        assert member.post(ADMIN, draft()).code == "FORBIDDEN"
        assert member.put(f"{ADMIN}/{SQUAT}", draft(), if_match='"1"').code == "FORBIDDEN"
        assert member.delete(f"{ADMIN}/{SQUAT}", if_match='"1"').code == "FORBIDDEN"
    assert audited(database) == []


def test_what_an_admin_makes_is_everyones(
    admin: Client, readers: Client, told: list[Message], database: Database, boss: Person
) -> None:
    made = admin.post(ADMIN, draft(name="Ring Curl"))
    assert made.status == 201, made.body
    assert made.data["is_global"] is True
    assert made.headers["Location"] == f"{URL}/{made.data['id']}"
    shown = readers.signed_in(None).get(made.headers["Location"])
    assert (shown.data, shown.etag) == (made.data, made.etag)
    assert told == [ExercisesChanged(ids=(made.data["id"],))]
    assert audited(database) == [("EXERCISE_CREATED", boss.user_id, made.data["id"])]


def test_a_change_and_its_entry_are_one(
    admin: Client, readers: Client, told: list[Message], database: Database, boss: Person
) -> None:
    where = f"{ADMIN}/{SQUAT}"
    read = readers.get(f"{URL}/{SQUAT}")
    assert admin.put(where, draft(name="Squat")).status == 428
    changed = admin.put(where, draft(name="Squat"), if_match=read.etag)
    assert (changed.status, changed.data["mechanic"]) == (200, "ISOLATION")
    assert admin.put(where, draft(name="Squat"), if_match=read.etag).status == 412
    assert admin.put(where, draft(name="Bench Press"), if_match=changed.etag).status == 409
    assert admin.delete(where, if_match=read.etag).status == 412
    assert admin.delete(where, if_match=changed.etag).status == 204
    archived = readers.get(f"{URL}/{SQUAT}")
    assert archived.data["archived"] is True
    assert admin.delete(where, if_match=archived.etag).status == 204
    assert readers.get(f"{URL}/{SQUAT}").etag == archived.etag, "archived once, told again"
    assert len(told) == 3
    assert audited(database) == [
        ("EXERCISE_CHANGED", boss.user_id, SQUAT),
        ("EXERCISE_ARCHIVED", boss.user_id, SQUAT),
    ]


def test_the_older_way_to_change_them_is_audited_too(
    admin: Client, readers: Client, database: Database, boss: Person
) -> None:
    read = readers.get(f"{URL}/{SQUAT}")
    assert readers.put(f"{URL}/{SQUAT}", draft(name="Squat"), if_match=read.etag).status == 200
    assert audited(database) == [("EXERCISE_CHANGED", boss.user_id, SQUAT)]


def test_custom_exercises_are_not_to_be_had_here(
    admin: Client, people: People, database: Database
) -> None:
    organization = people.pro().organization_id
    theirs = stocked.custom_exercise(organization, "ring-fly", "Ring Fly")
    stocked.catalogue_of(database).add(theirs)
    assert admin.put(f"{ADMIN}/ring-fly", draft(), if_match='"1"').status == 404
    assert admin.delete(f"{ADMIN}/ring-fly", if_match='"1"').status == 404
    assert admin.delete(f"{ADMIN}/global", if_match="*").status == 404
    assert audited(database) == []


def test_the_same_key_makes_one_exercise_and_one_entry(admin: Client, database: Database) -> None:
    first, again = (admin.post(ADMIN, draft(), key=KEY) for _ in range(2))
    assert first.data == again.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(audited(database)) == 1


def test_many_admins_at_once_lose_nothing(
    people: People, connected: Callable[[], Database], database: Database
) -> None:
    stocked.stock(database)
    clients = [administered(people, connected()).signed_in(people.admin().token) for _ in range(4)]
    where = f"{ADMIN}/{SQUAT}"
    etag = clients[0].put(where, draft(name="Squat"), if_match="*").etag
    calls: list[Callable[[], Answer]] = [
        partial(client.post, ADMIN, draft(name=f"Curl {at}")) for at, client in enumerate(clients)
    ]
    calls += [
        partial(
            client.put, f"{ADMIN}/{SQUAT}", draft(name="Squat", description=f"{at}"), if_match=etag
        )
        for at, client in enumerate(clients)
    ]
    statuses = [one.status if isinstance(one, Answer) else one for one in together(calls)]
    assert statuses[:4] == [201] * 4
    assert sorted(map(str, statuses[4:])) == ["200", *["412"] * 3]
    names = {one.name for one in stocked.catalogue_of(database).load()}
    assert {f"Curl {at}" for at in range(4)} <= names
    assert len(names) == len(stocked.curated_exercises()) + 4
    assert len(audited(database)) == 1 + 4 + 1


def test_a_catalogue_that_would_not_fit_is_refused_whole(admin: Client, database: Database) -> None:
    catalogue, most = stocked.catalogue_of(database), CATALOGUE_BUDGET_BYTES
    curated = list(catalogue.curated().values())
    taken = written({one.exercise.id: record_of(one.exercise) for one in curated})
    # With the seeder's fingerprints, which there are none of.
    room = most - len(taken.encode()) - len(curated) * len(',"seeded":null')
    padded = replace(curated[0].exercise, description="x" * (room - 2_000))
    catalogue.curate(lambda _: [Curated(padded, None), *curated[1:]])
    refused = admin.post(ADMIN, draft(description="é" * 2000))
    assert (refused.status, refused.code) == (413, "PAYLOAD_TOO_LARGE")
    assert audited(database) == []
    assert len(catalogue.curated()) == len(curated)
    etag = f'"{padded.version}"'
    assert admin.delete(f"{ADMIN}/{padded.id}", if_match=etag).status == 204


def test_seeding_again_leaves_what_admins_did(
    admin: Client, readers: Client, database: Database
) -> None:
    seeder = Seeder(stocked.catalogue_of(database), None, now())  # type: ignore[arg-type]
    seeder.seed_exercises(stocked.curated_exercises())
    made = admin.post(ADMIN, draft()).data["id"]
    etag = readers.get(f"{URL}/{SQUAT}").etag
    assert admin.delete(f"{ADMIN}/{SQUAT}", if_match=etag).status == 204
    again = {one.id: one.verdict for one in seeder.seed_exercises(stocked.curated_exercises())}
    assert again[SQUAT] is Verdict.KEPT
    assert readers.get(f"{URL}/{SQUAT}").data["archived"] is True
    assert readers.get(f"{URL}/{made}").data["archived"] is False
