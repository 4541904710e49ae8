"""The cap on requests by network."""

import contextlib
import threading

import pytest

from shared.domain.errors import RateLimited
from shared.domain.limits import Limit
from shared.web import throttle
from shared.web.throttle import Throttle


class Clock:
    def __init__(self) -> None:
        self.seconds = 600.0

    def __call__(self) -> float:
        return self.seconds


def test_a_window_that_is_used_up_opens_again() -> None:
    clock = Clock()
    cap = Throttle(Limit("open", 2, 60), clock)
    assert [cap.take("a").remaining, cap.take("a").remaining] == [1, 0]
    with pytest.raises(RateLimited) as refused:
        cap.take("a")
    assert 1 <= refused.value.retry_after_seconds <= 61
    assert refused.value.headers["RateLimit"].startswith('"open";r=0;t=')
    assert cap.take("b").remaining == 1
    clock.seconds += refused.value.retry_after_seconds
    assert cap.take("a").remaining == 1


def test_no_more_than_the_quota_gets_through_at_once() -> None:
    cap = Throttle(Limit("open", 50, 3600))
    passed = []

    def take() -> None:
        for _ in range(20):
            with contextlib.suppress(RateLimited):
                passed.append(cap.take("a"))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 50


def test_it_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "_MOST_SUBJECTS", 10)
    cap = Throttle(Limit("open", 1, 3600))
    for number in range(100):
        cap.take(f"n{number}")
    assert len(cap._counts) <= 11
