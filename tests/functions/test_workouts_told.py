"""What the log tells: records, and what to train next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.workouts import steps
from shared.domain.drafts import compose
from shared.domain.exercises import LoadMode
from shared.domain.log.events import MeasurementRecorded
from shared.domain.programs import Entry, Plan, Program, Session, SplitType, Weekday, Weekly
from shared.store.database import Database
from tests.domain.published import row
from tests.functions.training import NOW, URL, Trainee, workouts_client, workouts_deps
from tests.people import People, Person, now
from tests.wire import Client
from tools.seed.catalogue import exercise_id

BENCH, SQUAT, PULL_UP, ROW = (
    exercise_id(slug) for slug in ("bench-press", "squat", "pull-up", "bent-over-row")
)
RECORDS, NEXT = f"{URL}/records", f"{URL}/next"


@pytest.fixture
def deps(connected: Callable[[], Database]) -> steps.Deps:
    return workouts_deps(connected())


@pytest.fixture
def person(people: People) -> Person:
    return people.free()


@pytest.fixture
def client(people: People, person: Person, deps: steps.Deps) -> Client:
    return workouts_client(people.gate(), deps, person)


@pytest.fixture
def ann(client: Client) -> Trainee:
    return Trainee(client)


def test_records_of_each_exercise(ann: Trainee) -> None:
    assert ann.client.get(RECORDS).data == []
    old = ann.trained(9, BENCH, (100, 5), (90, 12))
    ann.trained(2, SQUAT, (140, 1))
    squat, bench = ann.client.get(RECORDS).data
    assert (squat["exercise_name"], bench["exercise_name"]) == ("Squat", "Bench Press")
    assert [(one["reps"], one["load_kg"]) for one in bench["best_loads"]] == [(5, 100), (12, 90)]
    assert (bench["e1rm"]["kg"], bench["e1rm"]["confidence"]) == (126, "SOFT")
    assert (squat["e1rm"]["kg"], squat["e1rm"]["confidence"]) == (140, "EXACT")
    assert bench["most_volume_set"]["volume_kg"] == 1080
    assert bench["most_volume_workout"]["volume_kg"] == 1580
    assert f"{URL}/{bench['most_volume_workout']['workout_id']}" == old
    assert bench["most_volume_workout"]["set_id"] is None
    assert (bench["most_reps"]["reps"], bench["longest"], bench["farthest"]) == (12, None, None)
    assert [one["exercise_id"] for one in ann.client.get(f"{RECORDS}?order=asc").data] == [
        BENCH,
        SQUAT,
    ]
    assert ann.client.get(f"{RECORDS}?exercise_id={BENCH}").data == [bench]
    assert ann.client.get(f"{RECORDS}?page=2&limit=1").data == [bench]


def test_a_pull_up_has_a_maximum_once_the_body_was_weighed(
    ann: Trainee, person: Person, deps: steps.Deps
) -> None:
    ann.trained(2, PULL_UP, (10, 5))
    [record] = ann.client.get(RECORDS).data
    assert (record["load_mode"], record["e1rm"]) == ("BODYWEIGHT", None)
    weighed = MeasurementRecorded("m", NOW - timedelta(days=3), {"weight_kg": 80.0})
    deps.changes.of_measurement(person.user_id, "m", lambda _: [weighed], lambda: "e")
    [record] = ann.client.get(RECORDS).data
    assert (record["e1rm"]["kg"], record["e1rm"]["body_weight_kg"]) == (105, 80)


def test_plank_and_carry_have_records_too(ann: Trainee) -> None:
    plank = exercise_id("plank")
    workout = ann.starts()
    sets = [{"duration_seconds": 61.5}, {"duration_seconds": 90}]
    ann.client.put(f"{workout}/exercise-executions/{plank}", {"sets": sets})
    [record] = ann.client.get(RECORDS).data
    assert record["longest"]["duration_seconds"] == 90
    assert (record["best_loads"], record["e1rm"], record["most_reps"]) == ([], None, None)


def followed(deps: steps.Deps, person: Person, **about: object) -> Program:
    """A program of two sessions on Monday, Wednesday and Friday, which the person follows."""
    sessions = (
        Session("Push", (Entry((row("3x8-12"),), BENCH), Entry((row("2x5"),), SQUAT))),
        Session("Pull", (Entry((row("3x8-12"),), ROW),)),
    )
    days = Weekly((Weekday.MON, Weekday.WED, Weekday.FRI))
    plan = Plan("Two", SplitType.CUSTOM, days, 8, sessions)
    ids = iter(f"id-{number}" for number in range(20))
    program = compose(
        replace(plan, **about),  # type: ignore[arg-type]
        owner_id=person.user_id,
        organization_id=person.organization_id,
        new_id=lambda: next(ids),
        now=now(),
    )
    deps.programs.add(program)
    deps.programs.activate(person.user_id, program.id)
    return program


def test_who_follows_no_program_has_no_next_session(ann: Trainee) -> None:
    answer = ann.client.get(NEXT)
    assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert "Activate" in answer.json["error"]["message"]


def test_the_next_session_comes_with_its_targets(
    ann: Trainee, person: Person, deps: steps.Deps
) -> None:
    program = followed(deps, person)
    push, pull = program.plan.sessions
    first = ann.client.get(NEXT).data
    assert (first["session"]["id"], first["session"]["index"]) == (push.id, 0)
    assert (first["date"], first["is_today"], first["workout_id"]) == ("2026-11-18", True, None)
    assert [one["progression"] for one in first["exercises"]] == ["START", "START"]
    by = {"program_id": program.id}
    # The exercise was trained elsewhere, too.
    trained = ann.trained(5, BENCH, (60, 12), (60, 12), (60, 12))
    ann.trained(4, ROW, (50, 9), (50, 8), (50, 8), **by, session_id=pull.id)
    found = ann.client.get(NEXT).data
    assert found["session"]["name"] == "Push"
    bench, squat = found["exercises"]
    assert (bench["progression"], bench["reason"]) == ("INCREASE", "ALL_SETS_AT_THE_TOP")
    assert [(one["load_kg"], one["reps"]) for one in bench["sets"]] == [(62.5, 8)] * 3
    assert (bench["sets"][0]["reps_min"], bench["sets"][0]["reps_max"]) == (8, 12)
    assert f"{URL}/{bench['source']['workout_id']}" == trained
    assert (squat["progression"], squat["sets"][0]["load"], len(squat["sets"])) == (
        "START",
        None,
        2,
    )
    ann.trained(2, BENCH, (62.5, 8), (62.5, 8), (62.5, 8), **by, session_id=push.id)
    found = ann.client.get(NEXT).data
    assert (found["session"]["id"], found["is_today"]) == (pull.id, True)
    [barbell_row] = found["exercises"]
    assert barbell_row["progression"] == "REPEAT"
    assert [one["reps"] for one in barbell_row["sets"]] == [10, 9, 9]


def test_a_session_that_was_begun_goes_on(ann: Trainee, person: Person, deps: steps.Deps) -> None:
    program = followed(deps, person)
    pull = program.plan.sessions[1]
    workout = ann.starts(program_id=program.id, session_id=pull.id)
    found = ann.client.get(NEXT).data
    assert f"{URL}/{found['workout_id']}" == workout
    assert (found["session"]["id"], found["is_today"]) == (pull.id, True)
    assert ann.client.delete(workout).status == 204
    assert ann.client.get(NEXT).data["session"]["id"] == program.plan.sessions[0].id


def test_after_training_today_the_next_training_day_is_named(
    ann: Trainee, person: Person, deps: steps.Deps
) -> None:
    program = followed(deps, person)
    push = program.plan.sessions[0]
    ann.trained(0, BENCH, (60, 8), program_id=program.id, session_id=push.id)
    found = ann.client.get(NEXT).data
    assert (found["session"]["name"], found["date"]) == ("Pull", "2026-11-20")
    assert not found["is_today"]


def test_no_target_is_taken_across_a_change_of_the_load_mode(
    ann: Trainee, person: Person, deps: steps.Deps
) -> None:
    followed(deps, person)
    ann.trained(2, BENCH, (60, 12), (60, 12), (60, 12))
    assert ann.client.get(NEXT).data["exercises"][0]["progression"] == "INCREASE"
    bench = deps.catalogue.load().find(BENCH)
    assert bench is not None
    deps.catalogue.replace(replace(bench, load_mode=LoadMode.ASSISTED, updated_at=NOW))
    assert ann.client.get(NEXT).data["exercises"][0]["progression"] == "START"
    assert ann.client.get(RECORDS).data == []
    ann.trained(-0.1, BENCH, (20, 12), (20, 12), (20, 12))
    [record] = ann.client.get(RECORDS).data
    assert (record["load_mode"], record["e1rm"]) == ("ASSISTED", None)


def test_an_exercise_that_did_not_come_up_is_looked_for_further_back(
    ann: Trainee, person: Person, deps: steps.Deps
) -> None:
    followed(deps, person)
    ann.trained(20, SQUAT, (100, 5), (100, 5))
    for days in range(1, 14):
        ann.trained(days, BENCH, (60, 8), (60, 8), (60, 8))
    bench, squat = ann.client.get(NEXT).data["exercises"]
    assert (bench["progression"], squat["progression"]) == ("REPEAT", "INCREASE")
