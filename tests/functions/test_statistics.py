"""Time zones that change, and statistics, through the function `users`."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.zones import PastZone
from shared.store.database import Database
from tests.functions.sign_in import Instance, Member
from tests.functions.test_volume_weeks import NOBODYS
from tests.stocked import stock
from tests.trained import log, workout
from tools.seed.catalogue import exercise_id

ME = "/api/v1/users/me"
URL = f"{ME}/statistics"


@pytest.fixture
def member(instance: Instance) -> Member:
    return instance.register()


def shown(member: Member, query: str = "") -> Any:
    answer = member.client.get(f"{URL}{query}")
    assert answer.status == 200, answer.body
    return answer.data


def zones_of(member: Member) -> Any:
    account = member.instance.accounts.find(member.user["id"])
    assert account is not None
    return account.zones


def move(member: Member, zone: str) -> None:
    answer = member.client.patch(ME, {"time_zone": zone}, if_match="*")
    assert (answer.status, answer.data["time_zone"]) == (200, zone)


def test_the_first_zone_somebody_names_always_was_theirs(member: Member) -> None:
    move(member, "Europe/Berlin")
    move(member, "Asia/Tokyo")
    assert zones_of(member).past == ()


def test_a_zone_named_after_something_was_logged_holds_from_then_on(
    member: Member, database: Database
) -> None:
    move(member, "Europe/Berlin")
    log(database, member.user["id"], workout("2026-09-30T23:30", "squat: 5x100"))
    before = member.instance.clock()
    move(member, "America/New_York")
    (past,) = zones_of(member).past
    assert past == PastZone("Europe/Berlin", past.until)
    assert before <= past.until <= member.instance.clock()
    # Half past eleven at night in UTC was the next day in Berlin, and stays it.
    assert shown(member, "?start_date=2026-10-01&end_date=2026-10-01")["total_workouts"] == 1


def test_who_wants_reports_by_letter_says_so(member: Member) -> None:
    assert member.user["weekly_report_email"] is False
    answer = member.client.patch(ME, {"weekly_report_email": True}, if_match="*")
    assert answer.data["weekly_report_email"] is True
    assert member.client.patch(ME, {"weekly_report_email": None}, if_match="*").status == 422


def test_statistics_are_computed_from_the_log(member: Member, database: Database) -> None:
    stock(database)
    log(
        database,
        member.user["id"],
        workout("2026-08-03T18:00", "bench-press: w8x20 3*8x60", "squat: 5x100"),
        workout("2026-08-10T18:00", "bench-press: 2*5x80"),
        workout("2026-10-01T18:00", "yoke: 5x100", known=lambda _: NOBODYS),
    )
    found = shown(member)
    assert [found[f"total_{name}"] for name in ("workouts", "exercises_performed", "sets")] == [
        3,
        4,
        8,
    ]
    assert found["total_weight_lifted"] == 160 + 1440 + 500 + 800 + 500
    assert found["workout_frequency"]["monthly_counts"] == [
        {"month": "2026-08", "workouts": 2},
        {"month": "2026-09", "workouts": 0},
        {"month": "2026-10", "workouts": 1},
    ]
    assert found["most_performed_exercises"][0] == {
        "exercise_id": exercise_id("bench-press"),
        "exercise_name": "Bench Press",
        "workouts": 2,
        "sets": 6,
    }
    assert {one["exercise_name"] for one in found["personal_records"]} == {
        "Bench Press",
        "Squat",
        None,
    }
    bench = next(r for r in found["personal_records"] if r["exercise_name"] == "Bench Press")
    assert (bench["max_weight"], bench["reps"]) == (80.0, 5)
    assert (bench["achieved_date"], bench["max_volume_single_set"]) == ("2026-08-10", 480.0)
    shares = found["body_part_distribution"]
    assert len(shares) == 18
    assert sum(one["share"] for one in shares) == pytest.approx(1, abs=0.001)
    assert found["streak_info"]["longest_weeks"] == 2
    assert found["streak_info"]["last_workout_date"] == "2026-10-01"
    august = shown(member, "?start_date=2026-08-01&end_date=2026-08-14")
    assert august["total_workouts"] == 2
    assert august["workout_frequency"]["weekly_average"] == 1.0
    assert august["streak_info"]["current_weeks"] == 2


def test_who_has_trained_nothing_has_statistics_of_zeros(member: Member) -> None:
    found = shown(member)
    assert (found["total_workouts"], found["total_weight_lifted"]) == (0, 0.0)
    assert found["workout_frequency"] == {"weekly_average": 0.0, "monthly_counts": []}
    assert {one["share"] for one in found["body_part_distribution"]} == {0.0}
    assert found["streak_info"] == {
        "current_weeks": 0,
        "longest_weeks": 0,
        "last_workout_date": None,
    }


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("?start_date=2026-02-29", "start_date"),
        ("?start_date=0001-01-01", "start_date"),
        ("?end_date=9999-12-31", "end_date"),
        ("?start_date=2026-03-02&end_date=2026-03-01", "end_date"),
        ("?start=2026-03-02", "start"),
    ],
)
def test_days_that_are_none_are_refused(member: Member, query: str, path: str) -> None:
    answer = member.client.get(f"{URL}{query}")
    assert (answer.status, answer.paths) == (422, [path])


def test_statistics_are_ones_own(instance: Instance, member: Member, database: Database) -> None:
    log(database, member.user["id"], workout(datetime(2026, 9, 1, tzinfo=UTC), "squat: 5x100"))
    assert shown(instance.register())["total_workouts"] == 0
    assert instance.client().get(URL).status == 401
