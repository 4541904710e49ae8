"""When an event lies too far ahead of our clock."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.log.devices import MERGE_DEVICE
from shared.domain.log.events import Event, SetDeleted
from shared.domain.log.judging import is_too_far_ahead
from tests.domain.log.strategies import NOON


def test_a_clock_may_run_ahead_by_a_day_and_no_more() -> None:
    day = timedelta(hours=24)
    assert not is_too_far_ahead(NOON + day, NOON)
    assert is_too_far_ahead(NOON + day + timedelta(microseconds=1), NOON)
    assert not is_too_far_ahead(NOON - 1000 * day, NOON)


def test_a_repeat_is_the_same_event_but_for_what_it_is_correlated_with() -> None:
    event = Event("e", "phone", 1, NOON, SetDeleted("w", "s1"))
    assert event.says_the_same_as(Event("e", "phone", 1, NOON, SetDeleted("w", "s1"), "call"))
    others = [
        Event("f", "phone", 1, NOON, SetDeleted("w", "s1")),
        Event("e", "watch", 1, NOON, SetDeleted("w", "s1")),
        Event("e", "phone", 2, NOON, SetDeleted("w", "s1")),
        Event("e", "phone", 1, NOON + timedelta(seconds=1), SetDeleted("w", "s1")),
        Event("e", "phone", 1, NOON, SetDeleted("w", "s2")),
    ]
    assert not any(event.says_the_same_as(other) for other in others)


def test_an_event_that_lost_its_number_in_a_merge_is_known_by_what_it_says() -> None:
    event = Event("e", "phone", 7, NOON, SetDeleted("w", "s1"))
    moved = replace(event, device_id=MERGE_DEVICE, sequence=1)
    assert event.says_the_same_as(moved)
    assert not replace(event, payload=SetDeleted("w", "s2")).says_the_same_as(moved)
