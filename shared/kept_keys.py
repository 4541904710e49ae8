"""Public keys of others, kept for a while: libraries would fetch them for every token."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

_KEYS_SECONDS = 600
_TIMEOUT_SECONDS = 3

Transport = Callable[..., Any]
"""Google's library gets public keys by it."""


class KeptKeys:
    """Kept for ten minutes: far shorter than a new key is published before it signs. Threads may
    share it."""

    def __init__(self, fetch: Transport, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._answers: dict[str, tuple[float, Any]] = {}
        self._lock = Lock()

    def __call__(self, url: str, method: str = "GET", **options: Any) -> Any:
        with self._lock:
            asked_at, answer = self._answers.get(url, (float("-inf"), None))
            if self._clock() - asked_at < _KEYS_SECONDS:
                return answer
            answer = self._fetch(url, method, **{**options, "timeout": _TIMEOUT_SECONDS})
            if answer.status == 200:
                self._answers[url] = (self._clock(), answer)
            return answer
