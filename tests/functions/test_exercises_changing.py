"""The function `exercises` over the real database: making, changing and retiring exercises."""

import json
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from shared.domain.drafts import compose
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from shared.web.plans import ProgramDraft
from tests import stocked
from tests.exercising import NOBODYS, URL, created, draft, function
from tests.people import People, Person, now
from tests.races import together
from tests.wire import Answer, Client
from tools.seed.catalogue import exercise_id

KEY = "key-0123456789abcdef"
SQUAT = f"{URL}/{exercise_id('squat')}"


@pytest.fixture
def client(people: People, connected: Callable[[], Database]) -> Client:
    return function(people, connected())


@pytest.fixture
def owner(people: People) -> Person:
    return people.pro()


@pytest.fixture
def pro(client: Client, owner: Person) -> Client:
    return client.signed_in(owner.token)


@pytest.fixture
def other(client: Client, people: People) -> Client:
    return client.signed_in(people.pro().token)


@pytest.fixture
def free(client: Client, people: People) -> Client:
    return client.signed_in(people.free().token)


@pytest.fixture
def admin(client: Client, people: People) -> Client:
    return client.signed_in(people.admin().token)


@pytest.fixture
def programmed(owner: Person, connected: Callable[[], Database]) -> Callable[[str], None]:
    """Puts the exercise into a program of the owner."""

    def add(custom_id: str) -> None:
        entry = stocked.entry("squat") | {"exercise_id": custom_id}
        body = stocked.draft(sessions=[{"name": "A", "exercises": [entry]}])
        program = compose(
            ProgramDraft.model_validate_json(json.dumps(body)).to_plan(),
            owner_id=owner.user_id,
            organization_id=owner.organization_id,
            new_id=lambda: str(uuid.uuid4()),
            now=now(),
        )
        FirestorePrograms(connected()).add(program)

    return add


def path(answer: Answer) -> str:
    return f"{URL}/{answer.data['id']}"


def as_draft(client: Client, at: str, **changes: object) -> dict[str, Any]:
    """What is shown, as it would be sent back."""
    shown = client.get(at).data
    ours = {"id", "is_global", "archived", "created_at", "updated_at"}
    return {name: value for name, value in shown.items() if name not in ours} | changes


def test_a_custom_exercise_is_made_and_found_where_the_answer_says(pro: Client) -> None:
    answer = created(pro, name="  Ring   Curl ", aliases=["Ring Biceps Curl"], description="Slow.")
    assert answer.headers["Location"] == path(answer)
    shown = pro.get(answer.headers["Location"])
    assert shown.data == answer.data
    assert shown.etag == answer.etag
    assert answer.data["name"] == "Ring Curl"
    assert answer.data["muscle_contributions"] == {"ELBOW_FLEXORS": 1.0, "FOREARMS": 0.25}
    assert answer.data["is_global"] is False


@pytest.mark.parametrize(
    ("equipment", "load_mode"),
    [("BODYWEIGHT", "BODYWEIGHT"), ("RESISTANCE_BAND", "BAND"), ("BARBELL", "EXTERNAL")],
)
def test_how_it_is_loaded_follows_from_the_equipment(
    pro: Client, equipment: str, load_mode: str
) -> None:
    made = created(pro, equipment=equipment)
    assert made.data["load_mode"] == load_mode
    chosen = created(pro, name="Another", equipment=equipment, load_mode="ASSISTED")
    assert chosen.data["load_mode"] == "ASSISTED"


def test_making_one_needs_pro(free: Client, client: Client, admin: Client) -> None:
    assert client.post(URL, draft()).status == 401
    for person in (free, admin):
        answer = person.post(URL, {"nonsense": True})
        assert (answer.status, answer.code) == (403, "SUBSCRIPTION_REQUIRED")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": ""}, "name"),
        ({"name": " \t "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": 5}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"aliases": ["x"] * 2}, "aliases"),
        ({"aliases": ["One", "ONE "]}, "aliases"),
        ({"aliases": [str(number) for number in range(11)]}, "aliases"),
        ({"aliases": ["ok", "x" * 61]}, "aliases.1"),
        ({"aliases": [" "]}, "aliases.0"),
        ({"equipment": "SWORD"}, "equipment"),
        ({"mechanic": None}, "mechanic"),
        ({"load_mode": "HEAVY"}, "load_mode"),
        ({"laterality": "LEFT"}, "laterality"),
        ({"tracking": "CALORIES"}, "tracking"),
        ({"description": "x" * 2001}, "description"),
        ({"image_url": "http://images.example/a.png"}, "image_url"),
        ({"image_url": "https://"}, "image_url"),
        ({"image_url": "https://user:pw@images.example/a.png"}, "image_url"),
        ({"image_url": "https://[x/a.png"}, "image_url"),
        ({"image_url": "https://images.example/a b.png"}, "image_url"),
        ({"image_url": "javascript:alert(1)"}, "image_url"),
        ({"image_url": "https://images.example/" + "x" * 500}, "image_url"),
        ({"muscle_contributions": {"CHEST": 0.3}}, "muscle_contributions.CHEST"),
        ({"muscle_contributions": {"CHEST": 0}}, "muscle_contributions.CHEST"),
        ({"muscle_contributions": {"CHEST": 1.25}}, "muscle_contributions.CHEST"),
        ({"muscle_contributions": {"CHEST": True}}, "muscle_contributions.CHEST"),
        ({"muscle_contributions": {"CHEST": "1"}}, "muscle_contributions.CHEST"),
        ({"muscle_contributions": {"LATS": 1, "CHEST": 0.1}}, "muscle_contributions.CHEST"),
        ({"muscle_contributions": {"NECK": 1}}, "muscle_contributions.NECK"),
        ({"muscle_contributions": {"CHEST": 0.75}}, "muscle_contributions"),
        ({"muscle_contributions": {}}, "muscle_contributions"),
        ({"muscle_contributions": None}, "muscle_contributions"),
        ({"name": "\u200b"}, "name"),
        ({"is_global": True}, "is_global"),
        ({"organization_id": NOBODYS}, "organization_id"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(
    pro: Client, changes: dict[str, object], place: str
) -> None:
    answer = pro.post(URL, draft(**changes))
    assert answer.status == 422, answer.body
    assert answer.paths == [place]


@pytest.mark.parametrize("field", ["name", "equipment", "mechanic", "muscle_contributions"])
def test_what_is_required_must_be_there(pro: Client, field: str) -> None:
    answer = pro.post(URL, {name: value for name, value in draft().items() if name != field})
    assert (answer.status, answer.paths) == (422, [field])


@pytest.mark.parametrize(
    "name", ["Bench Press", "bench  PRESS", " Bench Press ", "Bench Pre\u200bss"]
)
def test_a_name_in_sight_is_taken(pro: Client, name: str) -> None:
    answer = pro.post(URL, draft(name=name))
    assert (answer.status, answer.code) == (409, "CONFLICT")


def test_two_organisations_may_use_one_name(pro: Client, other: Client) -> None:
    created(pro)
    created(other)
    assert pro.post(URL, draft()).status == 409


def test_the_same_key_makes_one_exercise(pro: Client) -> None:
    first = pro.post(URL, draft(), key=KEY)
    again = pro.post(URL, draft(), key=KEY)
    assert (first.status, again.status) == (201, 201)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert pro.post(URL, draft(name="Other"), key=KEY).code == "IDEMPOTENCY_KEY_REUSED"


def test_an_exercise_is_replaced_as_a_whole(pro: Client) -> None:
    made = created(pro, aliases=["Old"], description="Old.")
    answer = pro.put(path(made), draft(name="New"), if_match=made.etag)
    assert answer.status == 200
    assert answer.etag != made.etag
    assert (answer.data["name"], answer.data["aliases"]) == ("New", [])
    assert answer.data["description"] == ""
    assert answer.data["created_at"] == made.data["created_at"]
    assert pro.get(path(made)).data == answer.data


def test_what_is_shown_can_be_sent_back(pro: Client) -> None:
    made = created(pro, aliases=["One", "Two"], image_url="https://images.example/a.png?b=c")
    answer = pro.put(path(made), as_draft(pro, path(made)), if_match=made.etag)
    assert answer.status == 200
    same = {**answer.data, "updated_at": made.data["updated_at"]}
    assert same == made.data


def test_a_change_names_the_version_it_was_made_from(pro: Client) -> None:
    made = created(pro)
    assert pro.put(path(made), draft()).status == 428
    assert pro.delete(path(made)).status == 428
    assert pro.put(path(made), draft(name="New"), if_match=made.etag).status == 200
    assert pro.put(path(made), draft(), if_match=made.etag).status == 412
    assert pro.delete(path(made), if_match=made.etag).status == 412
    assert pro.put(path(made), draft(), if_match=f"W/{made.etag}").status == 412


def test_what_belongs_to_others_is_as_if_it_were_not_there(pro: Client, other: Client) -> None:
    made = created(pro)
    body = draft(name="Mine")
    for foreign, unknown in (
        (other.get(path(made)), other.get(f"{URL}/{NOBODYS}")),
        (
            other.put(path(made), body, if_match=made.etag),
            other.put(f"{URL}/{NOBODYS}", body, if_match=made.etag),
        ),
        (
            other.delete(path(made), if_match=made.etag),
            other.delete(f"{URL}/{NOBODYS}", if_match=made.etag),
        ),
    ):
        assert foreign.status == unknown.status == 404
        assert same_body(foreign) == same_body(unknown)
    assert pro.get(path(made)).status == 200


def same_body(answer: Answer) -> dict[str, Any]:
    ours = {"request_id", "timestamp"}
    return {name: value for name, value in answer.json["error"].items() if name not in ours}


def test_global_exercises_change_by_an_admin_alone(
    pro: Client, free: Client, admin: Client
) -> None:
    shown = pro.get(SQUAT)
    body = as_draft(pro, SQUAT, description="Deep.")
    assert pro.put(SQUAT, body, if_match=shown.etag).code == "FORBIDDEN"
    assert pro.delete(SQUAT, if_match=shown.etag).code == "FORBIDDEN"
    assert free.delete(SQUAT, if_match=shown.etag).code == "FORBIDDEN"
    assert free.put(SQUAT, body, if_match=shown.etag).code == "SUBSCRIPTION_REQUIRED"
    changed = admin.put(SQUAT, body, if_match=shown.etag)
    assert changed.status == 200
    assert changed.data["description"] == "Deep."
    assert changed.data["is_global"] is True
    assert admin.get(f"{URL}?search=squat").data[0] == changed.data


def test_what_nobody_sends_survives_a_change(admin: Client, database: Database) -> None:
    body = as_draft(admin, SQUAT)
    assert admin.put(SQUAT, body, if_match=admin.get(SQUAT).etag).status == 200
    stored = stocked.catalogue_of(database).load().find(exercise_id("squat"))
    assert stored is not None
    assert stored.is_standard
    assert stored.organization_id is None


def test_an_admin_changes_no_custom_exercise_of_others(pro: Client, admin: Client) -> None:
    made = created(pro)
    assert admin.get(path(made)).status == 404
    assert admin.put(path(made), draft(), if_match=made.etag).status == 404


def test_a_global_exercise_is_archived_readable_and_in_no_list(
    admin: Client, client: Client
) -> None:
    shown = admin.get(SQUAT)
    assert admin.delete(SQUAT, if_match=shown.etag).status == 204
    assert client.get(SQUAT).data["archived"] is True
    found = client.get(f"{URL}?search=squat&limit=100").data
    assert SQUAT not in {f"{URL}/{one['id']}" for one in found}
    archived = admin.get(SQUAT)
    assert admin.put(SQUAT, draft(), if_match=archived.etag).status == 409


def test_an_unused_custom_exercise_is_gone_and_its_name_is_free(pro: Client) -> None:
    made = created(pro)
    assert pro.delete(path(made), if_match=made.etag).status == 204
    assert pro.get(path(made)).status == 404
    assert pro.delete(path(made), if_match=made.etag).status == 404
    assert pro.put(path(made), draft(), if_match=made.etag).status == 404
    assert pro.get(f"{URL}?scope=CUSTOM").data == []
    created(pro)


def test_a_custom_exercise_in_a_program_is_archived(
    pro: Client, programmed: Callable[[str], None]
) -> None:
    made = created(pro)
    programmed(made.data["id"])
    assert pro.delete(path(made), if_match=made.etag).status == 204
    archived = pro.get(path(made))
    assert archived.data["archived"] is True
    assert archived.etag != made.etag
    assert pro.get(f"{URL}?scope=CUSTOM").data == []
    created(pro)


def test_without_pro_one_deletes_and_reads_but_changes_nothing(
    pro: Client, people: People, owner: Person
) -> None:
    made, kept = created(pro), created(pro, name="Kept")
    people.ends_pro(owner)
    assert pro.get(path(kept)).status == 200
    refused = pro.put(path(kept), draft(), if_match=kept.etag)
    assert (refused.status, refused.code) == (403, "SUBSCRIPTION_REQUIRED")
    assert pro.post(URL, draft(name="New")).status == 403
    assert pro.delete(path(made), if_match=made.etag).status == 204


def statuses(answers: list[Answer | Exception]) -> dict[int, int]:
    found = [answer.status if isinstance(answer, Answer) else 0 for answer in answers]
    return {status: found.count(status) for status in set(found)}


@pytest.fixture
def instances(people: People, connected: Callable[[], Database], pro: Client) -> list[Client]:
    """Four, all called by the same person."""
    return [function(people, connected(), stocked=True).signed_in(pro.token) for _ in range(4)]


def test_of_twenty_that_make_one_name_at_once_one_does(instances: list[Client]) -> None:
    calls = [partial(instances[turn % 4].post, URL, draft()) for turn in range(20)]
    assert statuses(together(calls)) == {201: 1, 409: 19}


def test_of_twenty_that_change_one_version_at_once_one_does(
    instances: list[Client], pro: Client
) -> None:
    made = created(pro)
    calls = [
        partial(instances[turn % 4].put, path(made), draft(name=f"Name {turn}"), if_match=made.etag)
        for turn in range(20)
    ]
    assert statuses(together(calls)) == {200: 1, 412: 19}
