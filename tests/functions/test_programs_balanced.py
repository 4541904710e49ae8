"""POST /programs/{id}/balance: what it suggests can be put, and it stores nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from functions.programs import main, steps
from shared.domain.limits import PROFILES
from shared.domain.planning.model import Model, Outcome, Solution
from shared.domain.planning.patches import patched
from shared.solver.turns import Turns
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from tests.people import People, now
from tests.stocked import catalogue_of, draft, stock, stock_templates
from tests.wire import Client
from tools.seed.templates import template_id

URL = "/api/v1/programs"


@pytest.fixture
def deps(connected: Callable[[], Database]) -> steps.Deps:
    database = connected()
    stock(database)
    stock_templates(database)
    rates = PROFILES["local"]
    return steps.Deps(FirestorePrograms(database), catalogue_of(database), now, rates)


@pytest.fixture
def client(people: People, deps: steps.Deps) -> Client:
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


def test_a_program_comes_into_its_ranges_when_the_suggestion_is_put(
    client: Client, people: People
) -> None:
    pro = client.signed_in(people.pro().token)
    created = pro.post(URL, draft())
    path = f"{URL}/{created.data['id']}"
    suggested = pro.post(f"{path}/balance")
    assert suggested.status == 200, suggested.body
    assert suggested.headers["RateLimit-Policy"]
    data = suggested.data
    assert pro.get(path).etag == created.etag
    assert {one["status"] for one in data["report"]["muscles"]} == {"OPTIMAL"}
    assert {one["status"] for one in data["before"]["muscles"]} != {"OPTIMAL"}
    assert data["conflicts"] == []
    assert [one for one in data["lint"] if one["severity"] == "WARNING"] == []
    sent = {name: value for name, value in created.data.items() if name in data["draft"]}
    assert patched(sent, data["changes"])["structure"] == data["draft"]["structure"]
    put = pro.put(path, data["draft"], if_match=created.etag)
    assert put.status == 200, put.body


class Slow:
    def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
        return Solution(Outcome.UNDECIDED, ())


def test_a_template_can_be_balanced_in_time_and_what_others_have_is_not_found(
    client: Client, people: People, deps: steps.Deps
) -> None:
    pro, other = (client.signed_in(people.pro().token) for _ in range(2))
    template = f"{URL}/{template_id('metallicadpa-ppl')}/balance"
    assert pro.post(template).status == 200
    created = pro.post(URL, draft())
    assert other.post(f"{URL}/{created.data['id']}/balance").status == 404
    free = client.signed_in(people.free().token)
    assert free.post(template).code == "SUBSCRIPTION_REQUIRED"
    assert client.post(template).status == 401
    slow, gate = replace(deps, turns=Turns(solver_until=lambda _: Slow())), people.gate()
    hurried = Client(main.endpoint.bound(lambda: gate, lambda: slow).answer, pro.token)
    late = hurried.post(template)
    assert (late.status, late.code) == (503, "UNAVAILABLE")
    assert int(late.headers["Retry-After"]) > 0
