"""Who may deliver: Pub/Sub and Scheduler, in the name of the one service account we gave them.

IAM asks the same before a request reaches the function. This is the second wall, for the day
somebody lets everyone invoke it.
"""

import os
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import requests
from flask import Request
from google.auth import exceptions
from google.auth.transport.requests import Request as WebTransport
from google.oauth2 import id_token

from shared.domain.errors import Unauthenticated, Unavailable
from shared.once import once
from shared.settings import MissingSetting, Push, load

_KEYS_SECONDS = 600
_TIMEOUT_SECONDS = 3
_CLOCKS_DIFFER_SECONDS = 30
_LONGEST_TOKEN = 4_096

Check = Callable[[Request], None]
"""Raises `Unauthenticated` for a delivery that does not come from whom it should."""
Transport = Callable[..., Any]
"""Google's library gets its public keys by it."""


def check_of(settings: Push, fetch: Transport | None = None) -> Check:
    """Fails closed."""
    if settings.push_auth == "none" and os.environ.get("PUBSUB_EMULATOR_HOST"):
        return _anybody
    if settings.push_auth != "google":
        raise MissingSetting("PUSH_AUTH is `google`, or `none` beside an emulator of Pub/Sub")
    if not settings.push_audiences or not settings.push_service_account:
        raise MissingSetting("PUSH_AUDIENCES and PUSH_SERVICE_ACCOUNT are not both set")
    keys = KeptKeys(fetch or WebTransport(requests.Session()))

    def check(request: Request) -> None:
        claims = _verified(_bearer(request), settings, keys)
        is_sender = claims.get("email") == settings.push_service_account
        if not is_sender or claims.get("email_verified") is not True:
            raise Unauthenticated(token_sent=True)

    return check


@once
def live_check() -> Check:
    return check_of(load(Push))


class KeptKeys:
    """Google's keys, kept for ten minutes: the library would fetch them for every token."""

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


def _anybody(_: Request) -> None:
    return None


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= _LONGEST_TOKEN or not token.isascii():
        raise Unauthenticated
    return token


def _verified(token: str, settings: Push, keys: Transport) -> Mapping[str, Any]:
    """Signature, issuer, audience and times, by Google's own library."""
    try:
        audiences = list(settings.push_audiences)
        claims = id_token.verify_oauth2_token(token, keys, audiences, _CLOCKS_DIFFER_SECONDS)
        return dict(claims)
    except exceptions.TransportError as error:
        raise Unavailable from error
    except (ValueError, KeyError, exceptions.GoogleAuthError):
        raise Unauthenticated(token_sent=True) from None
