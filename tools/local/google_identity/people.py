"""Made-up people at Google, and what is said of them in a token."""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ISSUER = "https://accounts.google.com"
_LASTS_SECONDS = 3600


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    is_verified: bool = True

    @property
    def subject(self) -> str:
        """Always the same for one address: 21 digits, as Google's are."""
        digest = hashlib.sha256(self.email.casefold().encode()).hexdigest()
        return str(10**20 + int(digest, 16) % (9 * 10**20))


PEOPLE = (
    Person("ada@gmail.example", "Ada Iron"),
    Person("bo@gmail.example", "Bo Plate"),
    Person("unproved@gmail.example", "Uma Unproved", is_verified=False),
)


def claims_of(person: Person, client_id: str, nonce: str, **other: Any) -> dict[str, Any]:
    """`other` replaces claims; None leaves one out. `expires_in` is in seconds from now."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "azp": client_id,
        "aud": client_id,
        "sub": person.subject,
        "email": person.email,
        "email_verified": person.is_verified,
        "name": person.name,
        "nonce": nonce,
        "jti": secrets.token_hex(20),
        "iat": now,
        "exp": now + int(other.pop("expires_in", _LASTS_SECONDS)),
    }
    told: Mapping[str, Any] = {**claims, **other}
    return {name: value for name, value in told.items() if value is not None}
