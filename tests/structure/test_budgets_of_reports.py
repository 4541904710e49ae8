"""What weeks, metrics, statistics and reports cost in Firestore, over the log of a year."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.volume import main as volume
from shared.domain.weeks import week_of
from shared.domain.zones import Zones
from shared.events.messages.week_closed import WeekClosed
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from shared.store.training import FirestoreTraining
from tests.functions.sign_in import Instance
from tests.people import People
from tests.reporting import NOW, URL, World
from tests.stocked import catalogue_of, stock, stock_templates
from tests.structure.test_budgets import Measure, Spent, measure, stated
from tests.trained import log, workout
from tests.wire import Answer, Client
from tools.seed.templates import template_id

__all__ = ["measure"]

YEAR = 52 * 3
"""Three workouts a week."""
LAST_WEEK = str(week_of(NOW, Zones()).later(-1))


def a_year(database: Database, user_id: str) -> None:
    done = [
        workout(NOW - timedelta(days=1, weeks=number / 3), "squat: 5x100") for number in range(YEAR)
    ]
    log(database, user_id, *done)


@pytest.fixture
def world(database: Database) -> World:
    stock(database)
    stock_templates(database)
    return World(database)


def test_weeks_cost_what_was_trained_in_them_and_in_the_five_before(
    world: World, people: People, measure: Measure
) -> None:
    person, programs = people.free(), FirestorePrograms(world.database)
    a_year(world.database, person.user_id)
    programs.activate(person.user_id, template_id("phul"))
    deps = volume.Deps(
        programs, catalogue_of(world.database), FirestoreTraining(world.database), world.clock
    )
    gate = people.gate()
    client = Client(volume.endpoint.bound(lambda: gate, lambda: deps).answer, person.token)
    weeks = f"/api/v1/volume/weeks/{LAST_WEEK}"
    client.get(weeks)
    # Six weeks of three; which program, and the program.
    assert stated("the week beside the plan") == Spent(6 * 3 + 2, 0)
    assert measure(lambda: client.get(weeks)) == stated("the week beside the plan")


def test_metrics_cost_what_was_trained_in_them_and_in_the_five_weeks_before(
    world: World, people: People, measure: Measure
) -> None:
    person = people.free()
    a_year(world.database, person.user_id)
    client = world.client(people, person)
    client.get(f"{URL}/metrics")
    # Twelve weeks and five; and to find that nobody was weighed.
    spent = measure(lambda: client.get(f"{URL}/metrics"))
    assert spent.writes == 0
    assert spent.reads <= 17 * 3 + 1


def test_a_report_reads_the_whole_log_once_a_week(
    world: World, people: People, measure: Measure
) -> None:
    person = people.free()
    a_year(world.database, person.user_id)
    world.reported.deliver(WeekClosed(user_id=person.user_id, iso_week="2026-W01"))

    def deliver() -> Answer:
        closed = WeekClosed(user_id=person.user_id, iso_week=LAST_WEEK)
        assert world.reported.deliver(closed) == 204
        return Answer(204, {}, b"")

    schedule = world.schedules.find(person.user_id)
    assert schedule is not None
    world.reports.pass_over(schedule, week_of(NOW, Zones()).later(-1), NOW)
    spent = measure(deliver)
    # Whether there is anything, the log, the schedule, the account, which program, the letter.
    assert stated("a report of a week, made") == Spent(YEAR + 7, 2)
    assert spent.reads <= YEAR + 7
    assert spent.writes == 2
    # Delivered again: the schedule, the account, the report.
    assert measure(deliver) == Spent(3, 0)


def test_a_report_is_one_read(world: World, people: People, measure: Measure) -> None:
    person = people.free()
    a_year(world.database, person.user_id)
    client = world.client(people, person)
    client.post(f"{URL}/weekly/{LAST_WEEK}/regenerate")
    read = measure(lambda: client.get(f"{URL}/weekly/{LAST_WEEK}"))
    assert read == stated("a report of a week, read")
    assert measure(lambda: client.get(f"{URL}/weekly")) == Spent(1, 0)


def test_statistics_read_every_workout_once(
    connected: Callable[[], Database], measure: Measure
) -> None:
    instance = Instance(connected())
    stock(instance.database)
    member = instance.register()
    a_year(instance.database, member.user["id"])
    member.client.get("/api/v1/users/me/statistics")
    spent = measure(lambda: member.client.get("/api/v1/users/me/statistics"))
    assert spent.writes == 0
    # And whether anybody has made exercises since.
    assert spent.reads <= YEAR + 2
    some = "?start_date=2026-09-01&end_date=2026-09-30"
    assert measure(lambda: member.client.get(f"/api/v1/users/me/statistics{some}")).reads <= 17
