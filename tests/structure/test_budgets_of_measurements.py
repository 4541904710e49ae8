"""What the routes of `measurements` cost in Firestore, for somebody weighed every day of a year."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from functions.measurements import main, steps
from shared.domain.log.events import Event, MeasurementRecorded
from shared.domain.profiles import Profile, Sex
from shared.domain.trend import REACHES_BACK
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.log_changes import LogChanges
from shared.store.measurements import FirestoreMeasurements
from tests.people import People
from tests.structure.test_budgets import Measure, Spent, measure, stated
from tests.wire import Client

__all__ = ["measure"]

URL = "/api/v1/measurements"
KEY = "key-0123456789abcdef"
NOW = datetime(2026, 11, 18, 18, tzinfo=UTC)
YEAR = 365


@pytest.fixture
def ann(people: People, connected: Callable[[], Database]) -> Client:
    log = FirestoreLog(connected(), lambda: NOW)
    measurements = FirestoreMeasurements(log.database)
    deps = steps.Deps(measurements, LogChanges(log), lambda: NOW)
    gate, person = people.gate(), people.free(profile=Profile(sex=Sex.MALE, height_cm=180))
    log.append(person.user_id, "scale", [weighing(day) for day in range(YEAR)])
    client = Client(main.endpoint.bound(lambda: gate, lambda: deps).answer, person.token)
    # Warm: the account is known.
    client.get(f"{URL}/latest")
    return client


def weighing(days_ago: int) -> Event:
    at, name = NOW - timedelta(days=days_ago), f"m{days_ago}"
    recorded = MeasurementRecorded(name, at, {"weight_kg": 80 + days_ago % 7 / 10})
    return Event(f"e{days_ago}", "scale", days_ago + 1, at, recorded)


def test_a_change_reads_the_head_and_the_measurement_and_writes_them_and_its_event(
    ann: Client, measure: Measure
) -> None:
    order = {"values": {"weight_kg": 80}}
    assert measure(lambda: ann.post(URL, order)) == stated("a measurement")
    # Twice more for the key: one record made, and completed.
    assert measure(lambda: ann.post(URL, order, key=KEY)) == Spent(2, 5)
    put = {"measured_at": NOW.isoformat(), "values": {"weight_kg": 81}}
    assert measure(lambda: ann.put(f"{URL}/m0", put)) == Spent(2, 3)
    assert measure(lambda: ann.put(f"{URL}/m0", put)) == Spent(2, 0)
    assert measure(lambda: ann.patch(f"{URL}/m0", {"notes": "x"})) == Spent(2, 3)
    assert measure(lambda: ann.delete(f"{URL}/m0")) == Spent(2, 3)


def test_a_year_is_read_by_the_row(ann: Client, measure: Measure) -> None:
    # Sex and height come with the account, which is known.
    assert measure(lambda: ann.get(f"{URL}/m7")) == Spent(1, 0)
    assert measure(lambda: ann.get(f"{URL}/latest")) == stated("the latest measurement")
    # One more than is shown, to know whether there is more, and the total.
    assert measure(lambda: ann.get(f"{URL}?limit=10")) == Spent(12, 0)
    # Pages before it too.
    assert measure(lambda: ann.get(f"{URL}?page=2&limit=10")) == Spent(22, 0)


def test_a_trend_reads_its_days_and_half_a_year_before_them(ann: Client, measure: Measure) -> None:
    trend = f"{URL}/trend?metric=weight_kg"
    assert measure(lambda: ann.get(trend)) == Spent(90 + REACHES_BACK.days, 0)
    week = f"{trend}&start_date=2026-11-12"
    assert measure(lambda: ann.get(week)) == Spent(7 + REACHES_BACK.days, 0)
