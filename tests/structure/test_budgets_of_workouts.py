"""What the routes of `workouts` cost in Firestore, over the log of a year: 156 workouts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from shared.domain.log.events import Event, Payload, SetCompleted, WorkoutFinished, WorkoutStarted
from shared.domain.log.workouts import Load, LoggedSet
from shared.domain.programs import SetKind
from shared.store.database import Database
from tests.functions.training import NOW, URL, Trainee, kg, workouts_client, workouts_deps
from tests.people import People, Person
from tests.stocked import stock_templates
from tests.structure.test_budgets import Measure, Spent, measure, stated
from tools.seed.catalogue import exercise_id
from tools.seed.templates import template_id

__all__ = ["measure"]

BENCH, SQUAT = exercise_id("bench-press"), exercise_id("squat")
YEAR = 156
MOMENT = timedelta(microseconds=1)
KEY = "key-0123456789abcdef"


def a_year() -> Iterator[Payload]:
    """Three workouts a week, each of two exercises."""
    for number in range(YEAR):
        at, name = NOW - timedelta(days=1 + number * 7 / 3), f"w{number}"
        yield WorkoutStarted(name, at)
        for exercise in (BENCH, SQUAT):
            done = LoggedSet(f"{name}-{exercise[:8]}", SetKind.WORKING, Load(Decimal(60)), at, 8)
            yield SetCompleted(name, exercise, done)
        yield WorkoutFinished(name, at + timedelta(hours=1))


@pytest.fixture
def ann(people: People, connected: Callable[[], Database]) -> Trainee:
    person, deps = people.free(), workouts_deps(connected())
    client = workouts_client(people.gate(), deps, person)
    log(person, deps.changes.log.append)
    stock_templates(deps.programs.database)
    deps.programs.activate(person.user_id, template_id("phul"))
    # Warm: the account and the catalogue are known.
    client.get(URL)
    deps.catalogue.load(person.organization_id)
    return Trainee(client)


def log(person: Person, append: Callable[..., object]) -> None:
    events = [
        Event(f"e{number}", "phone", number, NOW + number * MOMENT, payload)
        for number, payload in enumerate(a_year(), start=1)
    ]
    append(person.user_id, "phone", events)


def test_a_change_reads_the_head_and_the_workout_and_writes_them_and_its_events(
    ann: Trainee, measure: Measure
) -> None:
    client = ann.client
    # Twice more for the key: one record made, and completed.
    assert measure(lambda: client.post(URL, {}, key=KEY)) == Spent(2, 5)
    workout = ann.starts(started_at=NOW.isoformat())
    bench = f"{workout}/exercise-executions/{BENCH}"
    body = {"reps": 8, "load": kg(60)}
    assert measure(lambda: client.post(f"{bench}/sets", body)) == Spent(2, 3)
    set_id = client.get(workout).data["executions"][0]["sets"][0]["set_id"]
    one = f"{bench}/sets/{set_id}"
    assert measure(lambda: client.patch(one, {"reps": 9})) == Spent(2, 3)
    assert measure(lambda: client.delete(one)) == Spent(2, 3)
    # Of an execution of three sets: three events, and one of its notes.
    assert measure(lambda: client.put(bench, {"sets": [body] * 3})) == Spent(2, 6)
    assert measure(lambda: client.patch(bench, {"notes": "x"})) == Spent(2, 3)
    order = {"exercise_ids": [BENCH]}
    reorder = f"{workout}/exercise-executions/reorder"
    assert measure(lambda: client.patch(reorder, order)) == Spent(2, 3)
    assert measure(lambda: client.patch(workout, {"name": "x"})) == Spent(2, 3)
    assert measure(lambda: client.post(f"{workout}/finish")) == Spent(2, 3)
    client.post(f"{workout}/exercise-executions/{SQUAT}/sets", body)
    assert measure(lambda: client.delete(bench)) == Spent(2, 3)
    assert measure(lambda: client.delete(workout)) == Spent(2, 3)


def test_a_year_is_read_by_the_row(ann: Trainee, measure: Measure) -> None:
    get = ann.client.get
    assert measure(lambda: get(f"{URL}/w0")) == Spent(1, 0)
    # One more than is shown, to know whether there is more, and the total.
    assert measure(lambda: get(f"{URL}?limit=10")) == stated("a page of workouts")
    assert measure(lambda: get(f"{URL}?finished=true&limit=10")) == Spent(12, 0)
    # Pages before it too.
    assert measure(lambda: get(f"{URL}?page=2&limit=10")) == Spent(22, 0)
    history = f"{URL}/exercises/{BENCH}/history"
    assert measure(lambda: get(f"{history}?limit=5")) == Spent(7, 0)
    cursor = get(f"{history}?limit=100").meta["next_cursor"]
    assert measure(lambda: get(f"{history}?limit=100&cursor={cursor}")) == Spent(56, 0)
    last_sets = measure(lambda: get(f"{URL}/exercises/{BENCH}/last-sets"))
    assert last_sets == stated("last sets of an exercise")


def test_records_of_a_year_are_read_once(ann: Trainee, measure: Measure) -> None:
    records = f"{URL}/records"
    # The head and the book; what was logged since, here all; that nothing was measured.
    first = measure(lambda: ann.client.get(records))
    assert first == Spent(2 + YEAR + 1, 1)
    assert measure(lambda: ann.client.get(records)) == Spent(2, 0)
    ann.trained(0, BENCH, (100, 5))
    # The new workout, and that there are no new measurements.
    assert measure(lambda: ann.client.get(records)) == stated("records, after a workout")


def test_the_next_session_looks_back_over_a_few_workouts(ann: Trainee, measure: Measure) -> None:
    # The shelf, the template, twelve workouts back; that nothing was trained by it, and that most
    # exercises of its session were not done, is a read each.
    assert measure(lambda: ann.client.get(f"{URL}/next")) == stated("what to train next")
