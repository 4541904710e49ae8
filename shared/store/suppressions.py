"""Addresses nobody writes to any more: `suppressed/{address key}`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.store.database import Database
from shared.store.writes import Path, Put

_BOUNCES_LAST = timedelta(days=90)
"""Mailboxes come back. A complaint is for good."""


class Suppression(StrEnum):
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"


@dataclass(frozen=True)
class FirestoreSuppressions:
    database: Database
    now: Callable[[], datetime]

    def put(self, email_key: str, why: Suppression) -> None:
        now = self.now()
        fields: dict[str, object] = {"reason": why, "since": now}
        if why is Suppression.BOUNCED:
            fields["expire_at"] = now + _BOUNCES_LAST
        found = self.database.get(_path(email_key))
        if found is None or found.data["reason"] != Suppression.COMPLAINED:
            self.database.commit(Put(_path(email_key), fields))

    def holds(self, email_key: str) -> bool:
        found = self.database.get(_path(email_key))
        if found is None:
            return False
        until: datetime | None = found.data.get("expire_at")
        return until is None or self.now() < until


def _path(email_key: str) -> Path:
    return ("suppressed", email_key)
