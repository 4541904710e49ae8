"""The coach on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from shared.domain.coach.conversations import MOST_CHARACTERS, Author, Conversation, Message
from shared.domain.coach.grounding import About, Thing
from shared.domain.coach.personality import Personality
from shared.domain.coach.safety import Action
from shared.domain.ids import PATTERN
from shared.web.paging import GrowingQuery
from shared.web.wire import View, Wire

from .answer_views import CitationView

_MOST_CHARACTERS_OF_A_QUESTION = 1_000

Id = Annotated[str, StringConstraints(pattern=PATTERN)]


def _said(most: int) -> StringConstraints:
    # The pattern asks for something that is no space.
    return StringConstraints(min_length=1, max_length=most, pattern=r"\S")


class ChatMessage(Wire):
    message: Annotated[str, _said(MOST_CHARACTERS)]
    conversation_id: Id | None = None


class AboutOne(Wire):
    """Exactly one of them."""

    workout_id: Id | None = None
    program_id: Id | None = None
    measurement_id: Id | None = None

    @model_validator(mode="after")
    def exactly_one(self) -> Self:
        if len(self._given()) != 1:
            raise ValueError("Name exactly one of workout_id, program_id and measurement_id.")
        return self

    def _given(self) -> list[About]:
        ids = {
            Thing.WORKOUT: self.workout_id,
            Thing.PROGRAM: self.program_id,
            Thing.MEASUREMENT: self.measurement_id,
        }
        return [About(thing, one) for thing, one in ids.items() if one is not None]

    def thing(self) -> About:
        (about,) = self._given()
        return about


class Question(Wire):
    question: Annotated[str, _said(_MOST_CHARACTERS_OF_A_QUESTION)]
    about: AboutOne


class Preferences(Wire):
    personality: Personality


class PreferencesView(View):
    personality: Personality


class QuotaView(View):
    """`limit` is null where there is none. The month is that of UTC."""

    used: int
    limit: int | None
    resets_at: datetime


class ConversationsQuery(GrowingQuery):
    """By when something was last said."""


class MessagesQuery(GrowingQuery):
    """`order` is `asc`, as one reads, unless it says otherwise."""

    order: Literal["asc", "desc"] = "asc"


class ConversationView(View):
    id: str
    title: str
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, conversation: Conversation) -> Self:
        return cls(
            id=conversation.id,
            title=conversation.title,
            created_at=conversation.created_at,
            updated_at=conversation.updated_at,
        )


class MessageView(View):
    """Of what the coach said, also what it stood on. Proposals are shown by their own route."""

    id: str
    author: Author
    text: str
    created_at: datetime
    citations: list[CitationView]
    proposal_ids: list[str]
    charged: bool
    action: Action
    finished: bool

    @classmethod
    def of(cls, message: Message) -> Self:
        return cls(
            id=message.id,
            author=message.author,
            text=message.text,
            created_at=message.created_at,
            citations=CitationView.all_of(message.citations),
            proposal_ids=list(message.proposal_ids),
            charged=message.charged,
            action=message.action,
            finished=message.finished,
        )


class TalkView(ConversationView):
    """A conversation with a page of its messages."""

    messages: list[MessageView]
