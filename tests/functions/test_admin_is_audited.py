"""Whatever an admin changes has its entry in the audit log, under every route there is."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from functions.admin.main import endpoint
from shared.clock import utc_now
from shared.domain.audit import PLATFORM, Linked, breaks
from shared.domain.billing_trust import ParkReason
from shared.store.audit import FirestoreAudit
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.database import Database
from tests import exercising, stocked
from tests.administering import administered
from tests.billing import subscription_event
from tests.people import People, Person
from tests.wire import Answer, Client

BASE = "/api/v1/admin"
CHANGING = [
    f"{route.method} {route.path.removeprefix(BASE)}"
    for route in endpoint.routes
    if route.method != "GET"
]


@dataclass(frozen=True)
class Office:
    database: Database
    people: People
    boss: Person
    client: Client

    def told(self) -> list[str]:
        """What the boss did, by the platform's chain; and it holds."""
        audit = FirestoreAudit(self.database)
        chain = list(audit.chain(PLATFORM))
        assert list(breaks(chain, audit.head(PLATFORM))) == []
        entries = [one.entry for one in chain if isinstance(one, Linked)]
        return [one.action for one in entries if one.actor == self.boss.user_id]

    def somebody(self, what: str) -> str:
        return f"{BASE}/users/{self.people.free().user_id}/{what}"

    def parked(self) -> str:
        event = subscription_event()
        FirestoreBillingParked(self.database, utc_now).put(event, ParkReason.NO_INTENT)
        return f"{BASE}/billing/parked/{event.key}/retry"

    def exercise(self) -> tuple[str, str]:
        made = self.client.post(f"{BASE}/exercises", exercising.draft(name="Ring Curl"))
        return f"{BASE}/exercises/{made.data['id']}", made.etag

    def template(self) -> tuple[str, str]:
        made = self.client.post(f"{BASE}/templates", stocked.draft())
        return f"{BASE}/templates/{made.data['template']['id']}", made.etag


@pytest.fixture
def office(database: Database, people: People) -> Office:
    stocked.stock(database)
    boss = people.admin()
    return Office(database, people, boss, administered(people, database).signed_in(boss.token))


def replaced(office: Office, what: tuple[str, str], draft: object) -> Answer:
    return office.client.put(what[0], draft, if_match=what[1])


def archived(office: Office, what: tuple[str, str]) -> Answer:
    return office.client.delete(what[0], if_match=what[1])


def reinstated(office: Office, suspending: str) -> Answer:
    assert office.client.post(suspending).status == 200
    return office.client.post(suspending.replace("suspend", "reinstate"))


DOING: dict[str, tuple[Callable[[Office], Answer], str]] = {
    "POST /billing/parked/<id:key>/retry": (
        lambda office: office.client.post(office.parked()),
        "BILLING_EVENT_RETRIED",
    ),
    "POST /catalogue/reindex": (
        lambda office: office.client.post(f"{BASE}/catalogue/reindex"),
        "CATALOGUES_REINDEXED",
    ),
    "POST /exercises": (
        lambda office: office.client.post(f"{BASE}/exercises", exercising.draft()),
        "EXERCISE_CREATED",
    ),
    "PUT /exercises/<id:exercise_id>": (
        lambda office: replaced(office, office.exercise(), exercising.draft(name="Other")),
        "EXERCISE_CHANGED",
    ),
    "DELETE /exercises/<id:exercise_id>": (
        lambda office: archived(office, office.exercise()),
        "EXERCISE_ARCHIVED",
    ),
    "POST /templates": (
        lambda office: office.client.post(f"{BASE}/templates", stocked.draft()),
        "TEMPLATE_CREATED",
    ),
    "PUT /templates/<id:template_id>": (
        lambda office: replaced(office, office.template(), stocked.draft(name="Other")),
        "TEMPLATE_CHANGED",
    ),
    "DELETE /templates/<id:template_id>": (
        lambda office: archived(office, office.template()),
        "TEMPLATE_ARCHIVED",
    ),
    "POST /users/<id:user_id>/suspend": (
        lambda office: office.client.post(office.somebody("suspend")),
        "ACCOUNT_SUSPENDED",
    ),
    "POST /users/<id:user_id>/reinstate": (
        lambda office: reinstated(office, office.somebody("suspend")),
        "ACCOUNT_REINSTATED",
    ),
    "PUT /users/<id:user_id>/role": (
        lambda office: office.client.put(office.somebody("role"), {"role": "ADMIN"}),
        "PLATFORM_ROLE_CHANGED",
    ),
}
"""Of each route that changes something: how, and what the audit log calls it."""


@pytest.mark.parametrize("route", CHANGING)
def test_what_an_admin_did_is_told(route: str, office: Office) -> None:
    assert route in DOING, "say here how it is called, and what the audit log calls it"
    do, action = DOING[route]
    answer = do(office)
    assert answer.status < 300, answer.body
    assert office.told()[-1] == action


def test_a_retry_for_an_organisation_is_in_its_chain(office: Office) -> None:
    theirs = office.people.free().organization_id
    assert office.client.post(office.parked(), {"organization_id": theirs}).status == 202
    last = FirestoreAudit(office.database).listed(organization_id=theirs)[0]
    assert (last.action, last.actor) == ("BILLING_EVENT_RETRIED", office.boss.user_id)
