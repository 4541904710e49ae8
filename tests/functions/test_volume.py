"""The function `volume` over the real database."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.volume import main
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan
from shared.domain.targets import VolumeTarget
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from shared.store.training import FirestoreTraining
from shared.web.plans import ProgramDraft
from tests.people import People, Person, now
from tests.stocked import catalogue_of, draft, entry, session, stock, stock_templates
from tests.wire import Client
from tools.seed.templates import template_id

URL = "/api/v1/volume"
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"


@pytest.fixture
def client(people: People, database: Database) -> Client:
    stock(database)
    deps = main.Deps(
        FirestorePrograms(database), catalogue_of(database), FirestoreTraining(database), now
    )
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


def figure(report: dict[str, Any], muscle: str) -> dict[str, Any]:
    (found,) = (one for one in report["muscles"] if one["muscle_group"] == muscle)
    return dict(found)


def kept(database: Database, person: Person, **changes: object) -> str:
    """A program of that person; its id."""
    from shared.domain.drafts import compose
    from shared.web.call import IdSource

    plan: Plan = ProgramDraft.model_validate_json(json.dumps(draft(**changes))).to_plan()
    program = compose(
        plan,
        owner_id=person.user_id,
        organization_id=person.organization_id,
        new_id=IdSource(None),
        now=now(),
    )
    return FirestorePrograms(database).add(program).id


def test_three_sessions_on_six_days_are_each_trained_twice_a_week(client: Client) -> None:
    answer = client.post(f"{URL}/analyze", draft())
    report = answer.data["report"]
    assert (report["structure"], report["sessions_per_week"]) == ("WEEKLY", 6.0)
    assert report["weekly_sets_total"] == 54.0
    quads = figure(report, "QUADS")
    assert (quads["weekly_sets"], quads["frequency_per_week"], quads["status"]) == (
        12.0,
        2.0,
        "OPTIMAL",
    )
    assert quads["sources"][0] == {
        "session": "Legs",
        "session_index": 2,
        "exercise": "Squat",
        "exercise_id": entry("squat")["exercise_id"],
        "sets": 3,
        "times_per_week": 2.0,
        "contribution": 1.0,
        "weekly_sets": 6.0,
    }


def test_every_muscle_is_there_in_order_and_every_verdict_but_optimal_warns(
    client: Client,
) -> None:
    report = client.post(f"{URL}/analyze", draft()).data["report"]
    assert [one["muscle_group"] for one in report["muscles"]] == [one.value for one in Muscle]
    warned = [warning["muscle_group"] for warning in report["warnings"]]
    assert warned == [
        one["muscle_group"] for one in report["muscles"] if one["status"] != "OPTIMAL"
    ]
    assert figure(report, "OBLIQUES")["weekly_sets"] == 0.0


def test_an_exercise_may_be_spelled_out(client: Client) -> None:
    press = {"name": "Bench Press", "muscle_contributions": {"CHEST": 1, "TRICEPS": 0.5}}
    rows = [
        {"kind": "WARMUP", "count": 2, "reps_min": 5, "reps_max": 5},
        {"kind": "TOP", "count": 3, "reps_min": 5, "reps_max": 5, "rir": 9},
        {"kind": "DROP", "count": 1, "reps_min": 5, "reps_max": 5},
    ]
    sessions = [{"name": "S", "exercises": [{"exercise": press, "sets": rows}]}]
    structure = {"type": "CYCLIC", "days_on": 3, "days_off": 1}
    body = draft(sessions=sessions, structure=structure)
    report = client.post(f"{URL}/analyze", body).data["report"]
    assert report["sessions_per_week"] == 5.25
    assert figure(report, "CHEST")["weekly_sets"] == 15.75
    assert figure(report, "TRICEPS")["weekly_sets"] == 7.875
    assert figure(report, "TRICEPS")["total_sets"] == 15.75
    assert figure(report, "TRICEPS")["direct_sets"] == 0.0


@pytest.mark.parametrize(
    ("shares", "path"),
    [
        ({"CHEST": 0.3}, "muscle_contributions.CHEST"),
        ({"CHEST": 1, "LATS": 0}, "muscle_contributions.LATS"),
        ({"CHEST": 0.5}, "muscle_contributions"),
        ({}, "muscle_contributions"),
        ({"CHEST": 1, "NECK": 1}, "muscle_contributions.NECK"),
        ({"CHEST": "1"}, "muscle_contributions.CHEST"),
        ({"CHEST": True}, "muscle_contributions.CHEST"),
    ],
)
def test_a_contribution_off_the_steps_is_named(
    client: Client, shares: dict[str, object], path: str
) -> None:
    exercise = {"name": "B", "muscle_contributions": shares}
    sets = [{"kind": "WORKING", "count": 1, "reps_min": 1, "reps_max": 1}]
    body = draft(sessions=[{"name": "S", "exercises": [{"exercise": exercise, "sets": sets}]}])
    answer = client.post(f"{URL}/analyze", body)
    assert (answer.status, answer.paths) == (422, [f"sessions.0.exercises.0.exercise.{path}"])


def test_an_entry_names_exactly_one_exercise(client: Client) -> None:
    sets = [{"kind": "WORKING", "count": 1, "reps_min": 1, "reps_max": 1}]
    both = {**entry("squat"), "exercise": {"name": "B", "muscle_contributions": {"CHEST": 1}}}
    for wrong in ({"sets": sets}, both):
        body = draft(sessions=[{"name": "S", "exercises": [wrong]}])
        answer = client.post(f"{URL}/analyze", body)
        assert answer.paths == ["sessions.0.exercises.0.exercise_id"]


def test_a_draft_to_analyse_keeps_the_rules_of_any_draft(client: Client) -> None:
    body = draft(sessions=[session("S", "squat", "squat")])
    assert client.post(f"{URL}/analyze", body).paths == ["sessions.0.exercises.1.exercise_id"]
    worse = draft(sessions=[{"name": "S", "exercises": [entry("squat", reps_min=9, reps_max=8)]}])
    assert client.post(f"{URL}/analyze", worse).paths == ["sessions.0.exercises.0.sets.0.reps_min"]


def test_an_unknown_exercise_is_named_by_its_place(client: Client) -> None:
    strange = {"exercise_id": NOBODYS, "sets": entry("squat")["sets"]}
    sessions = [session("S", "squat"), {"name": "T", "exercises": [strange]}]
    answer = client.post(f"{URL}/analyze", draft(sessions=sessions))
    assert (answer.status, answer.paths) == (422, ["sessions.1.exercises.0.exercise_id"])


def test_the_stored_template_reproduces_the_published_figures(
    client: Client, database: Database
) -> None:
    stock_templates(database)
    answer = client.get(f"{URL}/programs/{template_id('metallicadpa-ppl')}")
    report = answer.data["report"]
    assert report["weekly_sets_total"] == 124.0
    published = {
        "CHEST": 14,
        "LATS": 17.25,
        "TRAPS": 16,
        "RHOMBOIDS": 19,
        "FRONT_DELTS": 16.5,
        "SIDE_DELTS": 16,
        "REAR_DELTS": 17,
        "TRICEPS": 23,
        "ELBOW_FLEXORS": 24.5,
        "FOREARMS": 12.25,
        "SPINAL_ERECTORS": 11,
        "ABS": 0,
        "OBLIQUES": 0,
        "GLUTES": 12.75,
        "QUADS": 12.5,
        "HAMSTRINGS": 14.25,
        "ADDUCTORS": 6.25,
        "CALVES": 11.5,
    }
    assert {one["muscle_group"]: one["weekly_sets"] for one in report["muscles"]} == published


def test_a_stored_program_is_for_its_owner(
    client: Client, people: People, database: Database
) -> None:
    owner = people.pro()
    where = f"{URL}/programs/{kept(database, owner)}"
    assert client.get(where).status == 401
    assert client.signed_in(people.free().token).get(where).status == 404
    mine = client.signed_in(owner.token).get(where)
    assert figure(mine.data["report"], "QUADS")["weekly_sets"] == 12.0


def test_a_persons_own_targets_decide_the_verdict(client: Client, people: People) -> None:
    from shared.domain.profiles import Profile

    narrow = {Muscle.QUADS: VolumeTarget(maximum=VolumeTarget().minimum)}
    person = people.free(profile=Profile(volume_targets=narrow))
    report = client.signed_in(person.token).post(f"{URL}/analyze", draft()).data["report"]
    quads = figure(report, "QUADS")
    assert (quads["maximum"], quads["status"]) == (10.0, "HIGH")
    assert figure(report, "CHEST")["maximum"] == 20.0


def test_a_program_is_replayed_under_another_model(
    client: Client, people: People, database: Database
) -> None:
    owner = people.pro()
    mine = client.signed_in(owner.token)
    program = kept(database, owner)
    answer = mine.post(f"{URL}/replay", {"model": "TOTAL", "program_id": program})
    assert answer.status == 200
    replayed, stored = answer.data["report"], answer.data["stored"]
    assert figure(stored, "TRICEPS")["weekly_sets"] == 12.0
    assert figure(replayed, "TRICEPS")["weekly_sets"] == 18.0
    (difference,) = (one for one in answer.data["difference"] if one["muscle_group"] == "TRICEPS")
    assert difference["weekly_sets"] == 6.0
    assert mine.post(f"{URL}/replay", {"model": "HALF", "program_id": program}).paths == ["model"]
    assert mine.post(f"{URL}/replay", {"model": "TOTAL", "program_id": NOBODYS}).status == 404
    assert client.post(f"{URL}/replay", {"model": "TOTAL", "program_id": program}).status == 401


def test_figures_are_rounded_half_to_even_and_sources_still_add_up(client: Client) -> None:
    structure = {"type": "WEEKLY", "days": ["MON", "WED", "FRI"]}
    sessions = [session(f"S{number}", "face-pull") for number in range(7)]
    report = client.post(f"{URL}/analyze", draft(sessions=sessions, structure=structure)).data
    rear = figure(report["report"], "REAR_DELTS")
    assert rear["weekly_sets"] == 9.0
    assert rear["sources"][0]["times_per_week"] == 0.4286
    assert rear["sources"][0]["weekly_sets"] == 1.2857


def test_no_more_than_the_budget_is_read(
    people: People, connected: Callable[[], Database], capsys: pytest.CaptureFixture[str]
) -> None:
    database = connected()
    stock(database)
    stock_templates(database)
    deps = main.Deps(
        FirestorePrograms(database), catalogue_of(database), FirestoreTraining(database), now
    )
    gate = people.gate()
    client = Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)
    where = f"{URL}/programs/{template_id('phul')}"
    client.get(where)
    capsys.readouterr()
    client.get(where)
    assert json.loads(capsys.readouterr().out)["reads"] == 1
