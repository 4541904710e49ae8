"""What the model is given with a question: the conversation, the person, what it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.access import Caller
from shared.domain.coach.conversations import Conversation
from shared.domain.coach.facts import Fact
from shared.domain.coach.figures import stated
from shared.domain.coach.grounding import About, Told
from shared.domain.coach.model import Prompt, Role, Size, Turn
from shared.domain.coach.prompting import Block, compose
from shared.domain.errors import NotFound

from .steps import Deps


@dataclass(frozen=True)
class Ground:
    """What was asked before, and what it is asked about."""

    recent: tuple[Turn, ...] = ()
    about: Told | None = None

    @classmethod
    def of(
        cls, deps: Deps, caller: Caller, conversation: Conversation | None, about: About | None
    ) -> "Ground":
        """Raises `NotFound` for a thing that is not the caller's; one that a conversation began
        with may be gone by now."""
        if conversation is None:
            return cls(about=deps.grounding.about(caller, about) if about else None)
        if conversation.about is None:
            return cls(conversation.recent)
        try:
            return cls(conversation.recent, deps.grounding.about(caller, conversation.about))
        except NotFound:
            return cls(conversation.recent)


def prepared(
    deps: Deps, caller: Caller, question: str, ground: Ground, size: Size
) -> tuple[Prompt, list[Fact]]:
    """The prompt, and the facts that its figures are."""
    memories = deps.grounding.memory(caller)
    today = caller.zones.local(deps.now()).date()
    person = {
        "today": f"{today} ({today:%A})",
        "units": caller.units,
        "experience": caller.experience,
    }
    blocks = [Block("PERSON", person)]
    facts = [stated(question), Fact("today", "today", dates=(today,))]
    facts += _said(ground.recent)
    if memories:
        blocks.append(Block("MEMORY", [one.text for one in memories]))
        facts += [stated(one.text, f"memory:{one.id}") for one in memories]
    if ground.about is not None:
        blocks.append(Block("ABOUT", ground.about.content))
        facts += ground.about.facts
    preferences = deps.preferences.of(caller.user_id)
    if preferences.embedded_with != deps.embedding_model:
        # Their first question, or the first since another model embeds.
        deps.noting.all_texts(caller.user_id, caller.organization_id)
    prompt = compose(
        preferences.personality,
        question,
        blocks,
        ground.recent,
        deps.grounding.tools(caller),
        size,
    )
    return prompt, facts


def _said(recent: tuple[Turn, ...]) -> Iterator[Fact]:
    """Figures of this conversation may come back: the coach's own were borne out then."""
    for turn in recent:
        yield stated(turn.text, "message" if turn.role is Role.USER else "conversation")
