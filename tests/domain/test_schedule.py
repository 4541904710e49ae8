"""Schedules: rotation over weekdays and cycles, on any stretch of the calendar."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.errors import Invalid
from shared.domain.programs import Cyclic, Plan, Structure, Weekday
from shared.domain.schedule import generate_schedule
from tests.domain import strategies
from tests.domain.published import plan, session

MONDAY = date(2026, 1, 5)
DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def rotation(names: str, structure: Structure | str) -> Plan:
    return plan(*(session(name, "Squat 3x5") for name in names), structure=structure)


def days(content: Plan, start: date, weeks: int) -> list[tuple[str, str]]:
    return [
        (day.date.strftime("%a %d %b"), day.session.name)
        for day in generate_schedule(content, start, weeks)
    ]


def names(content: Plan, start: date, weeks: int) -> str:
    return "".join(day.session.name for day in generate_schedule(content, start, weeks))


def test_three_sessions_on_six_days_come_twice_a_week() -> None:
    content = rotation("ABC", "MON TUE WED THU FRI SAT")
    assert names(content, MONDAY, 2) == "ABCABC" * 2


def test_four_sessions_on_three_days_go_on_across_weeks() -> None:
    assert days(rotation("ABCD", "MON WED FRI"), MONDAY, 2) == [
        ("Mon 05 Jan", "A"),
        ("Wed 07 Jan", "B"),
        ("Fri 09 Jan", "C"),
        ("Mon 12 Jan", "D"),
        ("Wed 14 Jan", "A"),
        ("Fri 16 Jan", "B"),
    ]


def test_the_first_session_falls_on_the_first_training_day_after_the_start() -> None:
    assert days(rotation("AB", "MON THU"), date(2026, 1, 6), 1) == [
        ("Thu 08 Jan", "A"),
        ("Mon 12 Jan", "B"),
    ]


def test_a_weekly_day_says_its_weekday_and_a_cyclic_one_its_place_in_the_cycle() -> None:
    (first, *_) = generate_schedule(rotation("A", "THU"), MONDAY, 1)
    assert (first.weekday, first.cycle_day) == (Weekday.THU, None)
    cycle = generate_schedule(rotation("AB", Cyclic(3, 1)), MONDAY, 1)
    assert [(day.weekday, day.cycle_day) for day in cycle] == [
        (None, place) for place in (1, 2, 3, 1, 2, 3)
    ]


def test_a_cycle_begins_on_the_start_and_its_sessions_go_on_across_cycles() -> None:
    assert days(rotation("ABC", Cyclic(2, 1)), date(2026, 1, 7), 1) == [
        ("Wed 07 Jan", "A"),
        ("Thu 08 Jan", "B"),
        ("Sat 10 Jan", "C"),
        ("Sun 11 Jan", "A"),
        ("Tue 13 Jan", "B"),
    ]


@pytest.mark.parametrize(
    ("start", "first", "last"),
    [
        (date(2026, 3, 27), date(2026, 3, 27), date(2026, 4, 2)),
        (date(2026, 10, 23), date(2026, 10, 23), date(2026, 10, 29)),
        (date(2028, 2, 26), date(2028, 2, 26), date(2028, 3, 3)),
        (date(2027, 2, 26), date(2027, 2, 26), date(2027, 3, 4)),
        (date(2026, 12, 29), date(2026, 12, 29), date(2027, 1, 4)),
    ],
    ids=["spring forward", "fall back", "leap day", "no leap day", "new year"],
)
def test_every_day_of_a_week_is_there_once_whatever_the_calendar_does(
    start: date, first: date, last: date
) -> None:
    daily = rotation("ABCDEFG", "MON TUE WED THU FRI SAT SUN")
    schedule = generate_schedule(daily, start, 1)
    assert "".join(day.session.name for day in schedule) == "ABCDEFG"
    assert [day.date for day in schedule] == [first + timedelta(days=n) for n in range(7)]
    assert schedule[-1].date == last
    assert all(day.date.weekday() == day.weekday for day in schedule)


def test_a_schedule_may_end_with_the_calendar_and_not_after_it() -> None:
    daily = rotation("A", "MON TUE WED THU FRI SAT SUN")
    last_start = date.max - timedelta(days=13)
    assert generate_schedule(daily, last_start, 2)[-1].date == date.max
    with pytest.raises(Invalid) as refusal:
        generate_schedule(daily, last_start + timedelta(days=1), 2)
    assert [fault.path for fault in refusal.value.faults] == ["start_date"]


@given(strategies.plans(), DATES, st.integers(1, 52))
def test_a_schedule_stays_within_its_weeks_and_rotates_in_order(
    content: Plan, start: date, weeks: int
) -> None:
    schedule = generate_schedule(content, start, weeks)
    dates = [day.date for day in schedule]
    assert dates == sorted(set(dates))
    assert all(start <= day < start + timedelta(weeks=weeks) for day in dates)
    for number, day in enumerate(schedule):
        assert day.session is content.sessions[number % len(content.sessions)]


@given(strategies.plans(structure=strategies.weekly_structures()), DATES)
def test_over_many_weeks_each_session_comes_as_often_as_volume_counts_it(
    content: Plan, start: date
) -> None:
    weeks = len(content.sessions) * 3
    schedule = generate_schedule(content, start, weeks)
    for place in range(len(content.sessions)):
        times = len(schedule[place :: len(content.sessions)])
        assert Fraction(times, weeks) == content.times_per_week


@settings(max_examples=30)
@given(strategies.plans(structure=strategies.cyclic_structures()), DATES)
def test_over_whole_cycles_each_session_comes_as_often_as_volume_counts_it(
    content: Plan, start: date
) -> None:
    assert isinstance(content.structure, Cyclic)
    weeks = (content.structure.days_on + content.structure.days_off) * len(content.sessions)
    schedule = generate_schedule(content, start, weeks)
    assert len(schedule) == weeks * content.structure.training_days_per_week
    for place in range(len(content.sessions)):
        times = len(schedule[place :: len(content.sessions)])
        assert Fraction(times, weeks) == content.times_per_week
