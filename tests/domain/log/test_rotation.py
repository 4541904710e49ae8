"""Where somebody stands in a program, by what they trained."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log.rotation import Turn, due, looked_back, turn
from shared.domain.log.workouts import Workout
from shared.domain.programs import Cyclic, Session, Structure
from tests.domain.published import plan, session, weekly
from tests.domain.training import moment, workout


def known(name: str) -> Session:
    return replace(session(name, "Bench Press 3x8"), id=name)


A, B, C = known("a"), known("b"), known("c")
PLAN = plan(A, B, C, structure="MON WED FRI")
NOW = moment("2026-11-18T18:00")  # A Wednesday.


def trained(
    day: str, name: str | None, lines: str = "x: 3*8x60", *, finished: bool = True
) -> Workout:
    lines_ = [lines] if lines else []
    return replace(workout(day, *lines_, known=str.strip, finished=finished), session_id=name)


def taken(*workouts: Workout, now: datetime = NOW) -> Turn:
    return turn(PLAN, workouts, now, datetime.date)


def test_a_new_program_begins_with_its_first_session() -> None:
    assert taken() == Turn(A, date(2026, 11, 18))


def test_the_session_after_the_last_one_is_next() -> None:
    assert taken(trained("2026-11-16", "a")).session is B
    assert taken(trained("2026-11-16", "a"), trained("2026-11-13", "c")).session is B
    assert taken(trained("2026-11-16", "c")).session is A


def test_missed_days_do_not_lose_the_place() -> None:
    assert taken(trained("2026-08-03", "b")).session is C


def test_a_session_out_of_turn_moves_the_place() -> None:
    assert taken(trained("2026-11-16", "b"), trained("2026-11-13", "a")).session is C


def test_what_was_not_trained_does_not_count() -> None:
    abandoned = trained("2026-11-16", "b", lines="", finished=False)
    elsewhere, removed = trained("2026-11-17", None), trained("2026-11-17", "gone")
    assert taken(abandoned, elsewhere, removed, trained("2026-11-13", "a")).session is B
    assert taken(removed).session is A


def test_a_session_that_is_being_trained_goes_on() -> None:
    now = trained("2026-11-18T17:00", "c", finished=False)
    found = taken(now, trained("2026-11-16", "a"))
    assert (found.session, found.going_on, found.day) == (C, now, date(2026, 11, 18))
    assert taken(now, now=NOW + timedelta(days=1)).session is A


@pytest.mark.parametrize(
    ("days", "trained_on", "expected"),
    [
        ("MON WED FRI", None, "2026-11-18"),
        ("MON WED FRI", "2026-11-18", "2026-11-20"),
        ("TUE", None, "2026-11-24"),
        ("WED", "2026-11-18", "2026-11-25"),
        ("MON", "2026-11-02", "2026-11-23"),
    ],
)
def test_on_weekdays_the_next_of_them_is_due(
    days: str, trained_on: str | None, expected: str
) -> None:
    before = [date.fromisoformat(trained_on)] if trained_on else []
    assert due(weekly(days), before, NOW.date()) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("days_ago", "in_days"),
    [
        ([], 0),
        ([0], 1),
        ([1], 0),
        ([1, 2], 0),
        ([0, 1, 2], 2),
        ([1, 2, 3], 1),
        ([2, 3, 4], 0),
        # The rest was taken after the second day: a new run.
        ([0, 2, 3], 1),
        ([1, 2, 4], 0),
    ],
)
def test_after_the_days_on_the_days_off_are_due(days_ago: list[int], in_days: int) -> None:
    today = NOW.date()
    before = [today - timedelta(days=ago) for ago in days_ago]
    assert due(Cyclic(3, 1), before, today) == today + timedelta(days=in_days)


@given(
    st.builds(Cyclic, st.integers(1, 14), st.integers(1, 14)) | st.just(weekly("MON SAT")),
    st.integers(0, 60),
)
def test_who_keeps_to_the_program_trains_on_its_days(structure: Structure, days: int) -> None:
    today, trained_on = NOW.date(), list[date]()
    for _ in range(days):
        before = trained_on[: looked_back(structure)]
        if due(structure, before, today) == today:
            trained_on.insert(0, today)
            assert due(structure, trained_on[: looked_back(structure)], today) > today
        today += timedelta(days=1)
    if isinstance(structure, Cyclic):
        length = structure.days_on + structure.days_off
        places = {(day - NOW.date()).days % length for day in trained_on}
        assert places == set(range(min(structure.days_on, days)))
    else:
        assert {day.weekday() for day in trained_on} <= set(structure.days)
