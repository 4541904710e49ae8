"""Conversations: asked in, listed, read again, deleted."""

from shared.domain.coach.model import Size
from shared.domain.coach.safety import Action
from shared.domain.coach.screen import screen
from shared.web.call import Call
from shared.web.paging import slice_of
from shared.web.reply import Slice
from shared.web.streaming import Stream

from .answer_views import AnswerView
from .asking import Asked, Telling, asking
from .schemas import (
    ChatMessage,
    ConversationsQuery,
    ConversationView,
    MessagesQuery,
    MessageView,
    Question,
    TalkView,
)
from .steps import Deps


def chat(call: Call[Deps], body: ChatMessage) -> AnswerView | Stream[AnswerView]:
    """Ask the coach, in a new conversation or in one there is. Rules answer what they can, free of
    charge; the rest is answered by a model from one's own figures, and charged when there is an
    answer. Under an Idempotency-Key nothing is charged twice."""
    return _told(call, Asked(body.message, body.conversation_id))


def ask(call: Call[Deps], body: Question) -> AnswerView | Stream[AnswerView]:
    """A quick question about one workout, program or measurement. It begins a conversation, which
    can be gone on with."""
    return _told(call, Asked(body.question, about=body.about.thing(), size=Size.QUICK))


def in_outage(body: ChatMessage | Question) -> AnswerView | None:
    """What cannot wait is answered while nothing can be read or kept."""
    verdict = screen(body.message if isinstance(body, ChatMessage) else body.question)
    return None if verdict.action is Action.ALLOW else AnswerView.unkept(verdict)


def list_all(call: Call[Deps], query: ConversationsQuery) -> Slice[list[ConversationView]]:
    """One's conversations, the latest first."""
    owner, conversations = call.caller.user_id, call.deps.conversations
    return slice_of(
        query,
        "conversations",
        owner,
        lambda beyond, limit: conversations.listed(
            owner, beyond, limit, newest_first=query.descends
        ),
        lambda conversation: conversation.place,
        ConversationView.of,
        lambda: conversations.count(owner),
    )


def show(call: Call[Deps], conversation_id: str, query: MessagesQuery) -> Slice[TalkView]:
    """One conversation, a page of messages at a time."""
    owner, conversations = call.caller.user_id, call.deps.conversations
    head = ConversationView.of(conversations.find(owner, conversation_id))
    page = slice_of(
        query,
        f"messages/{conversation_id}",
        owner,
        lambda beyond, limit: conversations.messages(
            owner, conversation_id, beyond, limit, newest_first=query.descends
        ),
        lambda message: message.place,
        MessageView.of,
        lambda: conversations.count_messages(owner, conversation_id),
    )
    return Slice(
        TalkView(**head.model_dump(), messages=page.content),
        page.limit,
        page.next_cursor,
        page.has_more,
        page=page.page,
        total=page.total,
    )


def remove(call: Call[Deps], conversation_id: str) -> None:
    """The conversation and all its messages are gone. What one has told the coach of oneself stays
    in its memory, which has routes of its own."""
    call.deps.conversations.delete(call.caller.user_id, conversation_id)


def _told(call: Call[Deps], asked: Asked) -> AnswerView | Stream[AnswerView]:
    telling = asking(call, asked).told()
    return Stream(telling) if call.streams else _whole(telling)


def _whole(telling: Telling) -> AnswerView:
    for piece in telling:
        if isinstance(piece, AnswerView):
            return piece
    raise AssertionError("a telling ends with the whole")
