"""Letters sent: `emails/{message id}`, so that none is sent twice. No address and no text is kept.

A letter is claimed before it is sent and settled after: a claim that stays open is one whose end
nobody knows, because the process or the provider's answer was lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.store.database import Changed, Database, Exists
from shared.store.writes import Create, Delete, Path, Put

_KEPT = timedelta(days=90)
"""Far longer than Pub/Sub can deliver a request again."""


class Fate(StrEnum):
    OPEN = "OPEN"
    SENT = "SENT"
    DROPPED = "DROPPED"
    """There is nobody to write to."""
    FAILED = "FAILED"
    """The provider will not take it."""
    UNCERTAIN = "UNCERTAIN"
    """It may have been sent, and sending it again could send it twice."""


@dataclass(frozen=True, slots=True)
class Claim:
    message_id: str
    template: str
    user_id: str
    first_tried_at: datetime
    fate: Fate = Fate.OPEN


@dataclass(frozen=True)
class FirestoreEmails:
    database: Database
    now: Callable[[], datetime]

    def claim(self, message_id: str, template: str, user_id: str) -> Claim:
        """This try's own claim, or the one that is there already with what became of it."""
        return self.database.contended(lambda: self._claim(message_id, template, user_id))

    def _claim(self, message_id: str, template: str, user_id: str) -> Claim:
        fresh = Claim(message_id, template, user_id, self.now())
        try:
            self.database.commit(Create(_path(message_id), self._record(fresh)))
        except Exists as error:
            found = self.database.get(_path(message_id))
            if found is None:
                raise Changed from error
            kept = found.data
            return Claim(
                message_id,
                kept["template"],
                kept["user_id"],
                kept["first_tried_at"],
                Fate(kept["fate"]),
            )
        return fresh

    def settle(self, claim: Claim, fate: Fate, *, reason: str = "", provider_id: str = "") -> None:
        """`reason` says why it was not sent; `provider_id` is the provider's name for it."""
        told = {"fate": fate, "reason": reason, "provider_id": provider_id}
        self.database.commit(Put(_path(claim.message_id), self._record(claim) | told))

    def release(self, claim: Claim) -> None:
        """It was surely not sent, and a later try begins afresh."""
        self.database.contended(lambda: self._release(_path(claim.message_id)))

    def _release(self, path: Path) -> None:
        # Another delivery of the same request may have settled it meanwhile.
        found = self.database.get(path)
        if found is not None and found.data["fate"] == Fate.OPEN:
            self.database.commit(Delete(path, unchanged_since=found))

    def _record(self, claim: Claim) -> dict[str, object]:
        return {
            "template": claim.template,
            "user_id": claim.user_id,
            "fate": claim.fate,
            "reason": "",
            "provider_id": "",
            "first_tried_at": claim.first_tried_at,
            "expire_at": claim.first_tried_at + _KEPT,
        }


def _path(message_id: str) -> Path:
    return ("emails", message_id)
