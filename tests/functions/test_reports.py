"""The function `reports` over the real database."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from shared.domain.log.events import Event, MeasurementRecorded
from shared.domain.muscles import Muscle
from shared.store.database import Database
from shared.store.log import FirestoreLog
from tests.people import People, Person
from tests.races import together
from tests.reporting import URL, World
from tests.stocked import stock
from tests.trained import log, workout
from tests.wire import Client

METRICS = f"{URL}/metrics"
WEEKLY = f"{URL}/weekly"


@pytest.fixture
def world(database: Database) -> World:
    stock(database)
    return World(database)


@pytest.fixture
def ann(people: People) -> Person:
    return people.free()


@pytest.fixture
def client(world: World, people: People, ann: Person) -> Client:
    return world.client(people, ann)


def weigh(world: World, person: Person, *kilograms: float) -> None:
    """One a week, on Wednesdays up to 2026-W40."""
    first = datetime(2026, 9, 30, 7, tzinfo=UTC) - timedelta(weeks=len(kilograms) - 1)
    events = []
    for number, kg in enumerate(kilograms, start=1):
        at = first + timedelta(weeks=number - 1)
        payload = MeasurementRecorded(f"m{number}", at, {"weight_kg": kg})
        events.append(Event(f"scales-{number}", "scales", number, at, payload))
    FirestoreLog(world.database).append(person.user_id, "scales", events)


def metrics(client: Client, query: str = "?from=2026-W39&to=2026-W41") -> Any:
    answer = client.get(f"{METRICS}{query}")
    assert answer.status == 200, answer.body
    return answer.data


def regenerate(client: Client, week: str = "2026-W40") -> Any:
    answer = client.post(f"{WEEKLY}/{week}/regenerate")
    assert answer.status == 200, answer.body
    return answer.data


def test_weeks_in_figures(client: Client, world: World, ann: Person) -> None:
    log(
        world.database,
        ann.user_id,
        workout("2026-09-28T18:00", "bench-press: w8x20 3*8x60", "squat: 5x135lb"),
        workout("2026-10-02T18:00", "bench-press: 8x60L"),
    )
    weigh(world, ann, 80, 81)
    before, trained, running = metrics(client)
    assert [one["week"] for one in (before, trained, running)] == [
        "2026-W39",
        "2026-W40",
        "2026-W41",
    ]
    assert (trained["starts_on"], trained["ends_on"]) == ("2026-09-28", "2026-10-04")
    assert [one["is_over"] for one in (before, trained, running)] == [True, True, False]
    shown = ("workouts", "sets", "hard_sets", "exercises", "deload")
    assert [trained[name] for name in shown] == [2, 6, 4.5, 2, False]
    assert trained["tonnage_kg"] == round(160 + 3 * 480 + 480 + 5 * 61.2349_6995, 4)
    assert [one["muscle_group"] for one in trained["muscles"]] == [one.value for one in Muscle]
    chest = trained["muscles"][0]
    assert (chest["weekly_sets"], chest["direct_sets"], chest["status"]) == (
        3.5,
        3.5,
        "BELOW_MINIMUM",
    )
    weights = [one["trend_weight_kg"] for one in (before, trained, running)]
    assert weights == [80.0, round(80 + 1 - 0.9**7, 4), None]
    assert [before[name] for name in shown] == [0, 0, 0.0, 0, False]


def test_deloads_are_marked_in_figures(client: Client, world: World, ann: Person) -> None:
    for number in range(4):
        at = datetime(2026, 9, 7, 18, tzinfo=UTC) + timedelta(weeks=number)
        log(world.database, ann.user_id, workout(at, f"squat: {2 if number == 3 else 5}*5x100"))
    found = metrics(client, "?from=2026-W37&to=2026-W41")
    assert [one["deload"] for one in found] == [False, False, False, True, False]


def test_weeks_left_out_are_the_last_twelve(client: Client) -> None:
    found = metrics(client, "")
    assert (len(found), found[0]["week"], found[-1]["week"]) == (12, "2026-W30", "2026-W41")
    assert len(metrics(client, "?to=2020-W53")) == 12
    assert len(metrics(client, "?from=2026-W41")) == 1


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("?from=2025-W53", "from"),
        ("?from=2026-W41&to=2026-W40", "from"),
        ("?from=2026-W50", "from"),
        ("?from=2025-W40&to=2026-W41", "to"),
        ("?from=2026-W01&to=2026-54", "to"),
        ("?from_=2026-W01", "from_"),
    ],
)
def test_spans_that_are_none_are_refused(client: Client, query: str, path: str) -> None:
    answer = client.get(f"{METRICS}{query}")
    assert (answer.status, answer.paths) == (422, [path])


def test_a_year_of_weeks_can_be_asked_for(client: Client) -> None:
    assert len(metrics(client, "?from=2025-W41&to=2026-W41")) == 53


def test_a_report_is_there_once_it_was_made(client: Client, world: World, ann: Person) -> None:
    log(world.database, ann.user_id, workout("2026-10-01T18:00", "squat: 5*5x100"))
    weigh(world, ann, 80, 80, 80)
    assert client.get(f"{WEEKLY}/2026-W40").status == 404
    made = regenerate(client)
    assert client.get(f"{WEEKLY}/2026-W40").data == made
    assert (made["week"], made["starts_on"], made["version"]) == ("2026-W40", "2026-09-28", 1)
    assert made["generated_at"] == "2026-10-07T12:00:00Z"
    assert made["facts"]["milestones"] == [{"kind": "WORKOUTS", "value": 1}]
    assert made["facts"]["trend_weight_kg"] == 80
    assert "Your trend weight is 80 kg." in made["text"]


def test_making_it_again_changes_nothing_until_the_facts_have_changed(
    client: Client, world: World, ann: Person
) -> None:
    log(world.database, ann.user_id, workout("2026-10-01T18:00", "squat: 5*5x100"))
    first = regenerate(client)
    world.pass_by(hours=1)
    assert regenerate(client) == first
    log(world.database, ann.user_id, workout("2026-10-02T18:00", "squat: 5*5x105"))
    second = regenerate(client)
    assert (second["version"], second["facts"]["workouts"]) == (2, 2)
    assert second["generated_at"] > first["generated_at"]


def test_a_report_made_by_many_at_once_is_one(
    client: Client, world: World, people: People, ann: Person
) -> None:
    log(world.database, ann.user_id, workout("2026-10-01T18:00", "squat: 5x100"))
    others = [world.client(people, ann) for _ in range(5)]
    answers = together([partial(regenerate, one) for one in others])
    assert {answer["version"] for answer in answers} == {1}  # type: ignore[index]
    assert world.reports.count(ann.user_id) == 1


def test_a_repeat_with_its_key_is_answered_from_the_first(
    client: Client, world: World, ann: Person
) -> None:
    log(world.database, ann.user_id, workout("2026-10-01T18:00", "squat: 5x100"))
    key = "key-0123456789abcdef"
    first = client.post(f"{WEEKLY}/2026-W40/regenerate", key=key)
    again = client.post(f"{WEEKLY}/2026-W40/regenerate", key=key)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_week_that_runs_cannot_be_reported(client: Client, world: World, ann: Person) -> None:
    log(world.database, ann.user_id, workout("2026-10-06T18:00", "squat: 5x100"))
    for week in ("2026-W41", "2026-W42"):
        answer = client.post(f"{WEEKLY}/{week}/regenerate")
        assert (answer.status, answer.code) == (409, "CONFLICT")


def test_before_anything_was_trained_there_is_no_report(client: Client) -> None:
    assert client.post(f"{WEEKLY}/2026-W40/regenerate").status == 404


@pytest.mark.parametrize("week", ["2025-W53", "2026-W00", "week"])
def test_what_names_no_week_is_refused(client: Client, week: str) -> None:
    for answer in (client.get(f"{WEEKLY}/{week}"), client.post(f"{WEEKLY}/{week}/regenerate")):
        assert (answer.status, answer.paths) == (422, ["week"])


def test_reports_are_listed_by_week_and_gone_through(
    client: Client, world: World, ann: Person
) -> None:
    log(world.database, ann.user_id, workout("2026-09-10T18:00", "squat: 5x100"))
    weeks = [f"2026-W{number}" for number in (37, 38, 39, 40)]
    for week in weeks:
        regenerate(client, week)

    def listed(query: str) -> Any:
        answer = client.get(f"{WEEKLY}{query}")
        assert answer.status == 200, answer.body
        return answer.json["meta"], [one["week"] for one in answer.data]

    meta, first = listed("?limit=3")
    assert (first, meta["has_more"]) == (weeks[:0:-1], True)
    meta, rest = listed(f"?limit=3&cursor={meta['next_cursor']}")
    assert (rest, meta["has_more"]) == (weeks[:1], False)
    meta, page = listed("?limit=3&page=2&order=asc")
    assert (page, meta["total"]) == (weeks[3:], 4)


def test_reports_are_ones_own(client: Client, world: World, people: People, ann: Person) -> None:
    log(world.database, ann.user_id, workout("2026-10-01T18:00", "squat: 5x100"))
    regenerate(client)
    other = world.client(people, people.free())
    assert other.get(f"{WEEKLY}/2026-W40").status == 404
    assert other.get(WEEKLY).data == []
    assert other.get(METRICS).data[-2]["workouts"] == 0
    assert client.signed_in(None).get(WEEKLY).status == 401
