"""The page about costs says what is computed, of what is counted."""

import re
import uuid

import pytest

from shared.domain.log.events import Payload
from shared.store.database import Database
from shared.store.queries import Query
from shared.store.sizes import stored_bytes
from tests.structure import test_budgets
from tests.training import Log, done, event, started
from tools.costs import people, subscriptions
from tools.costs.__main__ import PAGE, tables, written
from tools.costs.pricing import PRICES
from tools.manifest import ROOT


def test_the_page_says_what_is_computed() -> None:
    page = PAGE.read_text()
    assert written(page) == page, "make costs"
    assert all(table in page for table in tables().values())


def test_a_page_that_says_otherwise_is_written_anew() -> None:
    page = PAGE.read_text()
    assert written(page.replace("| 1,000,000 |", "| 2,000,000 |")) == page


def test_twice_the_subscriptions_cost_twice_but_for_what_runs_anyway() -> None:
    once, twice = (
        {line.what: line.money for line in subscriptions.month(number)} for number in (1_000, 2_000)
    )
    for what, money in once.items():
        factor = 1 if "warm" in what else 2
        # Asking hourly has a part that does not grow.
        assert twice[what] == pytest.approx(money * factor, rel=0.07)


def test_twice_the_people_cost_twice_but_for_what_is_there_for_all() -> None:
    once, twice = ({one.what: one.money for one in people.month(n)} for n in (1_000, 2_000))
    for what, money in once.items():
        assert twice[what] == pytest.approx(money * (1 if "for all" in what else 2))


def test_what_a_workout_leaves_behind_is_about_as_large_as_is_said(database: Database) -> None:
    # Their ids are UUIDs, and so are those of workout, exercise and sets.
    ids = [str(uuid.uuid4()) for _ in range(26)]
    workout_id, exercise, *names = ids
    sets = [done(name, workout_id, exercise, rir=2) for name in names[1:]]
    payloads: list[Payload] = [started(workout_id), *sets]
    Log(database).append(
        *(event(n, one, id=str(uuid.uuid4())) for n, one in enumerate(payloads, 1))
    )
    (workout,) = database.query(Query("workouts", everywhere=True))
    events = database.query(Query("events", everywhere=True))
    assert len(events) == people.EVENTS / people.WORKOUTS
    # Besides their names, and the entries of indexes.
    assert 0.5 < stored_bytes(workout.data) / people.WORKOUT_BYTES < 1
    assert (
        0.4 < sum(stored_bytes(one.data) for one in events) / len(events) / people.EVENT_BYTES < 1
    )


def test_every_event_of_a_month_has_a_price() -> None:
    assert subscriptions.MONTH.keys() == subscriptions.EVENTS.keys()
    known = {name for name in PRICES if name != "noted"}
    assert all(PRICES[name] > 0 for name in known)


def test_the_model_costs_what_the_environment_says() -> None:
    told = re.search(r'FULL = "([0-9.]+)/([0-9.]+)"', (ROOT / "infra/variables.tf").read_text())
    assert told
    per_million = [PRICES["model_token_in"] * 1e6, PRICES["model_token_out"] * 1e6]
    assert per_million == pytest.approx([float(price) for price in told.groups()])


def test_every_action_of_a_month_is_counted_by_a_test() -> None:
    tests = "".join(
        file.read_text() for file in (ROOT / "tests/structure").glob("test_budgets*.py")
    )
    assert test_budgets.stated(people.ACTIONS[0].what)
    for one in people.ACTIONS:
        assert f'stated("{one.what}")' in tests, one.what
