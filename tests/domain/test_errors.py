"""Refusals that carry more than a sentence."""

import pytest

from shared.domain.errors import CoachPaused, MethodNotAllowed, RateLimited


@pytest.mark.parametrize("seconds", [-3, 0, 1])
def test_nobody_is_told_to_come_again_at_once(seconds: int) -> None:
    refusal = RateLimited(seconds, limit="logins")
    assert refusal.retry_after_seconds == 1
    assert refusal.details == {"limit": "logins", "retry_after_seconds": 1}
    assert refusal.headers == {}
    assert CoachPaused(seconds).retry_after_seconds == 1


def test_what_may_be_asked_instead_is_told() -> None:
    refusal = MethodNotAllowed(("GET", "POST"))
    assert refusal.allow == ("GET", "POST")
    assert refusal.details == {"allow": ["GET", "POST"]}
