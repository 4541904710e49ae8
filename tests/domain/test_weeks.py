from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.weeks import YEARS, IsoWeek, around, closing, is_over, week_of, weeks_in
from shared.domain.zones import Zones

EVERYWHERE = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Etc/GMT+12", "Asia/Kolkata", "UTC"]
FROM = datetime(1971, 1, 1, tzinfo=UTC)
# Their clocks jump at midnight.
JUMPY = ["America/Santiago", "Atlantic/Azores", "America/Havana", "Asia/Beirut"]


def week(name: str) -> IsoWeek:
    found = IsoWeek.read(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize("name", ["2026-W40", "2026-W53", "2020-W53", "1970-W01", "2199-W52"])
def test_a_week_is_read_as_it_is_written(name: str) -> None:
    assert str(week(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "2025-W53",
        "2026-W54",
        "2026-W00",
        "2026-W4",
        "2026W40",
        "2026-w40",
        "1969-W52",
        "2200-W01",
        "2026-W40\n",
        "2026-W٤٠",
        "",
    ],
)
def test_what_names_no_week_is_none(name: str) -> None:
    assert IsoWeek.read(name) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2024-02-29", "2024-W09"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2025-12-29", "2026-W01"),
        ("2020-12-31", "2020-W53"),
    ],
)
def test_a_day_lies_in_the_week_of_its_thursday(day: str, name: str) -> None:
    assert IsoWeek.of(date.fromisoformat(day)) == week(name)


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert (week("2026-W40").monday, week("2026-W40").sunday) == (
        date(2026, 9, 28),
        date(2026, 10, 4),
    )


@given(st.dates(date(1971, 1, 1), date(2190, 1, 1)), st.integers(-200, 200))
def test_weeks_follow_each_other_without_a_gap(day: date, steps: int) -> None:
    first = IsoWeek.of(day)
    other = first.later(steps)
    assert other.later(-steps) == first
    assert (first < other) == (steps > 0)
    assert first.later(1).monday - first.sunday == timedelta(days=1)
    assert len(list(first.until(other))) == max(steps + 1, 0)


def test_years_have_52_or_53_weeks_and_no_name_is_missing() -> None:
    named = [IsoWeek(year, n) for year in YEARS for n in range(1, weeks_in(year) + 1)]
    assert named == list(named[0].until(named[-1]))


@pytest.mark.parametrize("zone", EVERYWHERE + JUMPY)
def test_a_week_is_over_at_its_sundays_midnight_where_the_person_is(zone: str) -> None:
    zones = Zones(zone)
    for one in week("2026-W35").until(week("2027-W15")):
        end = closing(one, zones)
        assert is_over(one, end, zones)
        assert not is_over(one, end - timedelta(seconds=1), zones)
        assert week_of(end, zones) == one.later(1)


def test_one_moment_lies_in_two_weeks_on_two_sides_of_the_earth() -> None:
    moment = datetime(2026, 10, 4, 23, tzinfo=UTC)
    assert week_of(moment, Zones("Pacific/Kiritimati")) == week("2026-W41")
    assert week_of(moment, Zones("Pacific/Pago_Pago")) == week("2026-W40")


def test_a_move_puts_no_past_workout_into_another_week() -> None:
    moment = datetime(2026, 10, 4, 23, tzinfo=UTC)
    moved = Zones("Pacific/Pago_Pago").moved("Pacific/Kiritimati", moment + timedelta(seconds=1))
    assert week_of(moment, moved) == week("2026-W40")


@given(
    st.integers(0, 219 * 365 * 24 * 60).map(lambda minutes: FROM + timedelta(minutes=minutes)),
    st.sampled_from(EVERYWHERE + JUMPY),
)
def test_no_moment_of_a_week_lies_outside_of_what_is_around_it(moment: datetime, zone: str) -> None:
    found = week_of(moment, Zones(zone))
    begins, ends = around(found, found)
    assert begins <= moment < ends
