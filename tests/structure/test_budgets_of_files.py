"""What imports and exports cost in Firestore: of a year, and of what is there already."""

from collections.abc import Callable

import pytest

from shared import tally
from shared.store.database import Database
from tests.functions.filing import EXPORTS, IMPORTS, Member, stocked_house
from tests.functions.test_imports import many
from tests.people import People
from tests.structure.test_budgets import Measure, Spent, measure
from tools.local.testing import StartedEmulators

__all__ = ["measure"]

WORKOUTS = 60
BODY = {"source": "STRONG", "csv": many(WORKOUTS)}


@pytest.fixture
def ann(database: Database, people: People, emulators: StartedEmulators) -> Member:
    member = stocked_house(database, people, emulators).member()
    # Warm: the account and the catalogue are known.
    member.imports.post(f"{IMPORTS}?dry_run=true", BODY)
    return member


def spent(work: Callable[[], object]) -> Spent:
    counted = tally.begin()
    work()
    return Spent(counted.reads, counted.writes)


def test_the_routes_of_imports(ann: Member, measure: Measure) -> None:
    # The account, for its time zone, and the window of the limit; the window and the import.
    post = measure(lambda: ann.imports.post(IMPORTS, BODY))
    assert post == Spent(2, 2)
    (order,) = ann.house.outbox.messages
    where = f"{IMPORTS}/{getattr(order, 'import_id', '')}"
    ann.house.deliver()
    assert measure(lambda: ann.imports.get(where)) == Spent(1, 0)
    # What the person said is kept here and remembered for the next import.
    mapping = {"mapping": {"Plank": None}}
    assert measure(lambda: ann.imports.put(f"{where}/mapping", mapping)) == Spent(2, 2)
    assert measure(lambda: ann.imports.post(f"{where}/commit")) == Spent(1, 1)


def test_reading_a_file_reads_what_the_log_may_hold_and_writes_what_was_found(
    ann: Member,
) -> None:
    ann.imports.post(IMPORTS, BODY)
    # The import, twice; the names remembered; each workout once; the log's head for every fifty.
    assert spent(ann.house.deliver) == Spent(3 + WORKOUTS + 2, 1)


def test_taking_up_a_file_costs_its_events_and_little_more(ann: Member) -> None:
    shown = ann.brings("STRONG", BODY["csv"])
    ann.imports.post(f"{IMPORTS}/{shown['id']}/commit")
    cost = spent(ann.house.deliver)
    # Each workout: its start, its note, two sets and its end, and the workout itself. Each commit
    # of fifteen: the log's head, what it brought, how far we are. The first of a log: when its
    # weekly reports are due. And that it is done.
    commits = WORKOUTS // 15
    assert cost.writes == WORKOUTS * (5 + 1) + commits * 3 + 2
    assert cost.reads == WORKOUTS + commits * 2 + 2
    # Once more: nothing but looking.
    ann.imports.post(f"{IMPORTS}/{shown['id']}/commit")
    assert spent(ann.house.deliver) == Spent(WORKOUTS + commits + 2, 1)


def test_an_export_reads_each_workout_once(ann: Member, measure: Measure) -> None:
    ann.commits(ann.brings("STRONG", BODY["csv"])["id"])
    created = measure(lambda: ann.exports.post(EXPORTS, {"kind": "LOG_JSON"}))
    assert created == Spent(2, 2)
    where = f"{EXPORTS}/{getattr(ann.house.outbox.messages[0], 'export_id', '')}"
    # The export, the workouts, and one read that finds no measurements.
    assert spent(ann.house.deliver) == Spent(1 + WORKOUTS + 1, 1)
    assert measure(lambda: ann.exports.get(where)) == Spent(1, 0)
