"""The function `sync` over the real database."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.sync import main
from functions.sync.steps import Deps
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.workouts import FirestoreWorkouts
from tests.logged import NOON, event, finished, measured, set_done, started
from tests.people import People, now
from tests.wire import Answer, Client

EVENTS, SNAPSHOT = "/api/v1/sync/events", "/api/v1/sync/snapshot"


@pytest.fixture
def client(people: People, connected: Callable[[], Database]) -> Client:
    database, gate = connected(), people.gate()
    deps = Deps(
        FirestoreLog(database), FirestoreWorkouts(database), FirestoreMeasurements(database), now
    )
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


@pytest.fixture
def user(client: Client, people: People) -> Client:
    return client.signed_in(people.free().token)


def sent(user: Client, *events: object, device: str = "phone") -> Any:
    answer = user.post(EVENTS, {"device_id": device, "events": list(events)})
    assert answer.status == 200, answer.body
    return answer.data


def statuses(data: Any) -> list[str]:
    return [result["status"] for result in data["results"]]


def codes(data: Any) -> list[str | None]:
    return [(result["error"] or {}).get("code") for result in data["results"]]


def pulled(user: Client, cursor: str | None = None, limit: int = 100) -> Answer:
    more = f"&cursor={cursor}" if cursor else ""
    return user.get(f"{EVENTS}?limit={limit}{more}")


def test_a_workout_told_by_a_device_stands_in_the_snapshot(user: Client) -> None:
    load = {"value": 135, "unit": "LB"}
    data = sent(user, started(1), set_done(2, "s1", load=load, rir=1.5), finished(3))
    assert statuses(data) == ["ACCEPTED"] * 3
    assert data["ack"] == {
        "device_id": "phone",
        "last_contiguous_sequence": 3,
        "next_expected": 4,
    }
    assert data["counts"] == {"accepted": 3, "duplicate": 0, "rejected": 0}
    answer = user.get(SNAPSHOT)
    [workout] = answer.data["workouts"]
    assert workout["status"] == "FINISHED"
    [execution] = workout["executions"]
    assert (execution["exercise_id"], execution["order"]) == ("bench", 1)
    [done] = execution["sets"]
    assert done["load"] == {"value": 135, "unit": "LB"}
    assert done["load_kg"] == 61.235
    assert done["rir"] == 1.5


def test_the_same_again_is_a_duplicate_and_changes_nothing(user: Client) -> None:
    events = [started(1), set_done(2, "s1")]
    first = sent(user, *events)
    before = user.get(SNAPSHOT).data
    again = sent(user, *reversed(events))
    assert statuses(again) == ["DUPLICATE", "DUPLICATE"]
    assert again["ack"] == first["ack"]
    assert user.get(SNAPSHOT).data == before
