"""The function `exercises` over the real database: reading the catalogue."""

from collections.abc import Callable

import pytest

from functions.exercises import main
from shared.domain.exercises import Equipment
from shared.domain.muscles import Muscle
from shared.store.database import Database
from tests.exercising import NOBODYS, URL, created, draft, function
from tests.people import People
from tests.stocked import curated_exercises
from tests.wire import Answer, Client
from tools.seed.catalogue import exercise_id


@pytest.fixture
def client(people: People, connected: Callable[[], Database]) -> Client:
    return function(people, connected())


@pytest.fixture
def pro(client: Client, people: People) -> Client:
    return client.signed_in(people.pro().token)


def names(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [exercise["name"] for exercise in answer.data]


def all_names(client: Client, query: str) -> list[str]:
    found: list[str] = []
    page = 1
    while True:
        answer = client.get(f"{URL}?{query}&limit=100&page={page}")
        found += names(answer)
        if not answer.meta["has_more"]:
            assert len(found) == answer.meta["total"]
            return found
        page += 1


def test_an_exercise_is_shown_with_everything_about_it(client: Client) -> None:
    answer = client.get(f"{URL}/{exercise_id('bench-press')}")
    assert answer.status == 200
    assert {name: type(value) for name, value in answer.data.items()} == {
        "id": str,
        "name": str,
        "aliases": list,
        "equipment": str,
        "mechanic": str,
        "load_mode": str,
        "laterality": str,
        "tracking": str,
        "description": str,
        "image_url": type(None),
        "muscle_contributions": dict,
        "is_global": bool,
        "archived": bool,
        "created_at": str,
        "updated_at": str,
    }
    assert answer.data["muscle_contributions"] == {
        "CHEST": 1.0,
        "FRONT_DELTS": 0.5,
        "TRICEPS": 0.5,
    }
    assert b'"CHEST":1.0' in answer.body
    assert (answer.data["is_global"], answer.data["archived"]) == (True, False)
    assert answer.data["created_at"].endswith("Z")


def test_everyone_sees_the_whole_catalogue_by_name(client: Client) -> None:
    found = all_names(client, "sort=name")
    assert found == sorted((one.name for one in curated_exercises()), key=str.casefold)
    assert all_names(client, "sort=name&order=desc") == found[::-1]
    assert names(client.get(URL)) == found[:20]


def test_a_page_beyond_the_end_is_empty(client: Client) -> None:
    answer = client.get(f"{URL}?page=1000000&limit=100")
    assert answer.data == []
    assert answer.meta["total"] == len(curated_exercises())
    assert answer.meta["has_more"] is False


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "page=0",
        "page=x",
        "muscle_group=NECK",
        "equipment=barbell",
        "mechanic=BOTH",
        "scope=MINE",
        "sort=muscle",
        "order=up",
        "semantic=maybe",
        f"search={'x' * 101}",
    ],
)
def test_a_wrong_parameter_is_named(client: Client, query: str) -> None:
    answer = client.get(f"{URL}?{query}")
    assert answer.status == 422
    assert answer.paths == [query.partition("=")[0]]


def test_filters_narrow_together(client: Client) -> None:
    answer = client.get(f"{URL}?equipment=DUMBBELL&mechanic=ISOLATION&muscle_group=CHEST&limit=100")
    wanted = {
        one.name
        for one in curated_exercises()
        if one.equipment == "DUMBBELL"
        and one.mechanic == "ISOLATION"
        and Muscle.CHEST in one.contributions
    }
    assert set(names(answer)) == wanted
    assert "Dumbbell Fly" in wanted


@pytest.mark.parametrize("muscle", Muscle)
def test_a_muscle_lists_every_exercise_that_trains_it_strongest_first(
    client: Client, muscle: Muscle
) -> None:
    shares: list[float] = []
    page = 1
    while True:
        answer = client.get(f"{URL}?muscle_group={muscle}&limit=100&page={page}")
        shares += [one["muscle_contributions"][muscle] for one in answer.data]
        if not answer.meta["has_more"]:
            break
        page += 1
    trained = sum(muscle in one.contributions for one in curated_exercises())
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == trained
    assert shares.count(1.0) >= 6


def test_search_puts_the_best_match_first_and_filters_what_it_finds(client: Client) -> None:
    assert names(client.get(f"{URL}?search=rdl"))[0] == "Romanian Deadlift"
    assert names(client.get(f"{URL}?search=bench+pres"))[0] == "Bench Press"
    found = names(client.get(f"{URL}?search=bench+press&equipment=DUMBBELL"))
    assert found[0] == "Dumbbell Bench Press"
    assert "Bench Press" not in found
    assert names(client.get(f"{URL}?search=zzzzqqq")) == []


def test_a_blank_search_is_none(client: Client) -> None:
    assert names(client.get(f"{URL}?search=++")) == names(client.get(URL))


def test_what_was_searched_can_be_sorted_by_name(client: Client) -> None:
    found = names(client.get(f"{URL}?search=squat&sort=name&order=desc&limit=100"))
    assert found == sorted(found, key=str.casefold, reverse=True)
    assert "Squat" in found


def test_the_reference_lists_are_complete_and_in_order(client: Client) -> None:
    muscles = client.get(f"{URL}/muscle-groups").data
    assert [one["muscle_group"] for one in muscles] == [muscle.value for muscle in Muscle]
    assert muscles[4] == {
        "muscle_group": "FRONT_DELTS",
        "name": "Front delts",
        "region": "SHOULDERS",
    }
    equipment = client.get(f"{URL}/equipment").data
    assert [one["equipment"] for one in equipment] == [kind.value for kind in Equipment]
    assert equipment[4] == {"equipment": "SMITH_MACHINE", "name": "Smith machine"}


def test_what_everyone_sees_may_be_kept_and_what_a_person_sees_may_not(
    client: Client, pro: Client
) -> None:
    for path in (URL, f"{URL}/{exercise_id('squat')}", f"{URL}/muscle-groups", f"{URL}/equipment"):
        assert client.get(path).headers["Cache-Control"] == "public, max-age=60"
        assert pro.get(path).headers["Cache-Control"] == "no-store"


def test_who_has_the_newest_version_is_told_so(client: Client) -> None:
    path = f"{URL}/{exercise_id('squat')}"
    shown = client.get(path)
    again = client.get(path, If_None_Match=shown.etag)
    assert (again.status, again.body) == (304, b"")


def test_an_unknown_exercise_is_not_found(client: Client, pro: Client) -> None:
    for person in (client, pro):
        answer = person.get(f"{URL}/{NOBODYS}")
        assert (answer.status, answer.code) == (404, "NOT_FOUND")


def test_a_bad_token_is_refused_even_where_none_is_needed(client: Client) -> None:
    assert client.signed_in("nonsense").get(URL).status == 401


def test_scopes_tell_custom_from_global(client: Client, pro: Client) -> None:
    created(pro, name="Aardvark Curl")
    assert names(pro.get(f"{URL}?scope=CUSTOM")) == ["Aardvark Curl"]
    assert "Aardvark Curl" in all_names(pro, "scope=ALL")
    assert "Aardvark Curl" not in all_names(pro, "scope=GLOBAL")
    assert "Aardvark Curl" not in all_names(client, "scope=ALL")
    assert names(client.get(f"{URL}?scope=CUSTOM")) == []


def test_custom_exercises_are_searched_and_sorted_with_the_others(pro: Client) -> None:
    created(pro, name="Grandfather's Log Squat")
    assert names(pro.get(f"{URL}?search=log+sqat"))[0] == "Grandfather's Log Squat"
    newest = names(pro.get(f"{URL}?sort=created_at&order=desc"))
    assert newest[0] == "Grandfather's Log Squat"


def test_an_anonymous_visitor_is_told_of_the_limit(client: Client) -> None:
    assert "RateLimit" in client.get(URL).headers


def test_another_instance_shows_at_once_what_one_made_and_changed(
    people: People, connected: Callable[[], Database], pro: Client
) -> None:
    elsewhere = function(people, connected(), stocked=True).signed_in(pro.token)
    assert names(elsewhere.get(f"{URL}?scope=CUSTOM")) == []
    made = created(pro, name="Seen at once")
    assert names(elsewhere.get(f"{URL}?scope=CUSTOM")) == ["Seen at once"]
    path = f"{URL}/{made.data['id']}"
    changed = pro.put(path, draft(name="Changed"), if_match=made.etag)
    assert elsewhere.get(path).data == changed.data


def test_an_admin_sees_at_once_what_an_admin_changed_elsewhere(
    people: People, connected: Callable[[], Database], client: Client
) -> None:
    admin = client.signed_in(people.admin().token)
    elsewhere = function(people, connected(), stocked=True).signed_in(admin.token)
    path = f"{URL}/{exercise_id('squat')}"
    assert elsewhere.get(path).status == 200
    changed = admin.put(path, draft(name="Deep Squat"), if_match=admin.get(path).etag)
    assert elsewhere.get(path).data == changed.data


def test_no_route_of_the_function_is_open_to_writing(client: Client) -> None:
    for route in main.endpoint.routes:
        if route.method != "GET":
            path = route.path.replace("<id:exercise_id>", NOBODYS)
            assert client.send(route.method, path, draft()).status == 401
