"""What the coach's answers stand on: rules that answer by themselves, and tools for the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from shared.domain.access import Caller
from shared.domain.coach.facts import Citation, Fact
from shared.domain.coach.memory import Memory
from shared.domain.coach.model import ToolCall, ToolSpec
from shared.domain.planning.proposals import Proposal


class Thing(StrEnum):
    """What a question may be about."""

    WORKOUT = "WORKOUT"
    PROGRAM = "PROGRAM"
    MEASUREMENT = "MEASUREMENT"


@dataclass(frozen=True, slots=True)
class About:
    thing: Thing
    id: str


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """An answer that needed no model. Every figure in it is one of a fact or of the question."""

    text: str
    facts: tuple[Fact, ...] = ()
    citations: tuple[Citation, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """Not kept yet."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was looked up: for the model to read, and the facts its figures are held against."""

    content: Mapping[str, Any]
    """What JSON can hold, at most `MOST_BYTES` of it. Texts in it are what people typed."""
    facts: tuple[Fact, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """What came of looking, to be put before the person with the answer. Not kept yet."""


MOST_BYTES = 8 * 1024


class Grounding(Protocol):
    """Everything is read as the caller's own: no argument of a model or a person says whose."""

    def rule_answer(self, caller: Caller, message: str) -> RuleAnswer | None:
        """None unless a rule is sure of what is asked and can answer all of it. Does what is
        plainly told it ("remember that …"), and nothing else is written by it."""

    def tools(self, caller: Caller) -> Sequence[ToolSpec]:
        """Reading ones only."""

    def run(self, caller: Caller, call: ToolCall) -> Told:
        """Never refuses what a model asks for wrongly: the content then says what is wrong."""

    def about(self, caller: Caller, about: About) -> Told:
        """Raises `NotFound`, also for what belongs to somebody else."""

    def memory(self, caller: Caller) -> Sequence[Memory]:
        """What the person has told of themselves, the oldest first. One read."""

    def listen(self, caller: Caller, message: str) -> Sequence[Memory]:
        """Keep what the message states about the person; what was kept. No read when it states
        nothing. For messages that the safety screen has let through."""
