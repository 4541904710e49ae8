"""What the coach's answers stand on, put together from what is looked up."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shared.coach.arguments import Arguments, Unusable
from shared.coach.lookups import Lookups
from shared.coach.rules import RULES, AllowanceOf, quota_said
from shared.coach.things import facts_about
from shared.coach.tools import TOOLS
from shared.domain.access import Caller
from shared.domain.coach import memory as memories
from shared.domain.coach.grounding import About, RuleAnswer, Told
from shared.domain.coach.intents import AskedMemory, AskedQuota, Intent
from shared.domain.coach.memory import MOST_MEMORIES, Memories, Memory, Statement
from shared.domain.coach.model import ToolCall, ToolSpec
from shared.domain.coach.own_texts import OwnText
from shared.domain.coach.stating import statements, told_to_remember
from shared.domain.coach.telling.items import Item, told
from shared.domain.coach.telling.said import LIST_MARK, Said, answered
from shared.domain.coach.toolbox import LONGEST_QUERY
from shared.domain.coach.toolbox import TOOLS as SPECS
from shared.domain.coach.understanding import understood
from shared.domain.errors import ModelDown, NotFound
from shared.store.coach_memory import FirestoreCoachMemory

FindTexts = Callable[[Caller, str], Sequence[OwnText]]
"""By what is meant, the nearest first. Raises `ModelDown`."""
Note = Callable[[Caller, Sequence[str]], None]
"""Tells that these memories have changed."""

_SPECS = {spec.name: spec for spec in SPECS}
_SEARCH_NOTES = "search_notes"


@dataclass(frozen=True)
class StoredGrounding:
    lookups: Lookups
    kept: FirestoreCoachMemory
    allowance_of: AllowanceOf
    find_texts: FindTexts
    note: Note
    new_id: Callable[[], str] = field(default=lambda: str(uuid.uuid4()))

    def rule_answer(self, caller: Caller, message: str) -> RuleAnswer | None:
        statement = told_to_remember(message)
        if statement is not None:
            return self._remembered(caller, statement)
        intent = understood(message)
        said = None if intent is None else self._said(caller, intent)
        return answered(*said) if said else None

    def tools(self, caller: Caller) -> Sequence[ToolSpec]:  # noqa: ARG002
        return SPECS

    def run(self, caller: Caller, call: ToolCall) -> Told:
        spec = _SPECS.get(call.name)
        if spec is None:
            return Told({"error": "There is no such tool."})
        try:
            sent = Arguments(call.arguments, spec.parameters["properties"])
            if call.name == _SEARCH_NOTES:
                return self._notes(caller, sent.needed("query", LONGEST_QUERY))
            return TOOLS[call.name](self.lookups, caller, sent)
        except Unusable as unusable:
            return Told({"error": str(unusable)})
        except NotFound as missing:
            return Told({"error": missing.message})

    def about(self, caller: Caller, about: About) -> Told:
        return facts_about(self.lookups, caller, about)

    def memory(self, caller: Caller) -> Sequence[Memory]:
        return self.kept.all(caller.user_id)

    def listen(self, caller: Caller, message: str) -> Sequence[Memory]:
        stated = statements(message)
        return self._kept(caller, stated)[1] if stated else ()

    def _kept(
        self, caller: Caller, stated: Sequence[Statement]
    ) -> tuple[Memories, Sequence[Memory]]:
        """All there is now, and what of it is new or changed."""
        before: dict[str, Memory] = {}

        def change(found: Sequence[Memory]) -> Memories:
            before.clear()
            before.update({memory.id: memory for memory in found})
            return memories.told(found, stated, self.lookups.now(), self.new_id)

        after = self.kept.change(caller.user_id, change)
        fresh = [memory for memory in after if before.get(memory.id) != memory]
        if fresh:
            self.note(caller, [memory.id for memory in fresh])
        return after, fresh

    def _remembered(self, caller: Caller, statement: Statement) -> RuleAnswer:
        after, fresh = self._kept(caller, [statement])
        if not fresh and len(after) >= MOST_MEMORIES:
            most = Item("memory", "How much I remember.", {"most": MOST_MEMORIES})
            full = f"There is no room: {MOST_MEMORIES} things are the most I remember."
            return answered(Said(full, [most]), Said("Delete one first."))
        items = [_item(memory) for memory in fresh]
        return answered(
            Said(f"I will remember: {statement.text.rstrip('.!')}.", items),
            Said("You can see, correct and delete what I remember."),
        )

    def _said(self, caller: Caller, intent: Intent) -> list[Said] | None:
        match intent:
            case AskedQuota():
                return quota_said(self.allowance_of(caller))
            case AskedMemory():
                return _memory_said(self.memory(caller))
            case _:
                return RULES[type(intent)](self.lookups, caller, intent)

    def _notes(self, caller: Caller, query: str) -> Told:
        try:
            found = self.find_texts(caller, query)
        except ModelDown:
            return Told({"error": "Notes cannot be searched now."})
        return told([_note_item(caller, text) for text in found])


def _memory_said(kept: Sequence[Memory]) -> list[Said]:
    if not kept:
        return [Said("You have told me nothing about yourself that I keep.")]
    listed = [Said(f"{LIST_MARK}{memory.text}", [_item(memory)]) for memory in kept]
    return [Said("You told me:"), *listed]


def _item(memory: Memory) -> Item:
    return Item(f"memory:{memory.id}", memory.text, {"text": memory.text})


def _note_item(caller: Caller, text: OwnText) -> Item:
    values = {"text": text.text, "of": text.about}
    if text.told_at is not None:
        values["day"] = str(caller.zones.local(text.told_at).date())
    source = ":".join(filter(None, (text.source.lower(), text.source_id, text.place)))
    return Item(source, text.text, values)
