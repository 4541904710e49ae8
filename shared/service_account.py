"""Access tokens of the service account a function runs as, from the platform's metadata server."""

import json
import socket
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

METADATA_HOST = "metadata.google.internal"
_PATH = "/computeMetadata/v1/instance/service-accounts/default/token"
_TIMEOUT_SECONDS = 3.0
_RENEWED_SECONDS = 225
"""Before its end a token is renewed; the server has a newer one from then on."""


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    ends_at: float


class ServiceAccountTokens:
    """Threads may share it. Asks on first use."""

    def __init__(
        self, fetch: Callable[[], bytes], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._held: Token | None = None
        self._lock = Lock()

    def current(self) -> str:
        """Raises `OSError` when the server does not answer and no token is left."""
        with self._lock:
            held, now = self._held, self._clock()
            if held is not None and now < held.ends_at - _RENEWED_SECONDS:
                return held.text
            try:
                self._held = held = _token(self._fetch(), now)
            except (OSError, ValueError, KeyError):
                if held is None or now >= held.ends_at:
                    raise
            return held.text

    def sign(self, _: Any, callback: Callable[[Any, Any], None]) -> None:
        """As gRPC asks for what to put on every call."""
        try:
            token = self.current()
        except Exception as error:
            callback((), error)
        else:
            callback((("authorization", f"Bearer {token}"),), None)


def is_in_the_cloud() -> bool:
    """Whether there is a metadata server."""
    try:
        return bool(socket.getaddrinfo(METADATA_HOST, 80))
    except OSError:
        return False


def token_fetcher(host: str = METADATA_HOST) -> Callable[[], bytes]:
    def fetch() -> bytes:
        headers = {"Metadata-Flavor": "Google"}
        request = urllib.request.Request(f"http://{host}{_PATH}", headers=headers)
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
            return bytes(answer.read())

    return fetch


def _token(body: bytes, now: float) -> Token:
    said = json.loads(body)
    return Token(said["access_token"], now + said["expires_in"])
