"""Proposals over HTTP: applied once, by who they were made for, while they still fit."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from shared.domain.drafts import compose, revise
from shared.domain.muscles import Muscle
from shared.domain.planning.proposals import LIFETIME, Proposal
from shared.domain.planning.proposing import Measures, propose_change, propose_program
from shared.domain.programs import Program
from shared.domain.targets import VolumeTarget
from shared.store.database import Database
from shared.web.plans import plan_of
from tests.functions.coaching import House, coached
from tests.people import People, Person, now
from tests.stocked import draft
from tests.wire import Client

KEY = "key-0123456789abcdef"
RENAMED = [{"op": "replace", "path": "/name", "value": "Mine"}]


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


def ids() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"00000000-0000-4000-8000-{number:012d}"


@pytest.fixture
def program(house: House, ann: Person) -> Program:
    source = ids()
    composed = compose(
        plan_of(draft()),
        owner_id=ann.user_id,
        organization_id=ann.organization_id,
        new_id=lambda: next(source),
        now=now(),
    )
    return house.deps.programs.add(composed)


def measures(house: House) -> Measures:
    return Measures(house.deps.catalogue.load(), {}, plan_of)


@pytest.fixture
def proposal(house: House, ann: Person, program: Program) -> Proposal:
    made = propose_change(
        program,
        RENAMED,
        "It is yours.",
        measures(house),
        caller_id=ann.user_id,
        proposal_id="proposal",
        now=now(),
    )
    house.deps.proposals.add(ann.user_id, made)
    return made


def url(what: str = "", proposal_id: str = "proposal") -> str:
    return f"/api/v1/coach/proposals/{proposal_id}{what}"


def stored(house: House, ann: Person, program_id: str) -> Program:
    return house.deps.programs.find(ann.user_id, ann.organization_id, program_id).program


@pytest.mark.usefixtures("proposal")
def test_applying_changes_the_program_once(
    house: House, client: Client, ann: Person, program: Program
) -> None:
    assert client.get(url()).data["state"] == "PENDING"
    tried = client.post(url("/apply?dry_run=true"))
    assert (tried.status, tried.data["name"]) == (200, "Mine")
    assert stored(house, ann, program.id).plan.name == "PPL"
    applied = client.post(url("/apply"))
    assert (applied.status, applied.data["name"], applied.data["version"]) == (200, "Mine", 2)
    assert applied.etag == '"2"'
    assert stored(house, ann, program.id).plan.name == "Mine"
    assert client.get(url()).data["state"] == "APPLIED"
    again = client.post(url("/apply"))
    assert (again.status, again.code) == (409, "CONFLICT")
    assert client.post(url("/dismiss")).status == 409
    assert stored(house, ann, program.id).version == 2


@pytest.mark.usefixtures("proposal", "program")
def test_a_lost_answer_is_given_again(client: Client) -> None:
    first = client.post(url("/apply"), key=KEY)
    second = client.post(url("/apply"), key=KEY)
    assert (first.status, first.body) == (200, second.body)
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.usefixtures("proposal")
def test_of_many_who_apply_at_once_one_does(
    house: House, client: Client, ann: Person, program: Program
) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(client.post(url("/apply")).status))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 5
    assert stored(house, ann, program.id).version == 2


@pytest.mark.usefixtures("proposal")
def test_what_was_made_for_another_version_is_stale(
    house: House, client: Client, ann: Person, program: Program
) -> None:
    kept = house.deps.programs.find(ann.user_id, ann.organization_id, program.id)
    source = ids()
    house.deps.programs.replace(
        kept, revise(program, replace(program.plan, name="Other"), lambda: next(source), now())
    )
    for path in ("/apply", "/apply?dry_run=true"):
        assert client.post(url(path)).code == "STALE_PROPOSAL"
    house.deps.programs.remove(
        house.deps.programs.find(ann.user_id, ann.organization_id, program.id)
    )
    assert client.post(url("/apply")).code == "STALE_PROPOSAL"


def test_what_is_too_old_is_not_applied(
    house: House, client: Client, ann: Person, proposal: Proposal
) -> None:
    old = replace(proposal, id="old", created_at=now() - LIFETIME - timedelta(seconds=1))
    house.deps.proposals.add(ann.user_id, old)
    answer = client.post(url("/apply", "old"))
    assert (answer.status, answer.code) == (409, "PROPOSAL_EXPIRED")
    assert client.get(url("", "old")).data["state"] == "EXPIRED"
    assert client.post(url("/dismiss", "old")).status == 204


@pytest.mark.usefixtures("proposal")
def test_what_is_dismissed_stays_so(client: Client) -> None:
    assert client.post(url("/dismiss?dry_run=true")).data["state"] == "DISMISSED"
    assert client.get(url()).data["state"] == "PENDING"
    assert client.post(url("/dismiss")).status == 204
    assert client.post(url("/dismiss")).status == 204
    assert client.post(url("/apply")).status == 409


@pytest.mark.usefixtures("proposal")
def test_nobody_else_finds_it_and_applying_needs_pro(house: House, ann: Person) -> None:
    other = house.client(house.people.pro())
    for answer in (other.get(url()), other.post(url("/apply")), other.post(url("/dismiss"))):
        assert answer.status == 404
    house.people.ends_pro(ann)
    answer = house.client(ann).post(url("/apply"))
    assert (answer.status, answer.code) == (403, "SUBSCRIPTION_REQUIRED")


def test_a_proposed_program_becomes_one_of_ones_own(
    house: House, client: Client, ann: Person, program: Program
) -> None:
    ease = {muscle: VolumeTarget(Fraction(0), Fraction(60)) for muscle in Muscle}
    easy = replace(measures(house), targets=ease)
    made = propose_program(program.plan, "Another.", easy, proposal_id=_uuid(), now=now())
    house.deps.proposals.add(ann.user_id, made)
    applied = client.post(url("/apply", made.id))
    assert (applied.status, applied.data["version"]) == (200, 1), applied.body
    assert stored(house, ann, applied.data["id"]).plan.sessions
    assert client.get(url("", made.id)).data["program_id"] == applied.data["id"]
    assert client.post(url("/apply", made.id)).status == 409


def _uuid() -> str:
    return "0a6e1f0e-3c1e-4f59-9a53-1c2b3a4d5e6f"
