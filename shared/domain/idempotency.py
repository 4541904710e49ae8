"""What is remembered of a request that must not be carried out twice."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A key of one caller on one route (`id`), and what was asked with it (`fingerprint`)."""

    id: str
    fingerprint: str
    owner: str = ""
    """The caller. Nobody can tell them from `id`."""

    def derived_id(self, ordinal: int) -> str:
        """The id of the `ordinal`-th thing this request makes: the same whenever it is run."""
        digest = hashlib.sha256(f"{self.id}:{ordinal}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that was given, to be given again."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def digest(*parts: str) -> str:
    """One hash of several texts, in which no two different lists of parts can meet."""
    whole = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        whole.update(f"{len(encoded)}:".encode() + encoded)
    return whole.hexdigest()
