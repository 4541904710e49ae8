from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.limits import Limit
from shared.domain.windows import Admitted, Refused, Window, admit, given_back, remaining

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = Limit("here", 10, 900)
ACCOUNT = Limit("account", 100, 900, then_every=5)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_the_first_try_opens_a_window() -> None:
    assert admit([HERE], [None], START) == Admitted((Window(START, START, 1),))


def test_a_try_after_the_window_opens_another() -> None:
    full = Window(START, at(5), 10)
    assert admit([HERE], [full], at(900)) == Admitted((Window(at(900), at(900), 1),))


def test_a_full_window_refuses_until_its_end() -> None:
    full = Window(START, at(5), 10)
    assert admit([HERE], [full], at(60)) == Refused(HERE, 840, may_settle=False)
    assert admit([HERE], [full], at(899.5)) == Refused(HERE, 1, may_settle=False)


def test_a_refusal_right_after_a_try_may_settle() -> None:
    full = Window(START, at(60), 10)
    assert admit([HERE], [full], at(61.9)) == Refused(HERE, 839, may_settle=True)
    assert admit([HERE], [full], at(62)) == Refused(HERE, 838, may_settle=False)


@given(st.lists(st.floats(0, 899), min_size=1, max_size=40))
def test_never_more_than_allowed_in_a_window(moments: list[float]) -> None:
    window: Window | None = None
    admitted = 0
    for moment in [0.0, *sorted(moments)]:
        decision = admit([HERE], [window], at(moment))
        if isinstance(decision, Admitted):
            (window,) = decision.windows
            admitted += 1
    assert admitted == min(HERE.allowed, len(moments) + 1)


@given(st.integers(0, 12), st.floats(0, 2000))
def test_waiting_as_told_is_enough(count: int, moment: float) -> None:
    window = Window(START, START, count)
    decision = admit([HERE], [window], at(moment))
    if isinstance(decision, Refused):
        later = at(moment + decision.retry_after_seconds)
        assert isinstance(admit([HERE], [window], later), Admitted)


def test_nothing_is_counted_when_one_of_several_refuses() -> None:
    full = Window(START, START, 10)
    decision = admit([ACCOUNT, HERE], [None, full], at(10))
    assert isinstance(decision, Refused)
    assert decision.limit is HERE


def test_the_longest_wait_is_told() -> None:
    short = Limit("short", 1, 60)
    windows = [Window(START, START, 1), Window(START, START, 10)]
    decision = admit([short, HERE], windows, at(10))
    assert decision == Refused(HERE, 890, may_settle=False)


def test_a_slow_limit_lets_a_fresh_network_in() -> None:
    spent = Window(START, at(9), 100)
    assert admit([HERE, ACCOUNT], [None, spent], at(10)) == Admitted(
        (Window(at(10), at(10), 1), None)
    )


def test_a_slow_limit_paces_each_network() -> None:
    spent, here = Window(START, at(9), 100), Window(START, at(8), 3)
    assert admit([HERE, ACCOUNT], [here, spent], at(10)) == Refused(ACCOUNT, 3, may_settle=True)
    assert admit([HERE, ACCOUNT], [here, spent], at(13)) == Admitted(
        (Window(START, at(13), 4), None)
    )


def test_a_slow_limit_paces_nobody_before_it_is_spent() -> None:
    almost, here = Window(START, at(9), 99), Window(START, at(9), 3)
    assert admit([HERE, ACCOUNT], [here, almost], at(9)) == Admitted(
        (Window(START, at(9), 4), Window(START, at(9), 100))
    )


def test_what_is_given_back_can_be_had_again() -> None:
    full = Window(START, at(5), 10)
    assert given_back(full, counted=full) == Window(START, at(5), 9)


@pytest.mark.parametrize("stored", [None, Window(at(900), at(900), 3), Window(START, START, 0)])
def test_a_try_of_another_window_is_not_given_back(stored: Window | None) -> None:
    assert given_back(stored, counted=Window(START, START, 1)) is None


def test_remaining_never_falls_below_nothing() -> None:
    assert remaining(HERE, Window(START, START, 4)) == 6
    assert remaining(HERE, Window(START, START, 11)) == 0
