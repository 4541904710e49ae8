"""Who may deliver: Pub/Sub and Scheduler, in the name of the one service account we gave them.

IAM asks the same before a request reaches the function. This is the second wall, for the day
somebody lets everyone invoke it.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

import requests
from flask import Request
from google.auth import exceptions
from google.auth.transport.requests import Request as WebTransport
from google.oauth2 import id_token

from shared.domain.errors import Unauthenticated, Unavailable
from shared.kept_keys import KeptKeys, Transport
from shared.once import once
from shared.settings import MissingSetting, Push, load

_CLOCKS_DIFFER_SECONDS = 30
_LONGEST_TOKEN = 4_096

Check = Callable[[Request], None]
"""Raises `Unauthenticated` for a delivery that does not come from whom it should."""


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
