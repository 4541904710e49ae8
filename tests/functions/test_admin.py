"""Admins look at what billing put aside, and have it tried again."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.clock import utc_now
from shared.domain.billing_trust import ParkReason
from shared.domain.errors import Unavailable
from shared.events.message import Message
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.database import Database
from tests.administering import administered
from tests.billing import subscription_event
from tests.people import People
from tests.stocked import catalogue_of, custom_exercise
from tests.wire import Client

PARKED = "/api/v1/admin/billing/parked"


@dataclass
class Published:
    messages: list[Any] = field(default_factory=list)
    fails: bool = False

    def __call__(self, message: Message) -> None:
        if self.fails:
            raise Unavailable
        self.messages.append(message)


@pytest.fixture
def published() -> Published:
    return Published()


@pytest.fixture
def parked(database: Database) -> FirestoreBillingParked:
    return FirestoreBillingParked(database, utc_now)


@pytest.fixture
def anyone(
    people: People, database: Database, parked: FirestoreBillingParked, published: Published
) -> Client:
    return administered(people, database, published)


@pytest.fixture
def client(anyone: Client, people: People) -> Client:
    return anyone.signed_in(people.admin().token)


def test_only_admins_enter(anyone: Client, people: People, published: Published) -> None:
    event = subscription_event()
    for person in (people.free(), people.pro()):
        member = anyone.signed_in(person.token)
        assert member.get(PARKED).code == "FORBIDDEN"
        assert member.post(f"{PARKED}/{event.key}/retry").code == "FORBIDDEN"
    assert anyone.get(PARKED).status == 401
    assert published.messages == []


def test_what_was_put_aside_is_listed_with_its_reason(
    client: Client, parked: FirestoreBillingParked
) -> None:
    assert client.get(PARKED).data == []
    for number in range(3):
        parked.put(subscription_event(subscription_id=str(number)), ParkReason.NO_INTENT)
    answer = client.get(f"{PARKED}?limit=2")
    assert [one["object_id"] for one in answer.data] == ["2", "1"]
    assert (answer.meta["total"], answer.meta["has_more"]) == (3, True)
    assert client.get(f"{PARKED}?limit=2&page=2").data[0]["object_id"] == "0"
    assert client.get(f"{PARKED}?order=asc").data[0]["object_id"] == "0"
    first = answer.data[0]
    assert (first["reason"], first["event_name"], first["attempts"]) == (
        "NO_INTENT",
        "subscription_created",
        1,
    )
    assert first["parked_at"].endswith("Z")


def test_a_retry_queues_the_event_as_it_came(
    client: Client, parked: FirestoreBillingParked, published: Published
) -> None:
    event = subscription_event(intent="late")
    parked.put(event, ParkReason.UNKNOWN_INTENT)
    answer = client.post(f"{PARKED}/{event.key}/retry")
    assert (answer.status, answer.data) == (202, {"id": event.key})
    (message,) = published.messages
    assert (message.key, message.intent, message.organization_id) == (event.key, "late", None)
    assert (message.retried, dict(message.attributes)) == (True, dict(event.attributes))
    # It stays in the list until it fits.
    assert len(client.get(PARKED).data) == 1


def test_an_admin_may_say_whose_it_is(
    client: Client, people: People, parked: FirestoreBillingParked, published: Published
) -> None:
    event = subscription_event(intent=None)
    parked.put(event, ParkReason.NO_INTENT)
    retry = f"{PARKED}/{event.key}/retry"
    unknown = client.post(retry, {"organization_id": "nobody-s"})
    assert (unknown.status, unknown.paths) == (422, ["organization_id"])
    assert client.post(retry, {"organization_id": "../x"}).status == 422
    assert published.messages == []
    organization = people.free().organization_id
    assert client.post(retry, {"organization_id": organization}).status == 202
    assert published.messages[0].organization_id == organization


def test_nothing_else_is_tried_again(client: Client, published: Published) -> None:
    assert client.post(f"{PARKED}/{'0' * 64}/retry").code == "NOT_FOUND"
    assert client.post(f"{PARKED}/..%2Fx/retry").status == 404
    assert published.messages == []


def test_a_retry_that_could_not_be_queued_says_so(
    client: Client, parked: FirestoreBillingParked, published: Published
) -> None:
    event = subscription_event()
    parked.put(event, ParkReason.NO_INTENT)
    published.fails = True
    assert client.post(f"{PARKED}/{event.key}/retry").status == 503


def test_every_catalogue_is_queued_to_be_embedded(
    client: Client, anyone: Client, people: People, database: Database, published: Published
) -> None:
    reindex = "/api/v1/admin/catalogue/reindex"
    assert anyone.signed_in(people.pro().token).post(reindex).code == "FORBIDDEN"
    catalogue_of(database).add(custom_exercise("ours", "ring-fly", "Ring Fly"))
    answer = client.post(reindex)
    assert (answer.status, answer.data) == (202, {"catalogues": 2})
    assert published.messages == [
        ExercisesChanged(),
        ExercisesChanged(organization_id="ours"),
    ]
    published.fails = True
    assert client.post(reindex).status == 503
