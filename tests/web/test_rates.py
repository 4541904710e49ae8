from datetime import timedelta

import pytest

from shared.domain.errors import InvalidCredentials, RateLimited, Unavailable
from shared.domain.limits import Ask, Limit
from shared.store.database import Database
from shared.store.limits import FirestoreLimits
from shared.web.rates import count, counting_failures, told
from tests.clocks import Clock

TWO = Ask(Limit("two", 2, 60), "somebody")
WIDE = Ask(Limit("wide", 100, 3_600), "somebody")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(database: Database, clock: Clock) -> FirestoreLimits:
    return FirestoreLimits(database, clock)


def fail(error: Exception) -> None:
    raise error


def test_only_failures_count(limits: FirestoreLimits, clock: Clock) -> None:
    for _ in range(3):
        assert counting_failures(limits, [TWO], lambda: "in") == "in"
    for _ in range(3):
        with pytest.raises(Unavailable):
            counting_failures(limits, [TWO], lambda: fail(Unavailable()))
    for _ in range(2):
        with pytest.raises(InvalidCredentials):
            counting_failures(limits, [TWO], lambda: fail(InvalidCredentials()))
    clock.pass_by(10)
    with pytest.raises(RateLimited) as refused:
        counting_failures(limits, [TWO], lambda: pytest.fail("looked at all the same"))
    assert refused.value.retry_after_seconds == 50
    assert refused.value.headers == {
        "RateLimit-Policy": '"two";q=2;w=60',
        "RateLimit": '"two";r=0;t=50',
    }


def test_the_limit_nearest_to_its_end_is_told(limits: FirestoreLimits, clock: Clock) -> None:
    counted = count(limits, [WIDE, TWO])
    assert told(counted, clock() + timedelta(seconds=0.5)) == {
        "RateLimit-Policy": '"two";q=2;w=60',
        "RateLimit": '"two";r=1;t=60',
    }
