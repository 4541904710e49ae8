"""Programs made from wishes, over HTTP: the draft is one the other routes take as it is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from typing import Any

import pytest

from functions.coach.generating import ProgramWishes
from functions.programs import main as programs
from functions.programs.steps import Deps as ProgramDeps
from functions.volume import main as volume
from shared.domain.limits import PROFILES, Limit
from shared.domain.planning.model import Model, Outcome, Solution
from shared.domain.planning.plan_json import as_structure
from shared.solver.turns import Turns
from shared.store.database import Database
from shared.store.training import FirestoreTraining
from tests.functions.coaching import QUOTA, House, coached
from tests.people import People, now
from tests.wire import Client

URL = "/api/v1/coach/programs"
WISHES = {"goal": "HYPERTROPHY", "days": ["THU", "MON", "TUE", "FRI"], "minutes_per_session": 75}


@pytest.fixture
def house(database: Database, people: People) -> Iterator[House]:
    with coached(database, people) as opened:
        yield opened


def test_a_draft_is_taken_as_it_is_and_costs_no_query(house: House) -> None:
    pro = house.people.pro()
    client = house.client(pro)
    made = client.post(URL, WISHES)
    assert made.status == 200, made.body
    assert set(made.data) == {"draft", "report", "explanation"}
    assert made.data["draft"]["structure"]["days"] == ["MON", "TUE", "THU", "FRI"]
    assert {one["status"] for one in made.data["report"]["muscles"]} == {"OPTIMAL"}
    gate = house.people.gate()
    kept = ProgramDeps(house.deps.programs, house.deps.catalogue, now)
    stored = Client(programs.endpoint.bound(lambda: gate, lambda: kept).answer, pro.token)
    created = stored.post("/api/v1/programs", made.data["draft"])
    assert created.status == 201, created.body
    lint = stored.get(f"/api/v1/programs/{created.data['id']}/lint")
    assert [one for one in lint.data if one["severity"] == "WARNING"] == []
    deps = volume.Deps(
        house.deps.programs, house.deps.catalogue, FirestoreTraining(house.database), now
    )
    analysing = Client(volume.endpoint.bound(lambda: gate, lambda: deps).answer, pro.token)
    analysed = analysing.post("/api/v1/volume/analyze", made.data["draft"])
    assert analysed.data["report"] == made.data["report"]
    assert client.get(QUOTA).data["used"] == 0
    assert house.modelled.requests() == []


def test_wishes_that_clash_are_named(house: House) -> None:
    answer = house.client().post(URL, WISHES | {"equipment": ["BODYWEIGHT"]})
    assert (answer.status, answer.code) == (422, "INFEASIBLE")
    wishes = [one["wish"] for one in answer.json["error"]["details"]["conflicts"]]
    assert wishes == ["equipment", "volume_targets"]


@pytest.mark.parametrize(
    ("structure", "expected"),
    [
        (None, {"type": "WEEKLY", "days": ["MON", "FRI"]}),
        ("WEEKLY", {"type": "WEEKLY", "days": ["MON", "FRI"]}),
        ({"type": "WEEKLY", "days": ["FRI", "MON"]}, {"type": "WEEKLY", "days": ["MON", "FRI"]}),
        ("CYCLIC", {"type": "CYCLIC", "days_on": 2, "days_off": 5}),
        (
            {"type": "CYCLIC", "days_on": 2, "days_off": 1},
            {"type": "CYCLIC", "days_on": 2, "days_off": 1},
        ),
    ],
)
def test_days_make_a_week_or_a_cycle(structure: Any, expected: Any) -> None:
    body = json.dumps({"goal": "GENERAL", "days": ["FRI", "MON"], "structure": structure})
    wishes = ProgramWishes.model_validate_json(body)
    assert as_structure(wishes.to_structure()) == expected


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"goal": "FUN"}, "goal"),
        ({"days": []}, "days"),
        ({"days": ["MON", "MON"]}, "days"),
        ({"minutes_per_session": 14}, "minutes_per_session"),
        ({"minutes_per_session": "60"}, "minutes_per_session"),
        ({"equipment": []}, "equipment"),
        ({"focus": ["NECK"]}, "focus.0"),
        ({"structure": {"type": "WEEKLY", "days": ["SUN"]}}, "structure.days"),
        (
            {"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "structure": "CYCLIC"},
            "structure",
        ),
        ({"cardio": True}, "cardio"),
    ],
)
def test_wishes_that_are_none_are_named_by_their_place(
    house: House, changes: dict[str, Any], path: str
) -> None:
    answer = house.client().post(URL, WISHES | changes)
    assert answer.status == 422
    assert path in {one.removesuffix(".WEEKLY") for one in answer.paths}


def test_nobody_who_is_not_signed_in_keeps_the_solver_busy(house: House) -> None:
    assert Client(house.endpoint.answer).post(URL, WISHES).status == 401


@dataclass
class Refusing:
    """Finds nothing, at once."""

    outcome: Outcome = Outcome.INFEASIBLE

    def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
        return Solution(self.outcome, ())


def test_what_is_not_decided_in_time_is_to_be_asked_again(house: House) -> None:
    slow = Refusing(Outcome.UNDECIDED)
    house.deps = replace(house.deps, turns=Turns(solver_until=lambda _: slow))
    answer = house.client().post(URL, WISHES)
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0


def test_who_finds_the_solver_busy_for_long_is_told_to_come_again(house: House) -> None:
    turns = Turns(patience_seconds=0.01, free=BoundedSemaphore(1))
    house.deps = replace(house.deps, turns=turns)
    with turns.taken():
        answer = house.client().post(URL, WISHES)
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0


def test_one_person_cannot_keep_the_solver_busy(database: Database, people: People) -> None:
    with coached(database, people) as opened:
        rates = replace(PROFILES["production"], planning=Limit("planning", 1, 3600))
        house = House(database, people, opened.modelled, rates)
        house.deps = replace(house.deps, turns=Turns(solver_until=lambda _: Refusing()))
        client = house.client()
        answers = [client.post(URL, WISHES) for _ in range(2)]
        assert [one.status for one in answers] == [422, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
