"""Keys for tests: versions of the signing secret, and tokens made by hand."""

from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.clients.secrets import Version

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def private_pem(key: Ed25519PrivateKey | None = None) -> bytes:
    return (key or Ed25519PrivateKey.generate()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def version(number: int = 1, created_at: datetime = LONG_AGO, payload: bytes = b"") -> Version:
    return Version(number, created_at, payload or private_pem())


class OneKey:
    """A ring with a single key on it."""

    def __init__(self, key_id: str = "k") -> None:
        self.private = Ed25519PrivateKey.generate()
        self.key_id: str | None = key_id

    def find(self, key_id: str) -> Ed25519PublicKey | None:
        return self.private.public_key() if key_id == self.key_id else None

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        return jwt.encode(
            claims,
            self.private,
            algorithm="EdDSA",
            headers={"typ": "at+jwt", "kid": "k", **header},
        )
