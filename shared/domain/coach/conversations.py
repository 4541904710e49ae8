"""Conversations with the coach: what was asked, what was answered, what of it the model is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.coach.facts import Citation
from shared.domain.coach.grounding import About
from shared.domain.coach.model import Role, Tokens, Turn
from shared.domain.coach.safety import ALLOWED, Action, Verdict
from shared.domain.planning.proposals import Proposal

MOST_CHARACTERS = 4_000
"""Of a question."""
_TITLE_CHARACTERS = 60
_RECENT_TURNS = 12
_RECENT_CHARACTERS = 8_000


class Author(StrEnum):
    USER = "USER"
    COACH = "COACH"


@dataclass(frozen=True, slots=True)
class CoachAnswer:
    """`finished` is False when the client hung up or the model broke off in the middle."""

    text: str
    citations: tuple[Citation, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    tokens: Tokens = field(default_factory=Tokens)
    charged: bool = False
    verdict: Verdict = ALLOWED
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer. The ids of both messages are given by who asked."""

    question_id: str
    answer_id: str
    question: str
    answer: CoachAnswer
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """As it is kept. Those of the person have text alone."""

    id: str
    author: Author
    text: str
    created_at: datetime
    place: str
    """Among the messages of the conversation, the oldest first."""
    citations: tuple[Citation, ...] = ()
    proposal_ids: tuple[str, ...] = ()
    tokens: Tokens = field(default_factory=Tokens)
    charged: bool = False
    action: Action = Action.ALLOW
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    about: About | None = None
    """What the first question was about."""
    recent: tuple[Turn, ...] = ()
    """The last questions and answers, the oldest first, as far as the model is told of them."""
    verdict: Verdict = ALLOWED
    """Of the last question."""

    @property
    def place(self) -> str:
        """Among the conversations of a person, the longest silent first."""
        return place_of(self.updated_at, self.id)


def begun(conversation_id: str, question: str, about: About | None, now: datetime) -> Conversation:
    return Conversation(conversation_id, titled(question), now, now, about)


def continued(conversation: Conversation, exchange: Exchange, now: datetime) -> Conversation:
    turns = (Turn(Role.USER, exchange.question), Turn(Role.MODEL, exchange.answer.text))
    return replace(
        conversation,
        updated_at=max(now, conversation.updated_at),
        recent=_newest((*conversation.recent, *turns)),
        verdict=exchange.answer.verdict,
    )


def amended(conversation: Conversation, beginning: str, whole: str) -> Conversation:
    """With the whole of an answer of which only the beginning was known."""
    recent = tuple(
        replace(turn, text=whole[:_RECENT_CHARACTERS])
        if turn.role is Role.MODEL and turn.text == beginning
        else turn
        for turn in conversation.recent
    )
    return replace(conversation, recent=recent)


def titled(question: str) -> str:
    """The beginning of a question, on one line."""
    line = " ".join(question.split())
    if len(line) <= _TITLE_CHARACTERS:
        return line
    head, space, _ = line[:_TITLE_CHARACTERS].rpartition(" ")
    return f"{head if space else line[: _TITLE_CHARACTERS - 1]}…"


def place_of(moment: datetime, mark: str) -> str:
    """Text that sorts as time does; `mark` tells apart what is of one moment."""
    return f"{moment:%Y%m%dT%H%M%S%f}-{mark}"


def _newest(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The last ones, as many as there is room for, by whole exchanges; the very last is in it
    however long it is."""
    kept = list(turns[-_RECENT_TURNS:])
    while len(kept) > 2 and sum(len(turn.text) for turn in kept) > _RECENT_CHARACTERS:
        del kept[:2]
    return tuple(replace(turn, text=turn.text[:_RECENT_CHARACTERS]) for turn in kept)
