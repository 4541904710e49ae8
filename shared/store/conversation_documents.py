"""Conversations and their messages as documents."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain.coach.conversations import Author, Conversation, Exchange, Message, place_of
from shared.domain.coach.facts import Citation
from shared.domain.coach.grounding import About, Thing
from shared.domain.coach.model import Role, Tokens, Turn
from shared.domain.coach.safety import Action, Topic, Verdict
from shared.store.writes import Document

Fields = Mapping[str, object]


def conversation_document(conversation: Conversation) -> Fields:
    about, verdict = conversation.about, conversation.verdict
    return {
        "title": conversation.title,
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "place": conversation.place,
        "about": about and {"thing": about.thing, "id": about.id},
        "recent": [{"role": turn.role, "text": turn.text} for turn in conversation.recent],
        "verdict": {
            "action": verdict.action,
            "topic": verdict.topic,
            "answer": verdict.answer,
        },
    }


def conversation_of(document: Document) -> Conversation:
    data = document.data
    return Conversation(
        id=document.id,
        title=data["title"],
        created_at=data["created_at"],
        updated_at=data["updated_at"],
        about=data["about"] and About(Thing(data["about"]["thing"]), data["about"]["id"]),
        recent=tuple(Turn(Role(turn["role"]), turn["text"]) for turn in data["recent"]),
        verdict=_verdict(data["verdict"]),
    )


def message_documents(exchange: Exchange) -> Sequence[tuple[str, Fields]]:
    """The question's and the answer's, each with its id."""
    answer = exchange.answer
    asked: Fields = {
        "author": Author.USER,
        "text": exchange.question,
        "created_at": exchange.asked_at,
        "place": place_of(exchange.asked_at, f"{exchange.question_id}-0"),
    }
    answered: Fields = {
        "author": Author.COACH,
        "text": answer.text,
        "created_at": exchange.asked_at,
        "place": place_of(exchange.asked_at, f"{exchange.question_id}-1"),
        "citations": [{"claim": one.claim, "source": one.source} for one in answer.citations],
        "proposal_ids": [one.id for one in answer.proposals],
        "tokens_in": answer.tokens.taken_in,
        "tokens_out": answer.tokens.sent_out,
        "charged": answer.charged,
        "action": answer.verdict.action,
        "finished": answer.finished,
    }
    return (exchange.question_id, asked), (exchange.answer_id, answered)


def message_of(document: Document) -> Message:
    data = document.data
    author = Author(data["author"])
    told = (document.id, author, data["text"], data["created_at"], data["place"])
    if author is Author.USER:
        return Message(*told)
    return Message(
        *told,
        citations=tuple(Citation(one["claim"], one["source"]) for one in data["citations"]),
        proposal_ids=tuple(data["proposal_ids"]),
        tokens=Tokens(data["tokens_in"], data["tokens_out"]),
        charged=data["charged"],
        action=Action(data["action"]),
        finished=data["finished"],
    )


def _verdict(data: Mapping[str, Any]) -> Verdict:
    topic = data["topic"]
    return Verdict(Action(data["action"]), topic and Topic(topic), data["answer"])
