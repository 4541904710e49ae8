"""What the coach remembers of a person: for them to see, to correct and to delete."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, Field, StringConstraints

from shared.domain.coach import memory as rules
from shared.domain.coach.memory import (
    MOST_CHARACTERS,
    MOST_MEMORIES,
    Memories,
    Memory,
    MemoryKind,
    Wanted,
)
from shared.domain.coach.own_texts import Source
from shared.domain.ids import PATTERN
from shared.domain.naming import tidied
from shared.events.noting import Noting
from shared.store.coach_memory import FirestoreCoachMemory
from shared.web.call import Call
from shared.web.paging import PageQuery, page_of
from shared.web.reply import Page
from shared.web.wire import View, Wire

# The pattern asks for something that is no space.
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_CHARACTERS, pattern=r"\S"),
    AfterValidator(tidied),
]


class MemoryDeps(Protocol):
    @property
    def memory(self) -> FirestoreCoachMemory: ...
    @property
    def noting(self) -> Noting: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


class MemoryText(Wire):
    text: Text


class MemoryItem(Wire):
    """Without an id it is new."""

    id: Annotated[str, StringConstraints(pattern=PATTERN)] | None = None
    text: Text


class MemoryList(Wire):
    memories: Annotated[list[MemoryItem], Field(max_length=MOST_MEMORIES)]


class MemoryView(View):
    """`text` is in the person's own words."""

    id: str
    text: str
    kind: MemoryKind
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def of(memory: Memory) -> "MemoryView":
        return MemoryView(
            id=memory.id,
            text=memory.text,
            kind=memory.kind,
            created_at=memory.created_at,
            updated_at=memory.updated_at,
        )


def list_all(call: Call[Any], query: PageQuery) -> Page[MemoryView]:
    """What the coach remembers of one, the newest first unless asked otherwise."""
    deps: MemoryDeps = call.deps
    kept = deps.memory.all(call.caller.user_id)
    return page_of(kept[::-1] if query.descends else kept, query, MemoryView.of)


def replace(call: Call[Any], body: MemoryList) -> Page[MemoryView]:
    """All that is to be remembered: what has an id stays under it, what is not in the list is
    forgotten."""
    deps: MemoryDeps = call.deps
    wanted = [Wanted(one.text, one.id) for one in body.memories]
    kept = _changed(call, lambda found: rules.rewritten(found, wanted, deps.now(), call.new_id))
    return Page([MemoryView.of(one) for one in kept], 1, MOST_MEMORIES, len(kept))


def forget_all(call: Call[Any]) -> None:
    """Nothing is remembered any more."""
    _changed(call, lambda _: ())


def show_memory(call: Call[Any], memory_id: str) -> MemoryView:
    """One thing the coach remembers."""
    deps: MemoryDeps = call.deps
    return MemoryView.of(rules.find(deps.memory.all(call.caller.user_id), memory_id))


def correct(call: Call[Any], memory_id: str, body: MemoryText) -> MemoryView:
    """The same thing in other words. No later statement takes their place."""
    deps: MemoryDeps = call.deps
    kept = _changed(call, lambda found: rules.corrected(found, memory_id, body.text, deps.now()))
    return MemoryView.of(rules.find(kept, memory_id))


def forget(call: Call[Any], memory_id: str) -> None:
    """This is remembered no more."""
    _changed(call, lambda found: rules.without(found, memory_id))


def _changed(call: Call[Any], change: Callable[[Sequence[Memory]], Memories]) -> Memories:
    """Whoever looks texts up by meaning hears which are others, new or gone."""
    deps: MemoryDeps = call.deps
    before: Sequence[Memory] = ()

    def remembering(found: Sequence[Memory]) -> Memories:
        nonlocal before
        before = found
        return change(found)

    after = deps.memory.change(call.caller.user_id, remembering)
    caller = call.caller
    deps.noting.texts(
        caller.user_id, caller.organization_id, Source.MEMORY, _differing(before, after)
    )
    return after


def _differing(before: Iterable[Memory], after: Iterable[Memory]) -> set[str]:
    return {one.id for one in {*before} ^ {*after}}
