"""Weeks that are over are reported once, wherever people are and whatever goes wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from functions.emails.letters import expect_fit
from functions.weekly_reports.main import AT_ONCE
from shared.domain.accounts import AccountStanding
from shared.domain.errors import NotFound, Unavailable
from shared.domain.profiles import Profile
from shared.domain.weeks import IsoWeek
from shared.events.messages.week_closed import WeekClosed
from shared.store.database import Database
from shared.store.guards import tombstone_path
from shared.store.reports import StoredReport
from shared.store.writes import Create, Delete
from tests.people import People, Person
from tests.races import together
from tests.reporting import NOW, World
from tests.stocked import stock
from tests.trained import log, workout

W40, W41 = IsoWeek(2026, 40), IsoWeek(2026, 41)
OVER = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.fixture
def world(database: Database) -> World:
    stock(database)
    return World(database, now=OVER)


@pytest.fixture
def ann(people: People, world: World) -> Person:
    """Somebody who trained once, and has a schedule as the log begins one."""
    return trained(people, world)


def trained(people: People, world: World, zone: str = "UTC", **about: Any) -> Person:
    profile = Profile(full_name="Ann", time_zone=zone, **about)
    person = people.free(profile=profile)
    log(world.database, person.user_id, workout("2026-10-01T18:00", "squat: 5*5x100"))
    world.database.commit(Delete(("report_schedules", person.user_id)))
    world.schedule(person, "2026-W40", datetime(2026, 10, 1, 19, tzinfo=UTC))
    return person


def report_of(world: World, person: Person, week: IsoWeek = W40) -> StoredReport | None:
    try:
        return world.reports.find(person.user_id, week)
    except NotFound:
        return None


def closed(person: Person, week: IsoWeek = W40) -> WeekClosed:
    return WeekClosed(user_id=person.user_id, iso_week=str(week))


def test_the_first_entry_of_a_log_begins_the_schedule(world: World, people: People) -> None:
    person = people.free()
    log(world.database, person.user_id, workout("2026-10-01T18:00", "squat: 5x100"))
    begun = world.schedules.find(person.user_id)
    assert begun is not None
    assert begun.due_at - datetime.now(UTC) < timedelta(minutes=1)
    log(world.database, person.user_id, workout("2026-10-02T18:00", "squat: 5x100"))
    again = world.schedules.find(person.user_id)
    assert again is not None
    assert again.document.stamp == begun.document.stamp


def test_a_week_that_is_over_is_reported_with_its_facts(world: World, ann: Person) -> None:
    assert world.turn() == 1
    report = report_of(world, ann)
    assert report is not None
    assert (report.version, report.generated_at) == (1, OVER)
    assert (report.facts["workouts"], report.facts["hard_sets"]) == (1, 5)
    assert report.text.startswith("1 workout, 5 hard sets of 1 exercise and 2500 kg moved in all.")
    schedule = world.schedules.find(ann.user_id)
    assert schedule is not None
    assert (schedule.week, schedule.due_at) == (W41, OVER + timedelta(weeks=1))
    assert world.turn() == 0
    world.pass_by(weeks=1)
    assert world.turn() == 1
    second = report_of(world, ann, W41)
    assert second is not None
    assert second.text.startswith("No training was logged this week.")


def test_a_week_that_runs_is_not_reported(world: World, ann: Person) -> None:
    world.now = OVER - timedelta(seconds=1)
    assert world.turn() == 1
    assert report_of(world, ann) is None
    schedule = world.schedules.find(ann.user_id)
    assert schedule is not None
    assert (schedule.week, schedule.due_at) == (W40, OVER)


ZONES = {
    "Pacific/Kiritimati": -14,
    "Pacific/Chatham": -13.75,
    "Asia/Kathmandu": -5.75,
    "UTC": 0,
    "America/St_Johns": 2.5,
    "Pacific/Pago_Pago": 11,
}


def test_every_week_is_reported_at_its_own_midnight(world: World, people: People) -> None:
    """From UTC+14 to UTC-11, by a clock that looks every quarter of an hour."""
    everyone = {zone: trained(people, world, zone) for zone in ZONES}
    world.now = OVER - timedelta(hours=15)
    world.turn()
    reported = {}
    for _ in range(28 * 4):
        world.turn()
        for zone, person in everyone.items():
            if zone not in reported and report_of(world, person):
                reported[zone] = (world.now - OVER) / timedelta(hours=1)
        world.pass_by(minutes=15)
    assert reported == ZONES


def test_a_clock_that_fires_twice_reports_once(world: World, ann: Person) -> None:
    world.sweep()
    world.sweep()
    # Put off when it was announced, and due again when nobody reported it in an hour.
    assert len(world.closed) == 1
    world.pass_by(hours=1)
    world.sweep()
    assert len(world.closed) == 2
    answers = together([partial(world.reported.deliver, closed(ann)) for _ in range(5)])
    assert set(answers) == {204}
    assert world.reports.count(ann.user_id) == 1
    report = report_of(world, ann)
    assert report is not None
    assert report.version == 1


def test_who_is_being_erased_keeps_nobody_else_waiting(world: World, people: People) -> None:
    """Nor does who was merged: their schedule goes, and everybody else's week is announced."""
    several = [people.free() for _ in range(7)]
    for one in several:
        world.schedule(one, "2026-W40", OVER)
    for gone, fields in ((several[2], {}), (several[5], {"is_merged": True})):
        world.database.commit(Create(tombstone_path(gone.user_id), fields))
    stay = {one.user_id for one in several} - {several[2].user_id, several[5].user_id}
    assert world.sweep() == (200, {"announced": 5})
    assert {one.user_id for one in world.closed} == stay
    assert [one for one in several if world.schedules.find(one.user_id) is None] == [
        several[2],
        several[5],
    ]
    assert world.sweep() == (200, {"announced": 0})


def test_a_delivery_that_comes_late_does_nothing_again(world: World, ann: Person) -> None:
    world.turn()
    log(world.database, ann.user_id, workout("2026-10-02T18:00", "squat: 5x100"))
    world.pass_by(days=1)
    assert world.reported.deliver(closed(ann)) == 204
    report = report_of(world, ann)
    assert report is not None
    assert report.facts["workouts"] == 1
    schedule = world.schedules.find(ann.user_id)
    assert schedule is not None
    assert schedule.week == W41


def test_who_dies_before_the_commit_leaves_nothing_and_the_next_one_does_it(
    world: World, ann: Person
) -> None:
    def dying(_: Any) -> str:
        raise Unavailable

    broken = replace(world, write=dying)
    assert broken.reported.deliver(closed(ann)) == 503
    assert report_of(world, ann) is None
    assert world.reported.deliver(closed(ann)) == 204
    assert report_of(world, ann) is not None


def test_a_job_that_dies_after_putting_off_is_made_up_for(world: World, ann: Person) -> None:
    world.is_down = True
    assert world.sweep()[0] == 503
    world.is_down = False
    assert world.turn() == 0
    world.pass_by(hours=1)
    assert world.turn() == 1
    assert report_of(world, ann) is not None


def test_weeks_missed_while_the_clock_stood_still_are_all_reported(
    world: World, ann: Person
) -> None:
    world.pass_by(weeks=3)
    assert [world.turn() for _ in range(5)] == [1, 1, 1, 1, 0]
    assert world.reports.count(ann.user_id) == 4


def test_who_has_stopped_is_not_told_so_every_week(world: World, ann: Person) -> None:
    world.pass_by(weeks=6)
    assert [world.turn() for _ in range(8)] == [1] * 7 + [0]
    assert report_of(world, ann, W40.later(4)) is not None
    assert report_of(world, ann, W40.later(5)) is None
    log(world.database, ann.user_id, workout("2026-11-19T18:00", "squat: 5x100"))
    world.pass_by(weeks=1)
    world.turn()
    assert report_of(world, ann, W40.later(7)) is not None


def test_whose_account_is_gone_is_not_reported(world: World, ann: Person) -> None:
    world.database.commit(Delete(("users", ann.user_id)))
    assert world.turn() == 1
    assert report_of(world, ann) is None
    assert world.schedules.find(ann.user_id) is None
    assert world.reported.deliver(closed(ann)) == 204


def test_who_is_deleted_while_the_report_is_written_gets_none(world: World, ann: Person) -> None:
    """Whoever deletes an account deletes its schedule: the report needs it unchanged."""
    write = world.write

    def deleting(facts: Any) -> str:
        world.database.commit(
            Delete(("report_schedules", ann.user_id)), Delete(("users", ann.user_id))
        )
        return write(facts)

    assert replace(world, write=deleting).reported.deliver(closed(ann)) == 204
    assert report_of(world, ann) is None


def test_who_is_suspended_is_passed_over(world: World, people: People) -> None:
    person = people.free(standing=AccountStanding.SUSPENDED)
    log(world.database, person.user_id, workout("2026-10-01T18:00", "squat: 5x100"))
    world.database.commit(Delete(("report_schedules", person.user_id)))
    world.schedule(person, "2026-W40", OVER)
    world.turn()
    schedule = world.schedules.find(person.user_id)
    assert schedule is not None
    assert (schedule.week, report_of(world, person)) == (W41, None)


def test_before_anything_was_trained_there_is_nothing_to_report(
    world: World, people: People
) -> None:
    person = people.free()
    world.schedule(person, "2026-W39", OVER)
    assert [world.turn() for _ in range(3)] == [1, 1, 0]
    assert world.reports.count(person.user_id) == 0


def test_a_report_made_by_hand_before_is_kept(world: World, ann: Person, people: People) -> None:
    by_hand = world.client(people, ann).post("/api/v1/reports/weekly/2026-W40/regenerate")
    assert by_hand.status == 200
    log(world.database, ann.user_id, workout("2026-10-02T18:00", "squat: 5x100"))
    world.turn()
    report = report_of(world, ann)
    assert report is not None
    assert (report.version, report.facts["workouts"]) == (1, 1)
    schedule = world.schedules.find(ann.user_id)
    assert schedule is not None
    assert schedule.week == W41


def test_who_wants_a_letter_gets_one(world: World, people: People) -> None:
    person = trained(people, world, weekly_report_email=True)
    world.turn()
    (letter,) = world.letters
    assert (letter.template, letter.user_id) == ("weekly_report", person.user_id)
    expect_fit(letter.template, letter.facts)
    report = report_of(world, person)
    assert report is not None
    assert letter.facts == {"week": "2026-W40", "text": report.text}
    assert not report.letter_due
    assert world.reported.deliver(closed(person)) == 204
    # Nor about a week without training.
    world.pass_by(weeks=1)
    world.turn()
    assert len(world.letters) == 1
    assert world.reports.count(person.user_id) == 2


def test_who_made_the_report_by_hand_before_gets_the_letter_too(
    world: World, people: People
) -> None:
    person = trained(people, world, weekly_report_email=True)
    by_hand = world.client(people, person).post("/api/v1/reports/weekly/2026-W40/regenerate")
    assert world.letters == []
    world.turn()
    (letter,) = world.letters
    assert letter.facts == {"week": "2026-W40", "text": by_hand.data["text"]}


def test_nobody_gets_a_letter_unasked(world: World, ann: Person) -> None:
    world.turn()
    assert world.letters == []


def test_a_letter_that_could_not_be_asked_for_is_asked_for_again(
    world: World, people: People
) -> None:
    person = trained(people, world, weekly_report_email=True)
    world.is_down = True
    assert world.reported.deliver(closed(person)) == 503
    assert report_of(world, person) is not None
    world.is_down = False
    assert world.reported.deliver(closed(person)) == 204
    assert [letter.message_id for letter in world.letters] == [
        f"weekly-report-{person.user_id}-2026-W40"
    ]


def test_more_people_than_fit_in_a_page_are_all_found(world: World, people: People) -> None:
    """They are due at one moment, as everyone in one zone is."""
    ids = [Person(f"user-{number}", "o", "s") for number in range(AT_ONCE + 5)]
    together([partial(world.schedule, person, "2026-W40", OVER) for person in ids])
    assert world.sweep() == (200, {"announced": AT_ONCE + 5})
    assert {one.user_id for one in world.closed} == {person.user_id for person in ids}
    assert len(world.closed) == AT_ONCE + 5


def test_what_is_due_later_is_left_alone(world: World, people: People) -> None:
    world.schedule(people.free(), "2026-W40", OVER + timedelta(seconds=1))
    assert world.sweep() == (200, {"announced": 0})
    assert NOW > OVER
