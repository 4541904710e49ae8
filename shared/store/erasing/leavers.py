"""Beginning to erase somebody, and being done with it. What is between stands beside.

The account stays until the end: while it is there, whoever comes again knows what is left to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.audit import PLATFORM, SYSTEM
from shared.domain.erasure import ErasureState, Leaver
from shared.store.account_documents import account_of, index_path, user_path
from shared.store.accounts import FirestoreAccounts
from shared.store.audit import FirestoreAudit
from shared.store.database import Changed, Database, Exists
from shared.store.guards import tombstone_path
from shared.store.queries import Query, Where
from shared.store.schemas import Fields
from shared.store.writes import Create, Delete, Merge, Put, Write

HOMES = "homes"
COUNTS = ("documents", "objects")


class Overtaken(Exception):
    """What was to be written was decided by what has changed since. Nothing was written."""


@dataclass(frozen=True)
class FirestoreLeavers:
    database: Database
    accounts: FirestoreAccounts
    now: Callable[[], datetime]

    def begin(self, user_id: str) -> Leaver | None:
        """From now on nobody signs in, and nothing more is written. None for who is not due to be
        erased: they have taken it back, or are gone."""
        return self.accounts.changing(user_id, lambda: self._begin(user_id))

    def _begin(self, user_id: str) -> Leaver | None:
        document, stone = self.database.get_many([user_path(user_id), tombstone_path(user_id)])
        if document is None:
            return None
        account, now = account_of(document), self.now()
        if account.deletion_due_at is None or now < account.deletion_due_at:
            return None
        if account.is_erasing:
            return self.again(user_id)
        fields: dict[tuple[str, ...], object] = {("is_erasing",): True, ("sessions",): {}}
        # Of who was merged there is one already: nothing has been written since then.
        stones = [] if stone else [tombstone(user_id, now)]
        try:
            self.database.commit(Merge(document.path, fields, unchanged_since=document), *stones)
        except Exists as error:
            raise Changed from error
        return self.again(user_id)

    def again(self, user_id: str) -> Leaver | None:
        """Somebody who is being erased, as far as it has come; None once they are gone."""
        document, stone = self.database.get_many([user_path(user_id), tombstone_path(user_id)])
        if document is None or stone is None:
            return None
        homes = tuple(document.data.get(HOMES, ()))
        return Leaver(user_id, document.data["email_key"], stone.data["begun_at"], homes)

    def count(self, leaver: Leaver, *writes: Write, documents: int = 0, objects: int = 0) -> None:
        """Commits, with how much of them that removes. Two who do the same at once count it
        twice. Raises `Overtaken`."""

        def attempt() -> None:
            stone = self.database.get(tombstone_path(leaver.id))
            if stone is None:
                return
            more = {"documents": documents, "objects": objects}
            counts: dict[tuple[str, ...], object] = {
                (name,): stone.data[name] + more[name] for name in COUNTS
            }
            try:
                self.database.commit(*writes, Merge(stone.path, counts, unchanged_since=stone))
            except Changed:
                later = self.database.get(stone.path)
                if later is not None and later.stamp == stone.stamp:
                    raise Overtaken from None
                raise

        self.database.contended(attempt)

    def finish(self, leaver: Leaver) -> None:
        """The account itself, by which they could still be known, goes with word that nothing else
        is left."""

        def attempt() -> None:
            document, stone = self.database.get_many(
                [user_path(leaver.id), tombstone_path(leaver.id)]
            )
            if document is not None and stone is not None:
                last = self.known_by(leaver)
                proved = {
                    **stone.data,
                    "state": ErasureState.PROVEN,
                    "proved_at": self.now(),
                    "documents": stone.data["documents"] + len(last) + 1,
                }
                try:
                    self.database.commit(
                        Delete(document.path, unchanged_since=document),
                        *last,
                        Put(stone.path, proved, unchanged_since=stone),
                        *self._told(proved),
                    )
                except Exists as error:
                    # The first entry of its chain: somebody else was faster.
                    raise Changed from error

        self.accounts.changing(leaver.id, attempt)

    def known_by(self, leaver: Leaver) -> list[Write]:
        """By what somebody would be known who comes back: at Google, or by their address."""
        found = self.database.query(Query("identities", [Where("user_id", "==", leaver.id)]))
        known: list[Write] = [Delete(one.path) for one in found]
        return [*known, Delete(index_path(leaver.email_key))] if leaver.email_key else known

    def _told(self, proved: Fields) -> list[Write]:
        return FirestoreAudit(self.database).record(
            "ACCOUNT_ERASED",
            actor=SYSTEM,
            organization_id=PLATFORM,
            at=self.now(),
            documents=proved["documents"],
            objects=proved["objects"],
        )


def tombstone(owner: str, now: datetime) -> Create:
    """For good: it keeps out what comes late."""
    fields = {"state": ErasureState.ERASING, "begun_at": now, "documents": 0, "objects": 0}
    return Create(tombstone_path(owner), fields)
