"""Codes that stand for a sign-in until they are exchanged, once, for a token (RFC 6749, 7636)."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from threading import Lock

from tools.local.google_identity.people import Person

_LASTS_SECONDS = 600


@dataclass(frozen=True)
class Granted:
    person: Person
    client_id: str
    redirect_uri: str
    nonce: str
    challenge: str
    """SHA-256 of the verifier; empty when none was sent."""
    until: float


class Codes:
    """Threads share it."""

    def __init__(self) -> None:
        self._granted: dict[str, Granted] = {}
        self._lock = Lock()

    def grant(
        self, person: Person, client_id: str, redirect_uri: str, nonce: str, challenge: str
    ) -> str:
        code = f"4/{secrets.token_urlsafe(32)}"
        until = time.monotonic() + _LASTS_SECONDS
        with self._lock:
            self._granted[code] = Granted(person, client_id, redirect_uri, nonce, challenge, until)
        return code

    def exchange(
        self, code: str, client_id: str, redirect_uri: str, verifier: str
    ) -> Granted | None:
        """None for a code that is not good, and from then on it is not."""
        with self._lock:
            granted = self._granted.pop(code, None)
        if granted is None or granted.until < time.monotonic():
            return None
        asked_for = (granted.client_id, granted.redirect_uri)
        if asked_for != (client_id, redirect_uri):
            return None
        return granted if _fits(granted.challenge, verifier) else None


def _fits(challenge: str, verifier: str) -> bool:
    if not challenge:
        return not verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    expected = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return hmac.compare_digest(challenge.encode(), expected.encode())
