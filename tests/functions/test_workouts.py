"""The function `workouts` over the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.workouts import steps
from shared.domain.log.devices import REST_DEVICE
from shared.domain.profiles import Profile
from shared.store.database import Database
from tests.functions.training import NOW, URL, Trainee, kg, workouts_client, workouts_deps
from tests.people import People, Person
from tests.stocked import stock_templates
from tests.wire import Answer, Client
from tools.seed.catalogue import exercise_id
from tools.seed.templates import template_id

KEY = "key-0123456789abcdef"
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"
BENCH, SQUAT, ROW = (exercise_id(slug) for slug in ("bench-press", "squat", "bent-over-row"))
PLANK = exercise_id("plank")


@pytest.fixture
def deps(connected: Callable[[], Database]) -> steps.Deps:
    return workouts_deps(connected())


@pytest.fixture
def person(people: People) -> Person:
    return people.free(profile=Profile(time_zone="America/New_York"))


@pytest.fixture
def client(people: People, person: Person, deps: steps.Deps) -> Client:
    return workouts_client(people.gate(), deps, person)


def at(**ago: int) -> str:
    return (NOW - timedelta(**ago)).isoformat()


def started(client: Client, **order: object) -> str:
    return Trainee(client).starts(**order)


def trained(client: Client, days_ago: int, exercise: str, *sets: tuple[float, int]) -> str:
    return Trainee(client).trained(days_ago, exercise, *sets)


def sets_of(workout: str, exercise: str = BENCH) -> str:
    return f"{workout}/exercise-executions/{exercise}/sets"


def execution(workout: str, exercise: str = BENCH) -> str:
    return f"{workout}/exercise-executions/{exercise}"


def done(client: Client, workout: str, exercise: str = BENCH, **set_: object) -> Answer:
    answer = client.post(sets_of(workout, exercise), {"reps": 8, "load": kg(60), **set_})
    assert answer.status == 201, answer.body
    return answer


def test_a_workout_is_logged_set_by_set(client: Client) -> None:
    workout = started(client, name="Push", started_at=at(hours=1))
    first = done(client, workout, kind="WARMUP", reps=10, load=kg(20))
    second = done(
        client,
        workout,
        reps=5,
        forced_reps=2,
        load={"value": 135, "unit": "LB"},
        rir=0.5,
        side="LEFT",
        rest_seconds=120,
        notes="hard",
        completed_at=at(minutes=-1),
    )
    assert second.headers["Location"] == f"{sets_of(workout)}/{second.data['set_id']}"
    assert client.post(f"{workout}/finish").data["status"] == "FINISHED"
    shown = client.get(workout).data
    assert (shown["name"], shown["status"]) == ("Push", "FINISHED")
    assert shown["finished_at"] == "2026-11-18T18:00:00Z"
    [bench] = shown["executions"]
    assert (bench["exercise_id"], bench["order"]) == (BENCH, 1)
    assert [one["set_id"] for one in bench["sets"]] == [first.data["set_id"], second.data["set_id"]]
    assert (
        bench["sets"][1]
        == second.data
        == {
            "set_id": second.data["set_id"],
            "kind": "WORKING",
            "reps": 5,
            "duration_seconds": None,
            "distance_m": None,
            "forced_reps": 2,
            "load": {"value": 135, "unit": "LB"},
            "load_kg": 61.235,
            "rir": 0.5,
            "rpe": None,
            "side": "LEFT",
            "rest_seconds": 120,
            "completed_at": "2026-11-18T18:01:00Z",
            "notes": "hard",
        }
    )


def test_what_is_written_by_request_stands_in_the_log(
    client: Client, person: Person, deps: steps.Deps
) -> None:
    done(client, started(client))
    events = deps.changes.log.events_after(person.user_id, 0, 10)
    assert [stored.event.type for stored in events] == ["WORKOUT_STARTED", "SET_COMPLETED"]
    assert {stored.event.device_id for stored in events} == {REST_DEVICE}


def test_finishing_an_empty_workout_deletes_it(client: Client) -> None:
    workout = started(client)
    client.put(execution(workout), {"sets": []})
    answer = client.post(f"{workout}/finish")
    assert (answer.status, answer.data) == (200, {"deleted": True})
    assert client.get(workout).status == 404
    assert client.post(f"{workout}/finish").status == 404


def test_finishing_twice_is_a_conflict(client: Client) -> None:
    workout = trained(client, 1, BENCH, (60, 8))
    again = client.post(f"{workout}/finish")
    assert (again.status, again.code) == (409, "CONFLICT")


def test_a_workout_ends_after_it_has_begun(client: Client) -> None:
    workout = started(client, started_at=at(hours=1))
    done(client, workout)
    early = client.post(f"{workout}/finish", {"finished_at": at(hours=2)})
    assert (early.status, early.paths) == (422, ["finished_at"])
    assert client.patch(workout, {"finished_at": at(minutes=1)}).paths == ["finished_at"]
    client.post(f"{workout}/finish")
    assert client.patch(workout, {"started_at": at(hours=-1)}).paths == ["started_at"]


def test_a_finished_workout_can_be_corrected(client: Client) -> None:
    workout = trained(client, 1, BENCH, (60, 8), (60, 7))
    [first, second] = client.get(workout).data["executions"][0]["sets"]
    one = f"{sets_of(workout)}/{first['set_id']}"
    corrected = client.patch(one, {"reps": 9, "load": kg(62.5), "rir": 1})
    assert (corrected.data["reps"], corrected.data["load_kg"], corrected.data["rir"]) == (
        9,
        62.5,
        1,
    )
    assert client.patch(one, {"rir": None}).data["rir"] is None
    assert client.delete(f"{sets_of(workout)}/{second['set_id']}").status == 204
    assert client.delete(f"{sets_of(workout)}/{second['set_id']}").status == 404
    changes = {"name": "Bench day", "notes": "good", "started_at": at(days=2)}
    shown = client.patch(workout, changes).data
    assert (shown["name"], shown["notes"]) == ("Bench day", "good")
    assert client.patch(workout, {"name": None}).data["name"] is None
    assert [one["reps"] for one in client.get(workout).data["executions"][0]["sets"]] == [9]


def test_deleting_is_for_good(client: Client) -> None:
    workout = trained(client, 1, BENCH, (60, 8))
    assert client.delete(workout).status == 204
    for answer in (
        client.get(workout),
        client.delete(workout),
        client.patch(workout, {"name": "x"}),
        client.post(sets_of(workout), {"reps": 1}),
    ):
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert client.get(URL).data == []


def test_putting_an_execution_replaces_its_sets(client: Client) -> None:
    workout = started(client)
    old = done(client, workout).data["set_id"]
    body = {
        "notes": "slow",
        "superset_group": 2,
        "sets": [{"reps": 8, "load": kg(50)}, {"reps": 12, "kind": "DROP", "load": kg(40)}],
    }
    shown = client.put(execution(workout), body).data
    assert (shown["notes"], shown["superset_group"]) == ("slow", 2)
    assert [(one["kind"], one["reps"]) for one in shown["sets"]] == [("WORKING", 8), ("DROP", 12)]
    assert old not in [one["set_id"] for one in shown["sets"]]
    assert client.get(execution(workout)).data == shown
    other = client.put(execution(workout, SQUAT), {"sets": [{"reps": 5, "load": kg(100)}]})
    assert (other.status, other.data["order"]) == (200, 2)
    noted = client.patch(execution(workout), {"superset_group": None}).data
    assert (noted["notes"], noted["superset_group"]) == ("slow", None)
    assert client.delete(execution(workout)).status == 204
    assert client.get(execution(workout)).status == 404
    assert client.delete(execution(workout)).status == 404


def test_an_order_names_every_exercise_once(client: Client) -> None:
    workout = started(client)
    for exercise in (BENCH, SQUAT, ROW):
        done(client, workout, exercise)
    where = f"{workout}/exercise-executions/reorder"
    for wrong in ([BENCH], [BENCH, SQUAT, ROW, ROW], [BENCH, SQUAT, PLANK]):
        answer = client.patch(where, {"exercise_ids": wrong})
        assert (answer.status, answer.paths) == (422, ["exercise_ids"])
    shown = client.patch(where, {"exercise_ids": [ROW, BENCH, SQUAT]}).data
    assert [one["exercise_id"] for one in shown["executions"]] == [ROW, BENCH, SQUAT]
    assert [one["order"] for one in shown["executions"]] == [1, 2, 3]


def test_a_set_is_measured_as_its_exercise_is(client: Client) -> None:
    workout = started(client)
    assert client.post(sets_of(workout), {"duration_seconds": 60}).paths == ["reps"]
    assert client.post(sets_of(workout, PLANK), {"reps": 3}).paths == ["duration_seconds"]
    plank = client.post(sets_of(workout, PLANK), {"duration_seconds": 90.5})
    assert (plank.status, plank.data["duration_seconds"]) == (201, 90.5)
    assert (plank.data["load"], plank.data["reps"]) == ({"value": 0, "unit": "KG"}, None)
    whole = client.put(execution(workout), {"sets": [{"reps": 8}, {"distance_m": 5}]})
    assert whole.paths == ["sets.1.reps"]


def test_a_workout_has_a_version_that_may_be_asked_for(client: Client) -> None:
    begun = client.post(URL, {})
    workout = f"{URL}/{begun.data['id']}"
    tag = begun.headers["ETag"]
    assert client.get(workout).headers["ETag"] == tag
    assert client.get(workout, If_None_Match=tag).status == 304
    renamed = client.patch(workout, {"name": "Push"}, If_Match=tag)
    assert (renamed.status, renamed.headers["ETag"] == tag) == (200, False)
    assert client.patch(workout, {"name": "Pull"}, If_Match=tag).status == 412
    assert client.delete(workout, If_Match=tag).status == 412
    assert client.get(workout).data["name"] == "Push"
    # Nobody has to send one.
    assert client.delete(workout).status == 204


def test_reps_in_reserve_and_exertion_do_not_contradict_each_other(client: Client) -> None:
    workout = started(client)
    assert client.post(sets_of(workout), {"reps": 8, "rir": 2, "rpe": 9}).paths == ["rpe"]
    set_id = done(client, workout, rir=2, rpe=8).data["set_id"]
    one = f"{sets_of(workout)}/{set_id}"
    assert client.patch(one, {"rpe": 9.5, "rir": 1}).paths == ["rpe"]
    corrected = client.patch(one, {"rpe": 9.5}).data
    assert (corrected["rpe"], corrected["rir"]) == (9.5, None)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"reps": 501}, "reps"),
        ({"reps": "8"}, "reps"),
        ({"reps": -1}, "reps"),
        ({"load": {"value": -1, "unit": "KG"}}, "load.value"),
        ({"load": {"value": 60, "unit": "ST"}}, "load.unit"),
        ({"rir": 0.3}, "rir"),
        ({"completed_at": "2026-11-18T18:00:00"}, "completed_at"),
        ({"completed_at": "2026-11-20T18:00:00Z"}, "completed_at"),
        ({"weight": 60}, "weight"),
    ],
)
def test_a_wrong_set_is_refused_by_its_place(
    client: Client, wrong: dict[str, object], path: str
) -> None:
    answer = client.post(sets_of(started(client)), {"reps": 8, **wrong})
    assert (answer.status, answer.paths) == (422, [path])


def test_what_is_not_in_the_catalogue_cannot_be_logged(client: Client) -> None:
    workout = started(client)
    assert client.post(sets_of(workout, NOBODYS), {"reps": 8}).status == 404
    assert client.put(execution(workout, NOBODYS), {"sets": []}).status == 404


def test_somebody_elses_workout_looks_like_none(client: Client, people: People) -> None:
    workout = started(client)
    set_id = done(client, workout).data["set_id"]
    other = client.signed_in(people.free().token)

    def everything(workout: str) -> list[Answer]:
        return [
            other.get(workout),
            other.patch(workout, {"name": "x"}),
            other.delete(workout),
            other.post(f"{workout}/finish"),
            other.get(execution(workout)),
            other.put(execution(workout), {"sets": []}),
            other.patch(execution(workout), {"notes": "x"}),
            other.delete(execution(workout)),
            other.patch(f"{workout}/exercise-executions/reorder", {"exercise_ids": [BENCH]}),
            other.post(sets_of(workout), {"reps": 8}),
            other.patch(f"{sets_of(workout)}/{set_id}", {"reps": 8}),
            other.delete(f"{sets_of(workout)}/{set_id}"),
        ]

    for theirs, none in zip(everything(workout), everything(f"{URL}/{NOBODYS}"), strict=True):
        assert (theirs.status, theirs.code) == (none.status, none.code) == (404, "NOT_FOUND")
        assert theirs.json["error"]["message"] == none.json["error"]["message"]
    assert other.get(URL).data == []
    assert len(client.get(workout).data["executions"][0]["sets"]) == 1


def test_the_same_key_begins_one_workout_and_adds_one_set(client: Client) -> None:
    first, again = client.post(URL, {}, key=KEY), client.post(URL, {}, key=KEY)
    assert first.data["id"] == again.data["id"]
    where = sets_of(first.headers["Location"])
    sets = [client.post(where, {"reps": 8}, key=KEY).data["set_id"] for _ in range(2)]
    assert sets[0] == sets[1]
    assert len(client.get(URL).data) == 1
    assert len(client.get(first.headers["Location"]).data["executions"][0]["sets"]) == 1


def test_a_workout_by_a_template_has_the_name_of_its_session(
    client: Client, deps: steps.Deps
) -> None:
    stock_templates(deps.programs.database)
    template = template_id("phul")
    session = deps.programs.find(None, None, template).program.plan.sessions[1]
    workout = started(client, program_id=template, session_id=session.id)
    shown = client.get(workout).data
    assert (shown["program_id"], shown["session_id"]) == (template, session.id)
    assert shown["name"] == session.name
    assert client.post(URL, {"program_id": NOBODYS}).status == 404
    assert client.post(URL, {"session_id": session.id}).paths == ["session_id"]
    unknown = client.post(URL, {"program_id": template, "session_id": NOBODYS})
    assert (unknown.status, unknown.paths) == (422, ["session_id"])
    assert client.patch(workout, {"program_id": NOBODYS}).status == 404
    assert client.patch(workout, {"program_id": None}).paths == ["session_id"]
    both = {"program_id": None, "session_id": None}
    assert client.patch(workout, both).data["program_id"] is None


def test_workouts_are_listed_by_days_of_ones_own_calendar(client: Client) -> None:
    # In New York the first is on the 9th, the second on the 10th.
    late = started(client, started_at="2026-11-10T04:59:59Z")
    early = started(client, started_at="2026-11-10T05:00:00Z")
    done(client, early)
    client.post(f"{early}/finish", {"finished_at": "2026-11-10T06:00:00Z"})

    def listed(query: str) -> list[str]:
        return [f"{URL}/{one['id']}" for one in client.get(f"{URL}{query}").data]

    assert listed("") == [early, late]
    assert listed("?order=asc") == [late, early]
    assert listed("?start_date=2026-11-10") == [early]
    assert listed("?end_date=2026-11-09") == [late]
    assert listed("?start_date=2026-11-09&end_date=2026-11-10") == [early, late]
    assert listed("?finished=true") == [early]
    assert listed("?finished=false&start_date=2026-11-01") == [late]
    assert client.get(f"{URL}?start_date=2026-11-10&end_date=2026-11-09").paths == ["end_date"]
    assert client.get(f"{URL}?start_date=yesterday").paths == ["start_date"]


def test_a_cursor_goes_on_where_the_list_ended(client: Client) -> None:
    same_time = at(days=3)
    ids = {client.post(URL, {"started_at": same_time}).data["id"] for _ in range(5)}
    seen, cursor = [], ""
    while True:
        answer = client.get(f"{URL}?limit=2{cursor}")
        seen += [one["id"] for one in answer.data]
        counted = {"page": 1, "total": 5} if not cursor else {}
        assert {n: answer.meta[n] for n in ("page", "total") if n in answer.meta} == counted
        if not answer.meta["has_more"]:
            break
        cursor = f"&cursor={answer.meta['next_cursor']}"
    assert len(seen) == 5
    assert set(seen) == ids
    assert client.get(f"{URL}?limit=2&order=asc{cursor}").paths == ["cursor"]
    assert client.get(f"{URL}?cursor=x").paths == ["cursor"]


def test_pages_reach_the_first_thousand_rows(client: Client) -> None:
    for _ in range(3):
        started(client)
    second = client.get(f"{URL}?page=2&limit=2")
    assert len(second.data) == 1
    assert (second.meta["page"], second.meta["total"], second.meta["has_more"]) == (2, 3, False)
    beyond = client.get(f"{URL}?page=9")
    assert (beyond.data, beyond.meta["total"]) == ([], 3)
    assert client.get(f"{URL}?finished=true").meta["total"] == 0
    assert client.get(f"{URL}?page=10&limit=100").status == 200
    beyond = client.get(f"{URL}?page=11&limit=100")
    assert (beyond.status, beyond.code) == (400, "MALFORMED_REQUEST")
    assert "cursor" in beyond.json["error"]["message"]


def test_the_history_of_an_exercise(client: Client) -> None:
    trained(client, 9, BENCH, (60, 8))
    trained(client, 5, SQUAT, (100, 5))
    newest = trained(client, 2, BENCH, (62.5, 8), (62.5, 7))
    where = f"{URL}/exercises/{BENCH}/history"
    answer = client.get(where)
    assert [len(one["sets"]) for one in answer.data] == [2, 1]
    assert f"{URL}/{answer.data[0]['workout_id']}" == newest
    first = client.get(f"{where}?limit=1")
    assert first.meta["has_more"]
    rest = client.get(f"{where}?limit=1&cursor={first.meta['next_cursor']}")
    assert [*first.data, *rest.data] == answer.data
    assert client.get(f"{URL}/exercises/{NOBODYS}/history").data == []


def test_last_sets_are_those_of_the_last_workout_that_is_over(client: Client) -> None:
    where = f"{URL}/exercises/{BENCH}/last-sets"
    assert client.get(where).data["sets"] == []
    now = started(client)
    done(client, now, reps=3)
    assert [one["reps"] for one in client.get(where).data["sets"]] == [3]
    trained(client, 9, BENCH, (60, 8))
    trained(client, 2, BENCH, (62.5, 8), (62.5, 7))
    answer = client.get(where).data
    assert [one["reps"] for one in answer["sets"]] == [8, 7]
    client.post(f"{now}/finish")
    assert [one["reps"] for one in client.get(where).data["sets"]] == [3]
