"""Calling somebody's JSON:API: time limits, tries again where that is safe, the pace they ask for.

What goes wrong is told without the address that was called: there may be a person's in it.
"""

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Any

from shared import log
from shared.domain.errors import Unavailable
from shared.once import once

_MEDIA_TYPE = "application/vnd.api+json"
_SPARE_CALLS = 30
"""Who has time slows down when fewer than these are left in the minute: others have none."""
_SAFE_ADDRESS = re.compile(r"https://|http://(127\.0\.0\.1|localhost)[:/]")


@dataclass(frozen=True, slots=True)
class Patience:
    waits_seconds: float
    """The most that one call waits, in all, to be let in again."""
    pause_seconds: float
    """Between the beginnings of two calls."""
    timeout_seconds: tuple[float, float] = (3.05, 8.0)
    """To connect, and to be answered."""
    retries: int = 2
    """After an outage."""


HURRIED = Patience(waits_seconds=1.0, pause_seconds=0.0)
"""Somebody waits for the answer and cannot go on without it."""
BRIEF = Patience(waits_seconds=0.0, pause_seconds=0.0, timeout_seconds=(2.0, 3.0), retries=0)
"""Somebody waits, but for something else."""
UNHURRIED = Patience(waits_seconds=120.0, pause_seconds=0.25)
"""A job: 240 calls a minute at the most."""


class Declined(Exception):
    """The service understood and will not: a mistake of ours. `places` are JSON pointers into what
    was sent, without its values."""

    def __init__(self, status: int, places: tuple[str, ...]) -> None:
        self.places = places
        super().__init__(f"{status} at {', '.join(places) or 'no place named'}")


class JsonApi:
    """Threads may share it. Connects on the first call. Every outage is `Unavailable`."""

    def __init__(
        self,
        url: str,
        key: Callable[[], str],
        patience: Patience,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not _SAFE_ADDRESS.match(url):
            raise ValueError("a key is sent over https alone")
        self._url, self._key, self._patience = url.rstrip("/"), key, patience
        self._clock, self._sleep = clock, sleep
        self._session = once(_session)
        self._next_at, self._pacing = float("-inf"), Lock()

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> dict[str, Any] | None:
        """None for what is not there."""
        answer = self._called("GET", path, params=query)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        try:
            return _content(answer)
        except Declined as declined:
            # A question of ours that makes no sense to them: no caller can do anything about it.
            log.event("ERROR", "a question was declined", host=_host(self._url), why=str(declined))
            raise Unavailable from None

    def delete(self, path: str) -> None:
        """What is not there is gone already. Raises `Declined`."""
        answer = self._called("DELETE", path)
        if answer.status_code not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND):
            _content(answer)

    def post(self, path: str, body: object) -> dict[str, Any]:
        """Sent again only when it surely was not carried out. Raises `Declined`."""
        return _content(self._called("POST", path, json=body))

    def _called(self, method: str, path: str, **options: Any) -> Any:
        waited, failures = 0.0, 0
        while True:
            self._keep_pace()
            answer, fault = self._sent(method, path, options)
            limited = answer is not None and answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
            if answer is not None and not limited and answer.status_code < 500:
                return answer
            failures += not limited
            may_repeat = limited or method != "POST" or _never_left(fault)
            wait = _wait(answer) if limited else random.uniform(0.05, 0.1 * 2**failures)  # noqa: S311
            waited += wait
            patience = self._patience
            if not may_repeat or failures > patience.retries or waited > patience.waits_seconds:
                raise self._outage(answer, fault, wait)
            self._sleep(wait)

    def _sent(
        self, method: str, path: str, options: Mapping[str, Any]
    ) -> tuple[Any | None, Exception | None]:
        import requests

        headers = {"Authorization": f"Bearer {self._key()}"}
        try:
            answer = self._session().request(
                method,
                f"{self._url}{path}",
                headers=headers,
                timeout=self._patience.timeout_seconds,
                allow_redirects=False,
                **options,
            )
        except requests.RequestException as error:
            return None, error
        self._mind(answer)
        return answer, None

    def _keep_pace(self) -> None:
        with self._pacing:
            now = self._clock()
            begin = max(now, self._next_at)
            self._next_at = begin + self._patience.pause_seconds
        if begin > now:
            self._sleep(begin - now)

    def _mind(self, answer: Any) -> None:
        left = answer.headers.get("X-Ratelimit-Remaining", "")
        if self._patience.pause_seconds and left.isdigit() and int(left) < _SPARE_CALLS:
            with self._pacing:
                self._next_at = max(self._next_at, self._clock() + 2.0)

    def _outage(self, answer: Any | None, fault: Exception | None, wait: float) -> Unavailable:
        status = None if answer is None else answer.status_code
        said = type(fault).__name__ if fault else None
        log.event("WARNING", "a service is out", host=_host(self._url), status=status, fault=said)
        outage = Unavailable()
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            outage.retry_after_seconds = max(1, round(wait))
        return outage


def _session() -> Any:
    import requests

    session = requests.Session()
    # A .netrc or a proxy of the machine would see the key, or replace it.
    session.trust_env = False
    session.headers.update({"Accept": _MEDIA_TYPE, "Content-Type": _MEDIA_TYPE})
    return session


def _never_left(fault: Exception | None) -> bool:
    """Whether no connection came about, so that nothing can have been done."""
    import requests
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    if isinstance(fault, requests.ConnectTimeout):
        return True
    inner = fault.args[0] if isinstance(fault, requests.ConnectionError) and fault.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


def _wait(answer: Any) -> float:
    asked = answer.headers.get("Retry-After", "")
    return max(0.2, float(asked)) if asked.isdigit() else 1.0


def _content(answer: Any) -> dict[str, Any]:
    status = answer.status_code
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        log.event(
            "ERROR", "the key of a service is not good", status=status, host=_host(answer.url)
        )
        raise Unavailable
    try:
        content = answer.json()
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        log.event("ERROR", "an answer is no JSON:API", status=status, host=_host(answer.url))
        raise Unavailable
    if status >= 300:
        raise Declined(status, _places(content))
    return content


def _places(content: Any) -> tuple[str, ...]:
    try:
        return tuple(str(one["source"]["pointer"]) for one in content["errors"])
    except (KeyError, TypeError):
        return ()


def _host(url: str) -> str:
    return url.split("/")[2]
