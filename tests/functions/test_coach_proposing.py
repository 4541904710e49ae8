"""The coach changes nothing: it proposes, by rule or by the model's tool, with what it answers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.coach.proposing import ProposingGrounding
from shared.domain.drafts import compose
from shared.domain.planning.model import Model, Outcome, Solution
from shared.domain.programs import Program
from shared.solver.turns import Turns
from shared.store.database import Database
from shared.web.plans import plan_of
from tests.functions.coaching import CHAT, QUESTIONS, TALKS, House, coached
from tests.people import People, Person, now
from tests.stocked import draft
from tests.wire import Client

SAID = (
    "I have put a change before you that gives the press a little more to do each week. "
    "Apply it when you feel rested."
)
PLAIN = "Could the press take more?"


@pytest.fixture
def house(database: Database, people: People) -> Iterator[House]:
    with coached(database, people) as opened:
        yield opened


@pytest.fixture
def ann(house: House) -> Person:
    return house.people.pro()


@pytest.fixture
def client(house: House, ann: Person) -> Client:
    return house.client(ann)


@pytest.fixture
def program(house: House, ann: Person) -> Program:
    return followed(house, ann)


def followed(house: House, person: Person) -> Program:
    ids = iter(f"00000000-0000-4000-8000-{number:012d}" for number in range(99))
    composed = compose(
        plan_of(draft()),
        owner_id=person.user_id,
        organization_id=person.organization_id,
        new_id=lambda: next(ids),
        now=now(),
    )
    program = house.deps.programs.add(composed)
    house.deps.programs.activate(person.user_id, program.id)
    return program


def _noting(text: str) -> list[dict[str, Any]]:
    return [{"op": "add", "path": "/sessions/0/exercises/0/notes", "value": text}]


def wants(patch: object, why: str = "It recovers well.", **more: str) -> dict[str, Any]:
    args = {"patch": patch if isinstance(patch, str) else json.dumps(patch), "why": why, **more}
    return {"calls": [{"name": "propose_program_change", "args": args}]}


RENAMED = [{"op": "replace", "path": "/name", "value": "More of the press"}]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_what_the_model_proposes_is_kept_with_the_answer_and_changes_nothing(
    house: House, client: Client, program: Program, accept: str
) -> None:
    house.modelled.will(wants(RENAMED), {"text": SAID})
    sent = client.post(CHAT, {"message": PLAIN}, Accept=accept)
    answer = json.loads(sent.events[-1][1])["data"] if sent.is_stream else sent.data
    (proposal,) = answer["proposals"]
    assert (proposal["program_id"], proposal["state"]) == (program.id, "PENDING")
    assert proposal["patch"] == RENAMED
    assert proposal["base_version"] == program.version
    shown = client.get(f"/api/v1/coach/proposals/{proposal['id']}")
    assert shown.data == proposal
    talk = client.get(f"{TALKS}/{answer['conversation_id']}").data
    assert talk["messages"][-1]["proposal_ids"] == [proposal["id"]]
    applied = client.post(f"/api/v1/coach/proposals/{proposal['id']}/apply")
    assert applied.data["name"] == "More of the press"


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (wants("no json"), "JSON"),
        (wants([1]), "list of operations"),
        (wants([{"op": "replace", "path": "/visibility", "value": "ORGANIZATION"}]), "can be"),
        (wants([{"op": "remove", "path": "/sessions/0"}]), "patch"),
        (wants([{"op": "replace", "path": "/name", "value": "<b>More</b>"}]), "unsafe"),
        (wants(_noting("Take 500 mg of ibuprofen first.")), "unsafe"),
        (wants(_noting("All of it: https://evil.example/x")), "unsafe"),
        (wants(RENAMED, "You lifted 187 kg."), "figures"),
        (wants(RENAMED, "See https://example.com."), "unsafe"),
        (wants(RENAMED, program_id="nobodys"), "nothing here"),
        (wants(RENAMED, program_id="../x"), "no id"),
    ],
)
def test_what_cannot_be_proposed_is_told_to_the_model_and_nothing_is_kept(
    house: House, client: Client, program: Program, asked: dict[str, Any], complaint: str
) -> None:
    house.modelled.will(asked, {"text": "I would leave the program as it is for now, and rest."})
    answer = client.post(CHAT, {"message": PLAIN}).data
    assert answer["proposals"] == []
    last = house.modelled.requests("generateContent")[-1]["body"]["contents"][-1]
    assert complaint in json.dumps(last)


def test_a_program_of_somebody_else_cannot_be_proposed_about(house: House, client: Client) -> None:
    others = followed(house, house.people.pro())
    house.modelled.will(wants(RENAMED, program_id=others.id), {"text": SAID})
    assert client.post(CHAT, {"message": PLAIN}).data["proposals"] == []


def test_asked_to_balance_the_program_the_coach_proposes_by_rule(
    house: House, client: Client, program: Program
) -> None:
    answer = client.post(CHAT, {"message": "Please balance my program!"}).data
    assert answer["usage"]["charged"] is False
    (proposal,) = answer["proposals"]
    assert proposal["program_id"] == program.id
    applied = client.post(f"/api/v1/coach/proposals/{proposal['id']}/apply")
    assert applied.status == 200
    again = client.post(CHAT, {"message": "Balance my program"}).data
    assert again["proposals"] == []


def test_a_program_that_is_not_balanced_in_time_is_to_be_asked_about_again(
    house: House, client: Client, program: Program
) -> None:
    class Slow:
        def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
            return Solution(Outcome.UNDECIDED, ())

    grounding = house.deps.grounding
    assert isinstance(grounding, ProposingGrounding)
    slow = replace(grounding, turns=Turns(solver_until=lambda _: Slow()))
    house.deps = replace(house.deps, grounding=slow)
    answer = client.post(CHAT, {"message": "Balance my program"})
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0


def test_there_is_nothing_to_balance_for_who_follows_no_program(client: Client) -> None:
    answer = client.post(CHAT, {"message": "balance my plan"}).data
    assert "follow no program" in answer["message"]


def test_a_question_about_a_program_is_answered_from_it_and_can_be_gone_on_with(
    house: House, client: Client, program: Program
) -> None:
    house.modelled.will({"text": SAID}, {"text": SAID})
    about = {"program_id": program.id}
    answer = client.post(QUESTIONS, {"question": "Is the press enough?", "about": about}).data
    assert answer["usage"]["charged"] is True
    client.post(CHAT, {"message": "Why so?", "conversation_id": answer["conversation_id"]})
    first, second = house.modelled.requests("generateContent")
    assert (first["model"], second["model"]) == ("gemini-2.0-flash-lite", "gemini-2.0-flash")
    for asked in (first, second):
        assert program.plan.sessions[0].name in json.dumps(asked["body"]["contents"])
