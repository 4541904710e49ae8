"""Conversations with the coach: `users/{uid}/conversations/{cid}`, and `messages` below each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.coach.conversations import (
    Conversation,
    Exchange,
    Message,
    amended,
    begun,
    continued,
)
from shared.domain.coach.grounding import About
from shared.domain.errors import NotFound
from shared.once import once
from shared.store.conversation_documents import (
    conversation_document,
    conversation_of,
    message_documents,
    message_of,
)
from shared.store.database import Database, live_database
from shared.store.proposals import creation
from shared.store.queries import Query, Where
from shared.store.writes import Create, Delete, Document, Path, Put, Write

_BATCH = 400


@dataclass(frozen=True, slots=True)
class Thread:
    """Where an exchange is kept: in a conversation that is there, or in a new one."""

    owner: str
    id: str
    is_new: bool
    about: About | None = None


@dataclass(frozen=True)
class FirestoreConversations:
    database: Database

    def find(self, owner: str, conversation_id: str) -> Conversation:
        """Raises `NotFound`."""
        return conversation_of(self._document(owner, conversation_id))

    def listed(
        self, owner: str, beyond: str | None, limit: int, *, newest_first: bool
    ) -> list[Conversation]:
        found = self._listed("conversations", ("users", owner), beyond, limit, newest_first)
        return [conversation_of(document) for document in found]

    def count(self, owner: str) -> int:
        return self.database.count(Query("conversations"), ("users", owner))

    def messages(
        self,
        owner: str,
        conversation_id: str,
        beyond: str | None,
        limit: int,
        *,
        newest_first: bool,
    ) -> list[Message]:
        under = _path(owner, conversation_id)
        found = self._listed("messages", under, beyond, limit, newest_first)
        return [message_of(document) for document in found]

    def count_messages(self, owner: str, conversation_id: str) -> int:
        return self.database.count(Query("messages"), _path(owner, conversation_id))

    def answer(self, owner: str, conversation_id: str, answer_id: str) -> Message | None:
        """What was answered before; None when nothing was."""
        document = self.database.get((*_path(owner, conversation_id), "messages", answer_id))
        return None if document is None else message_of(document)

    def keep(self, thread: Thread, exchange: Exchange, now: datetime) -> None:
        """Raises `Exists` when it is kept already and `NotFound` when the conversation is gone."""
        self.database.contended(lambda: self.database.commit(*self.writes(thread, exchange, now)))

    def writes(self, thread: Thread, exchange: Exchange, now: datetime) -> Sequence[Write]:
        """What keeps an exchange, for a batch: fails with `Changed` when somebody else wrote to
        the conversation meanwhile. Raises `NotFound` when it is gone."""
        path = _path(thread.owner, thread.id)
        found = None if thread.is_new else self._document(thread.owner, thread.id)
        before = (
            begun(thread.id, exchange.question, thread.about, exchange.asked_at)
            if found is None
            else conversation_of(found)
        )
        data = conversation_document(continued(before, exchange, now))
        head = Create(path, data) if found is None else Put(path, data, unchanged_since=found)
        messages = [
            Create((*path, "messages", name), fields)
            for name, fields in message_documents(exchange)
        ]
        made = [creation(thread.owner, one) for one in exchange.answer.proposals]
        return (head, *messages, *made)

    def complete(self, thread: Thread, beginning: str, exchange: Exchange) -> None:
        """The answer as it came to be, in the place of its beginning. Nothing is kept of it when
        the conversation was deleted meanwhile."""
        path = _path(thread.owner, thread.id)

        def attempt() -> None:
            found, kept = self.database.get_many([path, (*path, "messages", exchange.answer_id)])
            if found is None or kept is None:
                return
            head = amended(conversation_of(found), beginning, exchange.answer.text)
            _, (_, fields) = message_documents(exchange)
            self.database.commit(
                Put(path, conversation_document(head), unchanged_since=found),
                Put(kept.path, fields, unchanged_since=kept),
                *(creation(thread.owner, one) for one in exchange.answer.proposals),
            )

        self.database.contended(attempt)

    def delete(self, owner: str, conversation_id: str) -> None:
        """With every message, before and after: one may be added meanwhile. Raises `NotFound`."""
        self._document(owner, conversation_id)
        path = _path(owner, conversation_id)
        self._delete_messages(path)
        self.database.commit(Delete(path))
        self._delete_messages(path)

    def _delete_messages(self, path: Path) -> None:
        while found := self.database.query(Query("messages", limit=_BATCH, only=("place",)), path):
            self.database.commit(*(Delete(one.path) for one in found))

    def _document(self, owner: str, conversation_id: str) -> Document:
        document = self.database.get(_path(owner, conversation_id))
        if document is None:
            raise NotFound
        return document

    def _listed(
        self, collection: str, under: Path, beyond: str | None, limit: int, newest_first: bool
    ) -> list[Document]:
        where = [Where("place", "<" if newest_first else ">", beyond)] if beyond else []
        query = Query(collection, where, [("place", newest_first)], limit)
        return self.database.query(query, under)


@once
def live_conversations() -> FirestoreConversations:
    return FirestoreConversations(live_database())


def _path(owner: str, conversation_id: str) -> Path:
    return ("users", owner, "conversations", conversation_id)
