import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from shared import tally
from shared.domain.errors import Unavailable
from shared.domain.limits import Ask, Limit
from shared.domain.windows import Refused
from shared.store.database import Database
from shared.store.limits import FirestoreLimits, Reservation
from shared.store.queries import Query
from shared.store.writes import Write
from tests.clocks import START, Clock
from tests.races import together

TEN = Limit("ten", 10, 900)
WIDE = Limit("wide", 1_000, 900)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(database: Database, clock: Clock) -> FirestoreLimits:
    return FirestoreLimits(database, clock)


def reserve(limits: FirestoreLimits, *asks: Ask) -> Reservation:
    outcome = limits.reserve(asks)
    assert isinstance(outcome, Reservation)
    return outcome


def test_ten_are_let_through_and_the_eleventh_is_told_to_wait(
    limits: FirestoreLimits, clock: Clock
) -> None:
    for _ in range(10):
        reserve(limits, Ask(TEN, "somebody"))
    clock.pass_by(60)
    assert limits.reserve([Ask(TEN, "somebody")]) == Refused(TEN, 840, may_settle=False)
    reserve(limits, Ask(TEN, "somebody else"))
    clock.pass_by(840)
    reserve(limits, Ask(TEN, "somebody"))


def test_two_limits_do_not_count_for_each_other(limits: FirestoreLimits) -> None:
    for _ in range(10):
        reserve(limits, Ask(TEN, "somebody"))
    reserve(limits, Ask(WIDE, "somebody"))


def test_what_is_given_back_lets_another_through(limits: FirestoreLimits, clock: Clock) -> None:
    for _ in range(9):
        reserve(limits, Ask(TEN, "s"), Ask(WIDE, "s"))
    last = reserve(limits, Ask(TEN, "s"), Ask(WIDE, "s"))
    limits.give_back(last)
    reserve(limits, Ask(TEN, "s"))
    clock.pass_by(10)
    assert isinstance(limits.reserve([Ask(TEN, "s")]), Refused)


def test_what_is_given_back_late_takes_nothing_from_the_next_window(
    limits: FirestoreLimits, clock: Clock
) -> None:
    early = reserve(limits, Ask(TEN, "s"))
    clock.pass_by(900)
    for _ in range(10):
        reserve(limits, Ask(TEN, "s"))
    limits.give_back(early)
    clock.pass_by(10)
    assert isinstance(limits.reserve([Ask(TEN, "s")]), Refused)


def test_names_say_nothing_about_whom_they_count(
    limits: FirestoreLimits, database: Database
) -> None:
    reserve(limits, Ask(TEN, "192.0.2.1"))
    (document,) = database.query(Query("limits"))
    assert "192" not in document.id
    assert "192.0.2.1" not in str(document.data)
    assert document.data["expire_at"] == START + timedelta(seconds=900)


def test_exactly_the_allowed_number_gets_through_whoever_asks_together(
    connected: Callable[[], Database],
) -> None:
    started = time.monotonic()
    instances = [FirestoreLimits(connected(), lambda: datetime.now(UTC)) for _ in range(4)]
    asks = [Ask(TEN, "s"), Ask(WIDE, "s")]
    calls = [partial(instances[number % 4].reserve, asks) for number in range(24)]
    results = together(calls)
    assert [type(result) for result in results].count(Reservation) == 10
    assert [type(result) for result in results].count(Refused) == 14
    assert time.monotonic() - started < 10


def test_whoever_finds_tries_under_way_waits_for_one_to_be_given_back(
    database: Database,
) -> None:
    limits = FirestoreLimits(database, lambda: datetime.now(UTC))
    under_way = [reserve(limits, Ask(TEN, "s")) for _ in range(10)]
    waiting = threading.Event()

    def give_back() -> None:
        waiting.wait(5)
        time.sleep(0.3)
        limits.give_back(under_way[0])

    def ask() -> Reservation | Refused:
        waiting.set()
        return limits.reserve([Ask(TEN, "s")])

    _, asked = together([give_back, ask])
    assert isinstance(asked, Reservation)


def test_whoever_waits_in_vain_is_refused(database: Database) -> None:
    limits = FirestoreLimits(database, lambda: datetime.now(UTC))
    for _ in range(10):
        reserve(limits, Ask(TEN, "s"))
    assert isinstance(limits.reserve([Ask(TEN, "s")]), Refused)


def test_a_burst_on_one_subject_is_answered_and_only_so_many_get_through(
    connected: Callable[[], Database],
) -> None:
    """Five hundred at once, by two instances."""
    instances = [FirestoreLimits(connected(), lambda: datetime.now(UTC)) for _ in range(2)]
    asks = [Ask(TEN, "s")]

    def hammer(limits: FirestoreLimits) -> list[Reservation | Refused]:
        return [limits.reserve(asks) for _ in range(25)]

    told = together([partial(hammer, instances[number % 2]) for number in range(20)])
    outcomes = [type(one) for each in told if not isinstance(each, Exception) for one in each]
    assert outcomes.count(Reservation) == 10
    assert outcomes.count(Refused) == 490


def test_who_was_refused_a_moment_ago_costs_no_read(limits: FirestoreLimits, clock: Clock) -> None:
    for _ in range(10):
        reserve(limits, Ask(TEN, "s"))
    clock.pass_by(10)
    refused = limits.reserve([Ask(TEN, "s")])
    spent = tally.begin()
    assert limits.reserve([Ask(TEN, "s")]) == refused
    assert spent.reads == 0
    clock.pass_by(1)
    assert isinstance(limits.reserve([Ask(TEN, "s")]), Refused)
    assert spent.reads == 1


class Down(Database):
    def commit(self, *writes: Write) -> None:
        raise Unavailable


def test_in_an_outage_nothing_is_let_through(database: Database, clock: Clock) -> None:
    database.__class__ = Down
    with pytest.raises(Unavailable):
        FirestoreLimits(database, clock).reserve([Ask(TEN, "s")])


def test_an_outage_while_giving_back_is_not_the_callers_trouble(
    limits: FirestoreLimits, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    reservation = reserve(limits, Ask(TEN, "s"))
    database.__class__ = Down
    limits.give_back(reservation)
    assert "not given back" in capsys.readouterr().out
