"""The public keys that `auth` publishes, fetched and kept: what every other function trusts."""

import base64
import json
import time
import urllib.request
from collections.abc import Callable, Mapping
from threading import Lock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared import log
from shared.domain.errors import Unavailable

_FRESH_SECONDS = 300
_UNKNOWN_KEY_SECONDS = 5
"""At most so often is asked again because of a key nobody has heard of."""
_RETRY_SECONDS = 3
_LAST_GOOD_SECONDS = 3_600
_TIMEOUT_SECONDS = 3.0
_LARGEST_ANSWER = 65_536


class PublishedKeys:
    """Threads may share it. Fetches on first use."""

    def __init__(
        self,
        fetch: Callable[[], bytes],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: Mapping[str, Ed25519PublicKey] = {}
        self._good_at: float | None = None
        self._tried_at: float | None = None
        self._lock = Lock()

    def find(self, key_id: str) -> Ed25519PublicKey | None:
        """Raises `Unavailable` when there are no keys to look in, or the key may be one that came
        while they could not be fetched. Known keys serve for an hour without a fetch."""
        key = self._keys.get(key_id)
        if key is None or self._age() >= _FRESH_SECONDS:
            self._refresh(wait=key is None)
            key = self._keys.get(key_id)
        if self._age() > _LAST_GOOD_SECONDS or (key is None and self._failed()):
            raise Unavailable
        return key

    def _age(self) -> float:
        return float("inf") if self._good_at is None else self._clock() - self._good_at

    def _failed(self) -> bool:
        """Whether the last fetch failed."""
        return self._tried_at != self._good_at

    def _refresh(self, *, wait: bool) -> None:
        # Who knows the key already need not wait for somebody else's fetch.
        if not self._lock.acquire(blocking=wait):
            return
        try:
            now = self._clock()
            pause = _RETRY_SECONDS if self._failed() else _UNKNOWN_KEY_SECONDS
            if self._tried_at is not None and now - self._tried_at < pause:
                return
            self._tried_at = now
            self._keys = _public_keys(self._fetch())
            self._good_at = now
        except Exception as error:
            log.failure("public keys not fetched", error)
        finally:
            self._lock.release()


def fetcher(url: str) -> Callable[[], bytes]:
    """Asks whoever stands in between for the newest answer, too."""

    def fetch() -> bytes:
        request = urllib.request.Request(url, headers={"Cache-Control": "no-cache"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
            return bytes(answer.read(_LARGEST_ANSWER))

    return fetch


def _public_keys(body: bytes) -> dict[str, Ed25519PublicKey]:
    """Of a JWK set, the keys we can use. Raises when there is none."""
    keys = {
        str(key["kid"]): Ed25519PublicKey.from_public_bytes(_bytes_of(key["x"]))
        for key in json.loads(body)["keys"]
        if key.get("kty") == "OKP" and key.get("crv") == "Ed25519"
    }
    if not keys:
        raise ValueError("no usable key in the set")
    return keys


def _bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
