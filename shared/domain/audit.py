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
    is_misplaced: bool = False
    """Lists would show it elsewhere, or not at all."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in a chain and is no entry."""

    sequence: int


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


def breaks(chain: Iterable[Linked | Unreadable], head: Head) -> Iterator[Break]:
    """What is wrong with a chain, read from its beginning; nothing when it holds to `head`."""
    at = Head()
    for one in chain:
        if isinstance(one, Unreadable):
            yield Break(one.sequence, "cannot be read")
            at = Head(one.sequence)
            continue
        link = one.link
        if link.sequence <= at.sequence:
            yield Break(link.sequence, "there twice")
        elif link.sequence > at.sequence + 1:
            yield Break(at.sequence + 1, "missing")
        elif link.previous != at.hash:
            yield Break(link.sequence, "not behind the one before it")
        yield from _faults(one)
        at = link.head
    if at != head:
        yield Break(at.sequence + 1, _of_the_end(at, head))


def _faults(one: Linked) -> Iterator[Break]:
    """Of an entry by itself."""
    link = one.link
    if not _is_the_person(one):
        yield Break(link.sequence, "who or what was changed")
    if _hash(one.entry, link.sequence, link.previous, link.personal) != link.hash:
        yield Break(link.sequence, "changed")
    if one.is_misplaced:
        yield Break(link.sequence, "lists show it elsewhere")


def _is_the_person(one: Linked) -> bool:
    entry, link = one.entry, one.link
    if one.is_erased:
        left = (entry.actor, entry.user_id, dict(entry.facts), link.salt)
        return left == (SYSTEM, None, {}, "")
    return _personal_digest(entry, link.salt) == link.personal


def _of_the_end(at: Head, head: Head) -> str:
    if at.sequence < head.sequence:
        return "the end is missing"
    return "more than there should be" if at.sequence > head.sequence else "another end"


def _personal_digest(entry: AuditEntry, salt: str) -> str:
    return _digest([salt, entry.actor, entry.user_id, dict(entry.facts)])


def _hash(entry: AuditEntry, sequence: int, previous: str, personal: str) -> str:
    moment = entry.occurred_at.isoformat()
    return _digest(
        [entry.id, entry.action, entry.organization_id, moment, sequence, previous, personal]
    )


def _digest(parts: list[object]) -> str:
    # `str`: what somebody put there who had no business to may be of any kind, and has to show.
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(*parts: str) -> str:
    """An id for an entry, from which nobody can tell the parts."""
    return _digest(list(parts))
