"""Fair use: a period begins once, and never an earlier one again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import permutations
from typing import Any

import pytest

from shared.store.database import Database
from shared.store.usage import FirestoreUsage
from shared.store.writes import Document, Merge, Path, Put
from tests.races import together

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CURRENT = ("orgs", "ours", "usage", "current")


def kept(database: Database) -> Any:
    found = database.get(CURRENT)
    assert found is not None
    return found.data


def test_a_period_counts_from_nothing(database: Database) -> None:
    store = FirestoreUsage(database)
    month = ("orgs", "ours", "usage", "202603")
    database.commit(Put(month, {"used": 7}))
    assert store.begin_period("ours", NOON, "e1")
    database.commit(Merge(CURRENT, {("tokens_in",): 500, ("tokens_out",): 70}))
    assert store.begin_period("ours", NOON + timedelta(days=30), "e2")
    assert kept(database) == {
        "period_started_at": NOON + timedelta(days=30),
        "tokens_in": 0,
        "tokens_out": 0,
        "event_id": "e2",
    }
    # The months of FREE are counted elsewhere.
    free = database.get(month)
    assert free is not None
    assert free.data == {"used": 7}


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=-1), timedelta(days=-30)])
def test_what_comes_twice_or_late_takes_nothing_back(database: Database, late: timedelta) -> None:
    store = FirestoreUsage(database)
    store.begin_period("ours", NOON, "e1")
    database.commit(Merge(CURRENT, {("tokens_in",): 500}))
    assert not store.begin_period("ours", NOON + late, "e1")
    assert kept(database)["tokens_in"] == 500
    assert kept(database)["period_started_at"] == NOON


def test_in_any_order_the_last_period_is_the_one_that_counts(database: Database) -> None:
    store = FirestoreUsage(database)
    for number, order in enumerate(permutations(range(3))):
        for month in order:
            store.begin_period(f"org{number}", NOON + timedelta(days=30 * month), f"e{month}")
        found = database.get(("orgs", f"org{number}", "usage", "current"))
        assert found is not None
        assert found.data["event_id"] == "e2"


def test_at_the_same_time_each_period_begins_at_most_once(
    connected: Callable[[], Database],
) -> None:
    stores = [FirestoreUsage(connected()) for _ in range(8)]
    begun = together([partial(store.begin_period, "ours", NOON, "e1") for store in stores])
    assert sorted(map(str, begun)) == ["False"] * 7 + ["True"]


class Overtaken:
    """A database in which, once, something happens between reading and writing."""

    def __init__(self, database: Database, meanwhile: Callable[[], object]) -> None:
        self._database, self._meanwhile = database, [meanwhile]

    def get(self, path: Path) -> Document | None:
        found = self._database.get(path)
        while self._meanwhile:
            self._meanwhile.pop()()
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)


@pytest.mark.parametrize("begun", [True, False], ids=["a-period-before", "the-first"])
def test_a_later_period_that_begins_meanwhile_is_kept(database: Database, begun: bool) -> None:
    store = FirestoreUsage(database)
    if begun:
        store.begin_period("ours", NOON - timedelta(days=30), "e0")
    later = NOON + timedelta(days=30)
    overtaken: Any = Overtaken(database, lambda: store.begin_period("ours", later, "e2"))
    assert not FirestoreUsage(overtaken).begin_period("ours", NOON, "e1")
    assert kept(database)["period_started_at"] == later
