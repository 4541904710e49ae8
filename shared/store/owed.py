"""Messages owed: `owed/{id}`, written together with what they follow from, gone once published.

So a message is neither lost when Pub/Sub is down, nor told of something that did not come to be.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.store.database import Database
from shared.store.queries import Query, Where
from shared.store.writes import Create, Delete, Path


@dataclass(frozen=True, slots=True)
class Owed:
    id: str
    messages: tuple[tuple[str, str], ...]
    """Topic and JSON of each."""
    since: datetime


class FirestoreOwed:
    def __init__(self, database: Database) -> None:
        self._database = database

    def settle(self, owed: Owed) -> None:
        self._database.commit(Delete(_path(owed.id)))

    def before(self, moment: datetime, limit: int) -> list[Owed]:
        """What has been owed since before `moment`, the oldest first."""
        query = Query("owed", [Where("since", "<", moment)], [("since", False)], limit)
        return [
            Owed(
                document.id,
                tuple((one["topic"], one["message"]) for one in document.data["messages"]),
                document.data["since"],
            )
            for document in self._database.query(query)
        ]


def owed_creation(owed: Owed) -> Create:
    messages = [{"topic": topic, "message": message} for topic, message in owed.messages]
    fields = {"messages": messages, "since": owed.since}
    return Create(_path(owed.id), fields)


def _path(owed_id: str) -> Path:
    return ("owed", owed_id)
