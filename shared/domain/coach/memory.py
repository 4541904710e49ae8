"""What a person has told the coach of themselves, for them to see, correct and delete."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from shared.domain.errors import Conflict, Fault, Invalid, NotFound
from shared.domain.naming import name_key

MOST_MEMORIES = 100
MOST_CHARACTERS = 300


class MemoryKind(StrEnum):
    NAME = "NAME"
    EQUIPMENT = "EQUIPMENT"
    SCHEDULE = "SCHEDULE"
    PREFERENCE = "PREFERENCE"
    GOAL = "GOAL"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Memory:
    id: str
    text: str
    """In the person's own words."""
    kind: MemoryKind
    created_at: datetime
    updated_at: datetime
    topic: str = ""
    """Of two statements with the same one the later holds. Empty: it stands by itself."""


class Statement(NamedTuple):
    text: str
    kind: MemoryKind = MemoryKind.OTHER
    topic: str = ""


class Wanted(NamedTuple):
    """One item of a whole list as it should be. Without an id it is new."""

    text: str
    id: str | None = None


Memories = tuple[Memory, ...]
NewId = Callable[[], str]


def told(
    memories: Sequence[Memory], statements: Sequence[Statement], now: datetime, new_id: NewId
) -> Memories:
    """With what was stated. What is known already is not kept twice, what has the topic of an
    older statement takes its place, and what there is no room for is left out."""
    found = tuple(memories)
    for one in statements:
        if any(name_key(one.text) == name_key(memory.text) for memory in found):
            continue
        older = [memory for memory in found if one.topic and memory.topic == one.topic]
        if older:
            changed = replace(older[0], text=one.text, kind=one.kind, updated_at=now)
            found = tuple(changed if memory is older[0] else memory for memory in found)
        elif len(found) < MOST_MEMORIES:
            found = (*found, Memory(new_id(), one.text, one.kind, now, now, one.topic))
    return found


def joined(memories: Sequence[Memory], others: Sequence[Memory]) -> Memories:
    """With what somebody else was told who turns out to be the same person. What is known already,
    in these words or about that topic, stands; what there is no room for is left out."""
    found = tuple(memories)
    for one in others:
        is_known = any(
            name_key(one.text) == name_key(memory.text) or (one.topic and one.topic == memory.topic)
            for memory in found
        )
        if not is_known and len(found) < MOST_MEMORIES:
            found = (*found, one)
    return found


def find(memories: Sequence[Memory], memory_id: str) -> Memory:
    """Raises `NotFound`."""
    for memory in memories:
        if memory.id == memory_id:
            return memory
    raise NotFound


def corrected(memories: Sequence[Memory], memory_id: str, text: str, now: datetime) -> Memories:
    """What a person writes themselves stands until they change it: it loses its topic, so that no
    later statement takes its place. Raises `NotFound`."""
    old = find(memories, memory_id)
    if old.text == text:
        return tuple(memories)
    new = replace(old, text=text, topic="", updated_at=now)
    return tuple(new if memory is old else memory for memory in memories)


def without(memories: Sequence[Memory], memory_id: str) -> Memories:
    """Raises `NotFound`."""
    gone = find(memories, memory_id)
    return tuple(memory for memory in memories if memory is not gone)


def rewritten(
    memories: Sequence[Memory], wanted: Sequence[Wanted], now: datetime, new_id: NewId
) -> Memories:
    """The whole list, in the order wanted. Raises `Invalid` for an id that is not there, or twice;
    `Conflict` over `MOST_MEMORIES`."""
    if len(wanted) > MOST_MEMORIES:
        raise Conflict(f"There is room for {MOST_MEMORIES} memories.")
    known = {memory.id: memory for memory in memories}
    found: list[Memory] = []
    for place, one in enumerate(wanted):
        if one.id is None:
            found.append(Memory(new_id(), one.text, MemoryKind.OTHER, now, now))
            continue
        old = known.pop(one.id, None)
        if old is None:
            message = "There is no such memory, or it stands here twice."
            raise Invalid(Fault(f"memories.{place}.id", message))
        found += corrected([old], one.id, one.text, now)
    return tuple(found)
