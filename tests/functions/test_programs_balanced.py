"""POST /programs/{id}/balance: what it suggests can be put, and it stores nothing."""

from collections.abc import Callable

import pytest

from functions.programs import main, steps
from shared.domain.limits import PROFILES
from shared.domain.planning.patches import patched
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from tests.people import People, now
from tests.stocked import catalogue_of, draft, stock, stock_templates
from tests.wire import Client
from tools.seed.templates import template_id

URL = "/api/v1/programs"


@pytest.fixture
def client(people: People, connected: Callable[[], Database]) -> Client:
    database = connected()
    stock(database)
    stock_templates(database)
    rates = PROFILES["local"]
    deps = steps.Deps(FirestorePrograms(database), catalogue_of(database), now, rates)
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


def test_a_template_can_be_balanced_and_what_others_have_is_not_found(
    client: Client, people: People
) -> None:
    pro, other = (client.signed_in(people.pro().token) for _ in range(2))
    template = f"{URL}/{template_id('metallicadpa-ppl')}/balance"
    assert pro.post(template).status == 200
    created = pro.post(URL, draft())
    assert other.post(f"{URL}/{created.data['id']}/balance").status == 404
    free = client.signed_in(people.free().token)
    assert free.post(template).code == "SUBSCRIPTION_REQUIRED"
    assert client.post(template).status == 401
