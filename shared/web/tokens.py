"""Checking of access tokens: signed by us, meant for us, of the right kind, still good."""

import base64
import hashlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.domain.errors import Unauthenticated
from shared.web.gate import Claims

ALGORITHM = "EdDSA"
ACCESS_TOKEN_TYPE = "at+jwt"  # noqa: S105 (a media type, RFC 9068)
REFRESH_TOKEN_TYPE = "rt+jwt"  # noqa: S105 (a media type)
LEEWAY_SECONDS = 10
"""For clocks that differ; an access token therefore works this much longer than it says."""
_LONGEST_TOKEN = 4_096
_MOST_REMEMBERED = 4_096
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_REQUIRED = ("iss", "aud", "sub", "sid", "iat", "exp", "jti")


class PublicKeys(Protocol):
    def find(self, key_id: str) -> Ed25519PublicKey | None:
        """None for a key that is not, or no longer, one of ours."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a good token of one kind says of itself."""

    kind: str
    issuer: str
    audience: str
    also_required: tuple[str, ...] = ()


def checked_claims(token: str, keys: PublicKeys, expected: Expected) -> tuple[str, dict[str, Any]]:
    """The id of the signing key and the claims. Whatever is wrong, however odd: `Unauthenticated`.

    The key id only looks up our own keys; keys or addresses of keys inside a token are ignored.
    """
    key_id = _key_id(token, expected.kind)
    key = keys.find(key_id)
    if key is None:
        raise _not_good()
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=expected.audience,
            issuer=expected.issuer,
            leeway=LEEWAY_SECONDS,
            options={
                "require": [*_REQUIRED, *expected.also_required],
                "strict_aud": True,
                "enforce_minimum_key_length": True,
            },
        )
    except Exception as error:
        # Not only the library's own errors: a token can hold text that is no text, numbers that
        # are no dates, and nesting without end.
        raise _not_good() from error
    if not (_is_id(claims["sub"]) and _is_id(claims["sid"])):
        raise _not_good()
    return key_id, claims


@dataclass(frozen=True, slots=True)
class Presented:
    """What a good refresh token says."""

    user_id: str
    session_id: str
    generation: int


class RefreshTokens:
    """Threads may share it. Whether the session lives is another question."""

    def __init__(self, issuer: str, audience: str, keys: PublicKeys) -> None:
        # Another audience and another type: neither token passes for the other.
        self.audience = f"{audience}:refresh"
        self._expected = Expected(REFRESH_TOKEN_TYPE, issuer, self.audience, ("gen",))
        self._keys = keys

    def read(self, token: str) -> Presented:
        """Raises `Unauthenticated`, or `Unavailable` when no keys can be had."""
        _, claims = checked_claims(token, self._keys, self._expected)
        generation = claims["gen"]
        if type(generation) is not int:
            raise _not_good()
        return Presented(claims["sub"], claims["sid"], generation)


class AccessTokens:
    """Threads may share it. Remembers what it has checked until that runs out."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        keys: PublicKeys,
        clock: Callable[[], float] = time.time,
        most: int = _MOST_REMEMBERED,
    ) -> None:
        self._expected = Expected(ACCESS_TOKEN_TYPE, issuer, audience)
        self._keys, self._clock, self._most = keys, clock, most
        self._remembered: dict[bytes, tuple[Claims, str, float]] = {}
        self._lock = Lock()

    def verify(self, token: str) -> Claims:
        """Raises `Unauthenticated`, or `Unavailable` when no keys can be had."""
        if len(token) > _LONGEST_TOKEN:
            raise _not_good()
        name = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        remembered = self._remembered.get(name)
        if remembered is not None:
            claims, key_id, ends_at = remembered
            # A key that was withdrawn takes its tokens along.
            if self._clock() < ends_at and self._keys.find(key_id) is not None:
                return claims
        key_id, said = checked_claims(token, self._keys, self._expected)
        claims = Claims(said["sub"], said["sid"])
        self._remember(name, (claims, key_id, float(said["exp"]) + LEEWAY_SECONDS))
        return claims

    def _remember(self, name: bytes, entry: tuple[Claims, str, float]) -> None:
        with self._lock:
            while len(self._remembered) >= self._most:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[name] = entry


def _key_id(token: str, kind: str) -> str:
    if len(token) > _LONGEST_TOKEN:
        raise _not_good()
    try:
        _expect_one_spelling(token)
        header: Mapping[str, Any] = jwt.get_unverified_header(token)
    except Exception as error:
        raise _not_good() from error
    # The library leaves the type alone: without this a refresh token would open every route.
    if header.get("typ") != kind or header.get("alg") != ALGORITHM:
        raise _not_good()
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise _not_good()
    return key_id


def _expect_one_spelling(token: str) -> None:
    """Base64 writes the same bytes in several ways. Only the one that we issue is a token, so
    that no letter of it can be changed or added. Raises `ValueError`."""
    for part in token.split("."):
        held = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        if base64.urlsafe_b64encode(held).decode().rstrip("=") != part:
            raise ValueError


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.match(value) is not None


def _not_good() -> Unauthenticated:
    return Unauthenticated("This token is not good, or no longer.", token_sent=True)
