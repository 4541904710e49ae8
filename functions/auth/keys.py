"""The keys that sign tokens: every enabled version of one secret, the newest known one signing."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shared import log
from shared.clients.secrets import RECHECK_SECONDS, Version
from shared.domain.errors import Unavailable

SIGNING_KEYS_SECRET = "token-signing-keys"  # noqa: S105 (its name, not its content)
# A new key is published before it signs: by then every instance has looked and can answer for it.
_SETTLED_AFTER = timedelta(seconds=RECHECK_SECONDS + 10)


@dataclass(frozen=True)
class SigningKey:
    number: int
    created_at: datetime
    private: Ed25519PrivateKey

    @cached_property
    def public(self) -> Ed25519PublicKey:
        return self.private.public_key()

    @cached_property
    def id(self) -> str:
        """The version and a piece of the key's hash: a secret made again counts from 1 again."""
        return f"{self.number}-{hashlib.sha256(self.public.public_bytes_raw()).hexdigest()[:12]}"

    def as_jwk(self) -> dict[str, str]:
        raw = base64.urlsafe_b64encode(self.public.public_bytes_raw()).decode().rstrip("=")
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": "EdDSA",
            "kid": self.id,
            "x": raw,
        }


class SigningKeys:
    """Threads may share it."""

    def __init__(
        self, versions: Callable[[], Sequence[Version]], now: Callable[[], datetime]
    ) -> None:
        self._versions, self._now = versions, now
        self._parsed: tuple[Sequence[Version], tuple[SigningKey, ...]] = ((), ())

    def all(self) -> tuple[SigningKey, ...]:
        """The newest first. Raises `Unavailable` when there is none."""
        versions = self._versions()
        if versions != self._parsed[0]:
            keys = tuple(key for version in versions if (key := _read(version)) is not None)
            self._parsed = (versions, keys)
        keys = self._parsed[1]
        if not keys:
            raise Unavailable
        return keys

    def signing(self) -> SigningKey:
        keys = self.all()
        settled_since = self._now() - _SETTLED_AFTER
        return next((key for key in keys if key.created_at <= settled_since), keys[-1])

    def find(self, key_id: str) -> Ed25519PublicKey | None:
        return next((key.public for key in self.all() if key.id == key_id), None)


def _read(version: Version) -> SigningKey | None:
    try:
        private = load_pem_private_key(version.payload, password=None)
    except ValueError as error:
        log.failure("a signing key cannot be read", error, version=version.number)
        return None
    if not isinstance(private, Ed25519PrivateKey):
        log.event("ERROR", "a signing key is not an Ed25519 key", version=version.number)
        return None
    return SigningKey(version.number, version.created_at, private)
