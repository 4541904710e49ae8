"""What the person and the coach said, what is remembered and proposed, and how much was asked."""

from collections.abc import Iterator

from shared.domain.exports.own_data import Row
from shared.store.own_data.reading import LARGE_PAGE, OwnFile, Subject, told
from shared.store.queries import Query


def _conversations(subject: Subject) -> Iterator[Row]:
    return (told(one) for one in subject.below("conversations", LARGE_PAGE))


def _messages(subject: Subject) -> Iterator[Row]:
    for talk in subject.below("conversations", LARGE_PAGE):
        for one in subject.ordered("messages", "place", talk.path, LARGE_PAGE):
            yield told(one, conversation_id=talk.id)


def _memories(subject: Subject) -> Iterator[Row]:
    yield from subject.get("users", subject.id, "coach", "memory").get("memories", ())


def _preferences(subject: Subject) -> Iterator[Row]:
    found = subject.get("users", subject.id, "coach", "preferences")
    if found:
        yield found


def _proposals(subject: Subject) -> Iterator[Row]:
    return (told(one, "patch", "draft") for one in subject.below("proposals", LARGE_PAGE))


def _usage(subject: Subject) -> Iterator[Row]:
    """Counted by organisation: theirs where nobody else is in it."""
    for organization in subject.alone_in:
        for one in subject.every(Query("usage"), ("orgs", organization)):
            yield told(one, organization_id=organization, period=one.id)


FILES = (
    OwnFile(
        "conversations",
        "Your conversations with the coach.",
        ("conversations",),
        ("id", "title", "about", "verdict", "created_at", "updated_at"),
        _conversations,
    ),
    OwnFile(
        "messages",
        "What you asked in them, and what was answered.",
        ("messages",),
        ("conversation_id", "id", "author", "text", "created_at", "citations", "proposal_ids",
         "action", "tokens_in", "tokens_out", "charged", "finished"),
        _messages,
    ),
    OwnFile(
        "memories",
        "What the coach remembers of you.",
        ("coach",),
        ("id", "kind", "topic", "text", "created_at", "updated_at"),
        _memories,
    ),
    OwnFile(
        "coach_preferences",
        "How you want the coach to talk.",
        ("coach",),
        ("personality",),
        _preferences,
    ),
    OwnFile(
        "proposals",
        "Changes of programs and programs that the coach proposed.",
        ("proposals",),
        ("id", "kind", "state", "why", "program_id", "base_version", "patch", "draft",
         "applied_program_id", "created_at", "expire_at"),
        _proposals,
    ),
    OwnFile(
        "usage",
        "How much the coach was asked, by month, in organisations to which only you belong.",
        ("usage",),
        ("organization_id", "period", "used", "used_free", "tokens_in", "tokens_out",
         "period_started_at"),
        _usage,
    ),
)  # fmt: skip
