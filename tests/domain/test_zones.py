from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.zones import MOST_PAST_ZONES, PastZone, Zones

MOVED = datetime(2026, 5, 1, 12, tzinfo=UTC)
BERLIN_THEN_TOKYO = Zones("Europe/Berlin").moved("Asia/Tokyo", MOVED)


def test_without_a_move_one_zone_holds_for_ever() -> None:
    zones = Zones("Europe/Berlin")
    assert zones.at(datetime(1970, 1, 1, tzinfo=UTC)) == "Europe/Berlin"
    assert zones.local(datetime(2026, 7, 1, 22, tzinfo=UTC)).isoformat() == (
        "2026-07-02T00:00:00+02:00"
    )


def test_a_move_holds_from_its_moment_on_and_changes_nothing_before() -> None:
    assert BERLIN_THEN_TOKYO.at(MOVED - timedelta(microseconds=1)) == "Europe/Berlin"
    assert BERLIN_THEN_TOKYO.at(MOVED) == "Asia/Tokyo"
    back = BERLIN_THEN_TOKYO.moved("Europe/Berlin", MOVED + timedelta(days=9))
    assert back.at(MOVED + timedelta(days=1)) == "Asia/Tokyo"
    assert back.at(MOVED + timedelta(days=9)) == "Europe/Berlin"


def test_moving_to_where_one_is_is_no_move() -> None:
    assert BERLIN_THEN_TOKYO.moved("Asia/Tokyo", MOVED + timedelta(days=1)) == BERLIN_THEN_TOKYO


def test_of_too_many_moves_the_oldest_are_forgotten() -> None:
    zones = Zones("Etc/GMT")
    for number in range(MOST_PAST_ZONES + 1):
        zones = zones.moved(f"Etc/GMT{'+-'[number % 2]}1", MOVED + timedelta(days=number))
    assert len(zones.past) == MOST_PAST_ZONES
    assert zones.past[0] == PastZone("Etc/GMT+1", MOVED + timedelta(days=1))


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Pacific/Kiritimati", "2026-10-05T00:00", "2026-10-04T10:00"),
        ("Pacific/Pago_Pago", "2026-10-05T00:00", "2026-10-05T11:00"),
        # The clock goes from 24:00 to 01:00: midnight is left out.
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00"),
        # And here from 01:00 back to 00:00: midnight comes twice.
        ("Atlantic/Azores", "2026-10-25T00:00", "2026-10-25T00:00"),
    ],
)
def test_a_time_of_the_clock_is_a_moment(zone: str, local: str, instant: str) -> None:
    found = Zones(zone).instant(datetime.fromisoformat(local))
    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@given(
    st.lists(st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "Pacific/Pago_Pago"]), max_size=6),
    st.integers(0, 200 * 24).map(lambda hours: MOVED + timedelta(hours=hours - 150 * 24)),
)
def test_no_later_move_changes_what_a_moment_was(moves: list[str], moment: datetime) -> None:
    zones = Zones()
    for month, zone in enumerate(moves, start=1):
        at = datetime(2026, month, 1, tzinfo=UTC)
        before = zones.local(moment)
        zones = zones.moved(zone, at)
        if moment < at:
            assert zones.local(moment) == before


def test_a_day_begins_by_the_clock_of_where_one_was() -> None:
    before, after = date(2026, 4, 10), date(2026, 6, 1)
    assert BERLIN_THEN_TOKYO.midnight(before) == datetime(2026, 4, 9, 22, tzinfo=UTC)
    assert BERLIN_THEN_TOKYO.midnight(after) == datetime(2026, 5, 31, 15, tzinfo=UTC)
