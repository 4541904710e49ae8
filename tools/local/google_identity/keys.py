"""The keys of the stand-in: one that is published, and one that is not, in a private file."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tools.local.private_files import read_private, write_private

_ALGORITHM = "RS256"


class Keys:
    """The published one stays when the stand-in is started again: functions remember it."""

    def __init__(self, file: Path) -> None:
        kept = read_private(file)
        if kept is None:
            kept = {"key": _made()}
            write_private(file, kept)
        self._ours, self._others = _read(kept["key"]), _read(_made())

    def published(self) -> dict[str, Any]:
        """A key set (RFC 7517)."""
        public = self._ours.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": _ALGORITHM, "kid": self._key_id}
        return {"keys": [{**key, "n": _whole(public.n), "e": _whole(public.e)}]}

    def sign(self, claims: Mapping[str, Any], *, as_another: bool = False) -> str:
        """`as_another`: by a key that nobody published, under the name of the one that is."""
        key = self._others if as_another else self._ours
        return jwt.encode(dict(claims), key, _ALGORITHM, headers={"kid": self._key_id})

    @property
    def _key_id(self) -> str:
        return f"{self._ours.public_key().public_numbers().n % 2**64:016x}"


def _made() -> str:
    return (
        generate_private_key(public_exponent=65537, key_size=2048)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _read(pem: str) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("this is no RSA key")
    return key


def _whole(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
