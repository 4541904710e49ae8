"""Trained weeks as `volume` shows them, over the real database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.volume import main
from shared.domain.muscles import Muscle
from shared.domain.profiles import Profile
from shared.domain.targets import VolumeTarget
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from shared.store.training import FirestoreTraining
from tests.functions.test_volume import figure, kept
from tests.people import People, Person
from tests.stocked import catalogue_of, draft, stock
from tests.trained import log, workout
from tests.wire import Client

URL = "/api/v1/volume/weeks"
REPLAY = "/api/v1/volume/replay"
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"


@pytest.fixture
def person(people: People) -> Person:
    return people.free()


@pytest.fixture
def client(people: People, database: Database, person: Person) -> Client:
    stock(database)
    deps = main.Deps(
        FirestorePrograms(database),
        catalogue_of(database),
        FirestoreTraining(database),
        lambda: datetime(2026, 10, 1, 12, tzinfo=UTC),
    )
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer, person.token)


def week(client: Client, name: str) -> Any:
    answer = client.get(f"{URL}/{name}")
    assert answer.status == 200, answer.body
    return answer.data


def test_a_week_shows_what_was_trained_in_it(
    client: Client, database: Database, person: Person
) -> None:
    log(
        database,
        person.user_id,
        workout("2026-09-27T23:00", "squat: 5*5x100"),
        workout("2026-09-28T18:00", "bench-press: w8x20 3*8x60 0x60", name="Push"),
        workout("2026-10-01T18:00", "bench-press: 2*8x60L", finished=False),
        workout("2026-10-05T00:00", "squat: 5x100"),
    )
    found = week(client, "2026-W40")
    assert (found["week"], found["starts_on"], found["ends_on"], found["is_over"]) == (
        "2026-W40",
        "2026-09-28",
        "2026-10-04",
        False,
    )
    report = found["report"]
    assert (report["structure"], report["sessions_per_week"]) == ("WEEKLY", 2.0)
    assert report["weekly_sets_total"] == 4.0
    chest = figure(report, "CHEST")
    assert (chest["weekly_sets"], chest["direct_sets"], chest["status"]) == (
        4.0,
        4.0,
        "BELOW_MINIMUM",
    )
    assert chest["sources"][0] == {
        "session": "Push",
        "session_index": 0,
        "exercise": "Bench Press",
        "exercise_id": chest["sources"][0]["exercise_id"],
        "sets": 3,
        "times_per_week": 1.0,
        "contribution": 1.0,
        "weekly_sets": 3.0,
    }
    assert chest["sources"][1]["session"] == "Workout of 2026-10-01"
    assert figure(report, "QUADS")["weekly_sets"] == 0.0
    assert [one["muscle_group"] for one in report["muscles"]] == [one.value for one in Muscle]
    assert found["plan"] is None
    assert week(client, "2026-W39")["is_over"]


def test_a_half_set_is_shown_as_a_half(client: Client, database: Database, person: Person) -> None:
    log(database, person.user_id, workout("2026-09-28T18:00", "bench-press: 8x60R"))
    chest = figure(week(client, "2026-W40")["report"], "CHEST")
    assert [chest["sources"][0]["sets"], chest["weekly_sets"]] == [0.5, 0.5]


def test_the_plan_stands_beside_it_with_the_same_targets(
    client: Client, database: Database, people: People
) -> None:
    targets = {Muscle.QUADS: VolumeTarget(maximum=VolumeTarget().minimum + 1)}
    person = people.free(profile=Profile(volume_targets=targets))
    program = kept(database, person)
    FirestorePrograms(database).activate(person.user_id, program)
    found = week(client.signed_in(person.token), "2026-W40")
    plan = found["plan"]
    assert (plan["program_id"], plan["program_name"]) == (program, "PPL")
    assert figure(plan, "QUADS")["weekly_sets"] == 12.0
    assert figure(plan, "QUADS")["status"] == "HIGH"
    assert figure(found["report"], "QUADS")["maximum"] == 11.0
    FirestorePrograms(database).activate(person.user_id, NOBODYS)
    assert week(client.signed_in(person.token), "2026-W40")["plan"] is None


@pytest.mark.parametrize("name", ["2026-W20", "2099-W01", "1970-W01", "2199-W52"])
def test_a_week_without_training_is_zeros(client: Client, name: str) -> None:
    found = week(client, name)
    assert found["report"]["weekly_sets_total"] == 0.0
    assert len(found["report"]["muscles"]) == 18
    assert not found["deload"]


@pytest.mark.parametrize("name", ["2025-W53", "2026-W54", "2026-W00", "2026-40", "week", "2026"])
def test_what_names_no_week_is_refused(client: Client, name: str) -> None:
    answer = client.get(f"{URL}/{name}")
    assert (answer.status, answer.paths) == (422, ["week"])


def test_the_53rd_week_is_there_where_it_exists(
    client: Client, database: Database, person: Person
) -> None:
    log(database, person.user_id, workout("2027-01-03T12:00", "squat: 5x100"))
    assert week(client, "2026-W53")["report"]["weekly_sets_total"] == 1.0


def test_weeks_go_by_the_clock_where_one_was(
    client: Client, database: Database, people: People
) -> None:
    person = people.free(profile=Profile(time_zone="Pacific/Pago_Pago"))
    member = client.signed_in(person.token)
    log(database, person.user_id, workout("2026-10-05T10:30", "squat: 5x100"))
    assert week(member, "2026-W40")["report"]["weekly_sets_total"] == 1.0
    moved = datetime(2026, 10, 5, 12, tzinfo=UTC)
    people.accounts.change_profile(
        person.user_id,
        lambda account: account.told(
            replace(account.profile, time_zone="Pacific/Kiritimati"), moved, lambda: True
        ),
    )
    # On the other side of the date line what was done stays in its week.
    log(database, person.user_id, workout("2026-10-11T11:00", "squat: 5x100"))
    sums = [
        week(member, f"2026-W{number}")["report"]["weekly_sets_total"] for number in (40, 41, 42)
    ]
    assert sums == [1.0, 0.0, 1.0]


def test_a_deload_is_marked_and_reads_as_no_failure(
    client: Client, database: Database, person: Person
) -> None:
    monday = datetime(2026, 8, 31, 18, tzinfo=UTC)
    for number in range(4):
        at = monday + timedelta(weeks=number)
        log(
            database,
            person.user_id,
            workout(at, "squat: 5*5x100"),
            workout(at + timedelta(days=3), "squat: 5*5x100"),
        )
    eased = [workout(f"{day}T18:00", "squat: 2*5x100") for day in ("2026-09-28", "2026-10-01")]
    log(database, person.user_id, *eased)
    before, deload = week(client, "2026-W39"), week(client, "2026-W40")
    assert (before["deload"], deload["deload"]) == (False, True)
    assert figure(deload["report"], "QUADS")["status"] == "BELOW_MINIMUM"
    assert deload["report"]["warnings"] == []
    assert "QUADS" not in {one["muscle_group"] for one in before["report"]["warnings"]}


def test_an_exercise_nobody_knows_is_named(
    client: Client, database: Database, person: Person
) -> None:
    strange = workout("2026-09-28T18:00", "yoke: 5x100", known=lambda _: NOBODYS)
    log(database, person.user_id, strange)
    found = week(client, "2026-W40")
    assert found["unknown_exercises"] == [NOBODYS]
    assert found["report"]["weekly_sets_total"] == 1.0


def test_nobody_sees_what_somebody_else_trained(
    client: Client, database: Database, person: Person, people: People
) -> None:
    log(database, person.user_id, workout("2026-09-28T18:00", "squat: 5x100"))
    other = client.signed_in(people.free().token)
    assert week(other, "2026-W40")["report"]["weekly_sets_total"] == 0.0
    assert client.signed_in(None).get(f"{URL}/2026-W40").status == 401


def test_trained_weeks_are_replayed_with_the_difference(
    client: Client, database: Database, person: Person
) -> None:
    log(database, person.user_id, workout("2026-09-28T18:00", "bench-press: 4*8x60"))
    body = {"model": "DIRECT_ONLY", "from": "2026-W39", "to": "2026-W40"}
    answer = client.post(REPLAY, body)
    assert answer.status == 200, answer.body
    assert answer.data["model"] == "DIRECT_ONLY"
    empty, trained = answer.data["weeks"]
    assert (empty["week"], trained["week"]) == ("2026-W39", "2026-W40")
    triceps = figure(trained["stored"], "TRICEPS")["weekly_sets"]
    assert triceps > 0
    assert figure(trained["report"], "TRICEPS")["weekly_sets"] == 0.0
    changes = {one["muscle_group"]: one["weekly_sets"] for one in trained["difference"]}
    assert (changes["TRICEPS"], changes["CHEST"]) == (-triceps, 0.0)
    assert not any(one["weekly_sets"] for one in empty["difference"])


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ({}, "program_id"),
        ({"from": "2026-W01"}, "program_id"),
        ({"program_id": NOBODYS, "from": "2026-W01", "to": "2026-W02"}, "program_id"),
        ({"program_id": NOBODYS, "to": "2026-W02"}, "program_id"),
        ({"from": "2026-W02", "to": "2026-W01"}, "from"),
        ({"from": "2025-W01", "to": "2026-W02"}, "to"),
        ({"from": "2025-W53", "to": "2026-W02"}, "from"),
        ({"from": 202501, "to": "2026-W02"}, "from"),
    ],
)
def test_a_replay_is_of_a_program_or_of_some_weeks(
    client: Client, about: dict[str, object], path: str
) -> None:
    answer = client.post(REPLAY, {"model": "TOTAL", **about})
    assert (answer.status, answer.paths) == (422, [path])


def test_a_plan_and_reality_agree_when_the_plan_was_trained(
    client: Client, database: Database, person: Person
) -> None:
    program = kept(database, person)
    FirestorePrograms(database).activate(person.user_id, program)
    sessions: Any = draft()["sessions"]
    for index, planned in enumerate(2 * sessions):
        lines = [f"{one['exercise_id']}: 3*8x60" for one in planned["exercises"]]
        at = datetime(2026, 9, 28, 18, tzinfo=UTC) + timedelta(days=index)
        trained = workout(at, *lines, name=planned["name"], known=str)
        log(database, person.user_id, trained)
    found = week(client, "2026-W40")
    shown = ("weekly_sets", "direct_sets", "total_sets", "status", "frequency_per_week")
    for real, plan in zip(found["report"]["muscles"], found["plan"]["muscles"], strict=True):
        assert [real[name] for name in shown] == [plan[name] for name in shown]
    assert found["report"]["warnings"] == found["plan"]["warnings"]
