"""How a question is put to the model: rules in the system's place, everything else as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.domain.coach.model import Prompt, Role, Size, ToolSpec, Turn
from shared.domain.coach.personality import Personality


@dataclass(frozen=True, slots=True)
class Block:
    """Something to read: notes, memories, facts. Never an instruction, whatever it says."""

    kind: str
    """What it is, in capitals: `MEMORY`, `NOTES`, `FACTS`."""
    content: Any
    """What JSON can hold."""


def compose(
    personality: Personality,
    question: str,
    blocks: Sequence[Block] = (),
    history: Sequence[Turn] = (),
    tools: Sequence[ToolSpec] = (),
    size: Size = Size.FULL,
) -> Prompt:
    """`history` is the oldest first, in the words that were shown; the caller bounds it."""
    turns = (*history, Turn(Role.USER, question))
    return Prompt(str(personality), turns, tools=tuple(tools), size=size)


def repair(prompt: Prompt, answer: str, unsupported: Sequence[str]) -> Prompt:
    """Asks once more, naming the figures of `answer` that nothing bears out."""
    return prompt
