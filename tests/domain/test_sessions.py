from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.sessions import (
    ACCESS_TOKEN_LIFETIME,
    MOST_SESSIONS,
    REFRESH_TOKEN_LIFETIME,
    REPEAT_WINDOW,
    SESSION_LIFETIME,
    Lapsed,
    Repeated,
    Replayed,
    Rotated,
    Session,
    live_sessions,
    rotate,
    with_session,
)

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def session(generation: int = 1, rotated_at: datetime = START) -> Session:
    return Session("s", START, rotated_at, generation)


def test_the_newest_token_rotates_the_session() -> None:
    later = START + timedelta(hours=1)
    assert rotate(session(3), 3, later) == Rotated(session(4, later))


def test_the_predecessor_gets_the_same_successor_for_ten_seconds() -> None:
    held = session(4, START)
    assert rotate(held, 3, START) == Repeated(held)
    assert rotate(held, 3, START + REPEAT_WINDOW) == Repeated(held)


def test_a_clock_that_is_behind_does_not_make_a_repeat_a_theft() -> None:
    held = session(4, START)
    assert rotate(held, 3, START - timedelta(seconds=1)) == Repeated(held)


def test_the_predecessor_after_ten_seconds_ends_the_session() -> None:
    assert rotate(session(4), 3, START + REPEAT_WINDOW + MOMENT) == Replayed()


@given(st.integers(1, 50), st.integers(-3, 60))
def test_any_other_generation_ends_the_session(generation: int, presented: int) -> None:
    outcome = rotate(session(generation), presented, START)
    if presented == generation:
        assert isinstance(outcome, Rotated)
    elif presented == generation - 1:
        assert isinstance(outcome, Repeated)
    else:
        assert outcome == Replayed()


def test_seven_days_without_a_refresh_are_the_end() -> None:
    end = START + REFRESH_TOKEN_LIFETIME
    assert timedelta(days=7) == REFRESH_TOKEN_LIFETIME
    assert isinstance(rotate(session(), 1, end - MOMENT), Rotated)
    assert rotate(session(), 1, end) == Lapsed()


def test_ninety_days_are_the_end_however_often_it_was_refreshed() -> None:
    held, now = session(), START
    while isinstance(outcome := rotate(held, held.generation, now), Rotated):
        held, now = outcome.session, now + timedelta(days=6)
    assert outcome == Lapsed()
    assert timedelta(days=90) == SESSION_LIFETIME
    assert now - START >= SESSION_LIFETIME
    assert held.ends_at == START + SESSION_LIFETIME


def test_an_access_token_never_outlives_its_session() -> None:
    last = START + SESSION_LIFETIME - timedelta(minutes=5)
    assert session(9, last).access_ends_at == START + SESSION_LIFETIME
    assert session().access_ends_at == START + ACCESS_TOKEN_LIFETIME


def test_lapsed_sessions_are_left_out_and_the_last_used_comes_first() -> None:
    old = Session("old", START - timedelta(days=8), START - timedelta(days=8))
    first = Session("first", START - timedelta(days=1), START - timedelta(days=1))
    last = Session("last", START - timedelta(days=2), START)
    held = {one.id: one for one in (old, first, last)}
    assert list(live_sessions(held, START)) == ["last", "first"]


def test_the_twenty_first_session_takes_the_place_of_the_longest_unused() -> None:
    held: dict[str, Session] = {}
    for number in range(MOST_SESSIONS + 1):
        at = START + timedelta(minutes=number)
        held = with_session(held, Session(f"s{number}", at, at), at)
    assert len(held) == MOST_SESSIONS == 20
    assert "s0" not in held
    assert f"s{MOST_SESSIONS}" in held


def test_a_session_that_is_added_again_replaces_itself() -> None:
    held = with_session({"s": session()}, session(2), START)
    assert held == {"s": session(2)}
