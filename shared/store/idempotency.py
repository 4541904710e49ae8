"""Records of idempotency keys: `idempotency/{hash}`, kept for a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.clock import utc_now
from shared.domain.errors import IdempotencyKeyReused, RequestInProgress
from shared.domain.idempotency import Answered, Claim
from shared.store.database import Changed, Database, Exists
from shared.store.writes import Create, Delete, Document, Put

_KEPT = timedelta(hours=24)
_LEASE = timedelta(seconds=60)
"""Longer than any function with such routes may run."""


@dataclass(frozen=True)
class FirestoreLedger:
    database: Database
    now: Callable[[], datetime] = utc_now

    def begin(self, claim: Claim) -> Answered | None:
        return self.database.contended(lambda: self._begin(claim))

    def _begin(self, claim: Claim) -> Answered | None:
        path, fresh = ("idempotency", claim.id), self._running(claim)
        try:
            self.database.commit(Create(path, fresh))
        except Exists:
            pass
        else:
            return None
        found = self.database.get(path)
        if found is None:
            raise Changed
        if found.data["expire_at"] > self.now():
            if found.data["fingerprint"] != claim.fingerprint:
                raise IdempotencyKeyReused
            if found.data["status"]:
                return _answered(found)
            if found.data["lease_until"] > self.now():
                raise RequestInProgress
        self.database.commit(Put(path, fresh, unchanged_since=found))
        return None

    def finish(self, claim: Claim, answer: Answered) -> None:
        record = self._running(claim) | {
            "status": answer.status,
            "body": answer.body,
            "headers": dict(answer.headers),
        }
        self.database.commit(Put(("idempotency", claim.id), record))

    def abandon(self, claim: Claim) -> None:
        self.database.commit(Delete(("idempotency", claim.id)))

    def _running(self, claim: Claim) -> dict[str, object]:
        now = self.now()
        return {
            "fingerprint": claim.fingerprint,
            "owner": claim.owner,
            "status": 0,
            "lease_until": now + _LEASE,
            "expire_at": now + _KEPT,
        }


def _answered(found: Document) -> Answered:
    return Answered(found.data["status"], found.data["body"], found.data["headers"])
