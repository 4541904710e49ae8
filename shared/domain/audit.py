"""The audit log: what was done, by whom, to whom; each organisation's entries form a chain.

An entry's hash covers the hash before it, so that none can be changed, taken out or put in between
without showing. What is personal in an entry is covered by a digest of its own, with salt: when a
person is erased it can go, and the chain still holds.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

SYSTEM = "SYSTEM"
"""The actor of what no person did: a provider's event, a job."""
PLATFORM = "platform"
"""The chain of what is done to no organisation in particular, such as to the global catalogue."""

Facts = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    id: str
    """Made from what happened, so that telling of it twice writes it once; no person's id can be
    told from it."""
    action: str
    """A word like SUBSCRIPTION_STARTED."""
    actor: str
    """A user's id, or `SYSTEM`."""
    organization_id: str
    """Whose chain it is in."""
    occurred_at: datetime
    user_id: str | None = None
    """The person it concerns."""
    facts: Facts = field(default_factory=dict)
    """Nothing by which a stranger could tell who the person is."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends."""

    sequence: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What makes an entry part of a chain."""

    sequence: int
    """From 1, without gaps."""
    previous: str
    salt: str
    personal: str
    """The digest of what is personal."""
    hash: str

    @property
    def head(self) -> Head:
        return Head(self.sequence, self.hash)


@dataclass(frozen=True, slots=True)
class Linked:
    entry: AuditEntry
    link: Link
    is_erased: bool = False
    """What was personal is gone: actor and person are SYSTEM and nobody."""


def linked(entry: AuditEntry, head: Head, salt: str) -> Linked:
    """The entry behind `head`. `salt`: 128 bits that nobody can guess."""
    personal = _personal_digest(entry, salt)
    sequence = head.sequence + 1
    return Linked(
        entry,
        Link(sequence, head.hash, salt, personal, _hash(entry, sequence, head.hash, personal)),
    )


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold."""

    sequence: int
    what: str


def breaks(chain: Iterable[Linked], head: Head) -> Iterator[Break]:
    """What is wrong with a chain, read from its beginning; nothing when it holds to `head`."""
    at = Head()
    for one in chain:
        link = one.link
        if link.sequence != at.sequence + 1:
            yield Break(at.sequence + 1, "missing")
        elif link.previous != at.hash:
            yield Break(link.sequence, "not behind the one before it")
        if not one.is_erased and _personal_digest(one.entry, link.salt) != link.personal:
            yield Break(link.sequence, "who or what was changed")
        if _hash(one.entry, link.sequence, link.previous, link.personal) != link.hash:
            yield Break(link.sequence, "changed")
        at = link.head
    if at != head:
        yield Break(
            at.sequence + 1, "the end is missing" if at.sequence < head.sequence else "more"
        )


def _personal_digest(entry: AuditEntry, salt: str) -> str:
    return _digest([salt, entry.actor, entry.user_id, dict(entry.facts)])


def _hash(entry: AuditEntry, sequence: int, previous: str, personal: str) -> str:
    moment = entry.occurred_at.isoformat()
    return _digest(
        [entry.id, entry.action, entry.organization_id, moment, sequence, previous, personal]
    )


def _digest(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(*parts: str) -> str:
    """An id for an entry, from which nobody can tell the parts."""
    return _digest(list(parts))
