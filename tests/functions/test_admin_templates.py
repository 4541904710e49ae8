"""Admins make, change and archive templates."""

from collections.abc import Callable
from functools import partial

import pytest

from functions.programs import main as programs
from functions.programs import steps
from shared.domain.audit import PLATFORM, Linked, breaks
from shared.store.audit import FirestoreAudit
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from tests import stocked
from tests.administering import administered
from tests.people import People, now
from tests.races import together
from tests.stocked import catalogue_of, draft, entry
from tests.wire import Answer, Client
from tools.seed.changes import Verdict
from tools.seed.load import Seeder
from tools.seed.templates import template_id

ADMIN, URL = "/api/v1/admin/templates", "/api/v1/programs"
PHUL = template_id("phul")
KEY = "key-0123456789abcdef"


@pytest.fixture
def admin(people: People, database: Database) -> Client:
    stocked.stock(database)
    return administered(people, database).signed_in(people.admin().token)


@pytest.fixture
def readers(people: People, database: Database) -> Client:
    """The function `programs`, called by somebody who is signed in."""
    deps = steps.Deps(FirestorePrograms(database), catalogue_of(database), now)
    endpoint = programs.endpoint.bound(people.gate, lambda: deps)
    return Client(endpoint.answer, people.free().token)


def audited(database: Database) -> list[str]:
    audit = FirestoreAudit(database)
    chain = list(audit.chain(PLATFORM))
    assert list(breaks(chain, audit.head(PLATFORM))) == []
    return [one.entry.action for one in chain if isinstance(one, Linked)]


def test_a_template_is_everyones_and_comes_with_its_volume(
    admin: Client, readers: Client, database: Database
) -> None:
    made = admin.post(ADMIN, draft(), key=KEY)
    assert made.status == 201, made.body
    shown = readers.signed_in(None).get(made.headers["Location"])
    assert shown.data == made.data["template"]
    assert (shown.data["is_template"], shown.etag) == (True, made.etag)
    chest = made.data["report"]["muscles"][0]
    assert (chest["muscle_group"], chest["weekly_sets"]) == ("CHEST", 6.0)
    assert {one["rule"] for one in made.data["findings"]} >= {"UNDER_VOLUME"}
    (listed,) = readers.get(f"{URL}?template=true").data
    assert listed["id"] == shown.data["id"]
    assert admin.post(ADMIN, draft(), key=KEY).data == made.data
    assert readers.get(URL).data == []
    assert audited(database) == ["TEMPLATE_CREATED"]


def test_a_template_is_changed_by_who_has_read_it_and_then_archived(
    admin: Client, readers: Client, database: Database
) -> None:
    made = admin.post(ADMIN, draft())
    where, read = f"{ADMIN}/{made.data['template']['id']}", made.headers["Location"]
    assert admin.put(where, draft(name="New")).status == 428
    changed = admin.put(where, draft(name="New"), if_match=made.etag)
    assert (changed.status, changed.data["template"]["name"]) == (200, "New")
    assert admin.put(where, draft(name="Late"), if_match=made.etag).status == 412
    assert readers.post(f"{read}/activate").status == 200
    assert admin.delete(where, if_match=made.etag).status == 412
    assert admin.delete(where, if_match=changed.etag).status == 204
    assert readers.get(f"{URL}?template=true").data == []
    # Who follows it goes on.
    assert readers.get(f"{URL}/active").data["name"] == "New"
    archived = readers.get(read).etag
    assert admin.put(where, draft(), if_match=archived).status == 409
    assert admin.delete(where, if_match=archived).status == 204
    assert readers.get(read).etag == archived, "archived once"
    assert audited(database) == ["TEMPLATE_CREATED", "TEMPLATE_CHANGED", "TEMPLATE_ARCHIVED"]


def test_only_admins_enter_and_only_templates_are_here(
    admin: Client, readers: Client, people: People, database: Database
) -> None:
    pro = people.pro()
    assert admin.signed_in(pro.token).post(ADMIN, draft()).code == "FORBIDDEN"
    theirs = readers.signed_in(pro.token).post(URL, draft())
    own = f"{ADMIN}/{theirs.data['id']}"
    assert admin.put(own, draft(), if_match=theirs.etag).status == 404
    assert admin.delete(own, if_match=theirs.etag).status == 404
    assert admin.delete(f"{ADMIN}/{PHUL}", if_match='"1"').status == 404
    assert admin.delete(f"{ADMIN}/templates", if_match="*").status == 404
    assert audited(database) == []


def test_a_template_is_of_global_exercises_that_are_not_archived(
    admin: Client, people: People, database: Database
) -> None:
    boss_organization = people.pro().organization_id
    custom = stocked.custom_exercise(boss_organization, "ring-fly", "Ring Fly")
    catalogue = catalogue_of(database)
    catalogue.add(custom)
    squat = catalogue.load().find(str(entry("squat")["exercise_id"]))
    assert squat is not None
    catalogue.retire(squat, lambda _: True)
    wrong = [entry("squat") | {"exercise_id": "ring-fly"}, entry("squat")]
    sent = draft(sessions=[{"name": "A", "exercises": wrong}])
    refused = admin.post(ADMIN, sent)
    assert (refused.status, refused.paths) == (
        422,
        [f"sessions.0.exercises.{at}.exercise_id" for at in range(2)],
    )
    assert admin.post(ADMIN, draft(visibility="ORGANIZATION")).paths == ["visibility"]
    assert admin.post(ADMIN, draft(is_template=True)).paths == ["is_template"]
    assert audited(database) == ["EXERCISE_ARCHIVED"]


def test_many_admins_at_once_lose_nothing(
    people: People, connected: Callable[[], Database], database: Database
) -> None:
    stocked.stock(database)
    clients = [administered(people, connected()).signed_in(people.admin().token) for _ in range(4)]
    first = clients[0].post(ADMIN, draft())
    where = f"{ADMIN}/{first.data['template']['id']}"
    calls: list[Callable[[], Answer]] = [
        *(partial(one.post, ADMIN, draft(name=f"T{at}")) for at, one in enumerate(clients)),
        *(partial(one.put, where, draft(name="X"), if_match=first.etag) for one in clients),
    ]
    statuses = [one.status if isinstance(one, Answer) else one for one in together(calls)]
    assert statuses[:4] == [201] * 4
    assert sorted(map(str, statuses[4:])) == ["200", "412", "412", "412"]
    names = {one.data["name"] for one in FirestorePrograms(database).templates()}
    assert names == {"X", *(f"T{at}" for at in range(4))}
    assert len(audited(database)) == 6


def test_seeding_again_does_not_bring_back_what_was_archived(
    admin: Client, database: Database
) -> None:
    seeder = Seeder(catalogue_of(database), FirestorePrograms(database), now())
    seeder.seed_templates(stocked.templates())
    assert admin.delete(f"{ADMIN}/{PHUL}", if_match="*").status == 204
    again = {one.id: one.verdict for one in seeder.seed_templates(stocked.templates())}
    assert again[PHUL] is Verdict.KEPT
    listed = {one.id for one in FirestorePrograms(database).templates()}
    assert PHUL not in listed
    forced = Seeder(catalogue_of(database), FirestorePrograms(database), now(), force=True)
    forced.seed_templates(stocked.templates())
    assert PHUL in {one.id for one in FirestorePrograms(database).templates()}
