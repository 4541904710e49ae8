"""The one place where messages owed are put together with the outbox they leave by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared import log
from shared.clock import utc_now
from shared.events.message import Message
from shared.events.outbox import live_outbox
from shared.once import once
from shared.store.database import live_database
from shared.store.owed import FirestoreOwed, Owed


class Sending(Protocol):
    def send(self, topic: str, data: str) -> None:
        """Raises `Unavailable`."""


@dataclass(frozen=True)
class Owing:
    """What follows from a change is owed in the commit that makes the change, and published when
    that has succeeded. Nobody waits for Pub/Sub to come back, and nothing is lost meanwhile: what
    could not be published stays owed, and the job `owed_messages` publishes it."""

    kept: FirestoreOwed
    outbox: Sending
    now: Callable[[], datetime]

    def owe(self, owed_id: str, *messages: tuple[str, Message]) -> Owed:
        """Topic and message of each. To be committed: `owed_creation` of it."""
        told = tuple((topic, message.model_dump_json()) for topic, message in messages)
        return Owed(owed_id, told, self.now())

    def pay(self, owed: Owed) -> bool:
        """Whether all of it is published. It may be published twice, never lost."""
        try:
            for topic, message in owed.messages:
                self.outbox.send(topic, message)
            self.kept.settle(owed)
        except Exception as error:
            # The change it follows from is made: no failure here may say that it was not.
            log.failure("messages stay owed", error, owed=owed.id)
            return False
        return True


@once
def live_owing() -> Owing:
    return Owing(FirestoreOwed(live_database()), live_outbox(), utc_now)
