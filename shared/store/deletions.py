"""Asking to be deleted, taking it back, and whose time of grace is over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.domain.admins import expect_no_admin
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database
from shared.store.owed import Owed, owed_creation
from shared.store.queries import Query, Where
from shared.store.writes import Merge

_DUE = "deletion_due_at"


@dataclass(frozen=True)
class FirestoreDeletions:
    database: Database
    accounts: FirestoreAccounts
    now: Callable[[], datetime]
    at_once: int = 300
    """Of a page, so many."""

    def ask(self, user_id: str, due_at: datetime, owed: Owed) -> datetime:
        """When they will be erased: at `due_at`, or when they were told the first time they asked;
        then nothing is owed again. Raises as `expect_no_admin` does, and `Unauthenticated` for
        who is gone."""

        def attempt() -> datetime:
            document, account = self.accounts.read(user_id)
            if account.deletion_due_at is not None:
                return account.deletion_due_at
            expect_no_admin(account)
            self.database.commit(
                Merge(document.path, {(_DUE,): due_at}, unchanged_since=document),
                owed_creation(owed),
                *self.accounts.told("DELETION_ASKED", account),
            )
            return due_at

        return self.accounts.changing(user_id, attempt)

    def take_back(self, user_id: str) -> None:
        """Nothing happens when nothing was asked. Raises `Unauthenticated` for who is gone."""

        def attempt() -> None:
            document, account = self.accounts.read(user_id)
            if account.deletion_due_at is not None:
                self.database.commit(
                    Merge(document.path, {(_DUE,): None}, unchanged_since=document),
                    *self.accounts.told("DELETION_TAKEN_BACK", account),
                )

        self.accounts.changing(user_id, attempt)

    def due(self, now: datetime) -> Iterator[str]:
        """Whose time is over, also those who are being erased; the longest due first. A page is
        asked for when the one before it is through."""
        where, seen = [Where(_DUE, "<=", now)], set[str]()
        while True:
            query = Query("users", where, [(_DUE, False)], self.at_once, only=(_DUE,))
            found = self.database.query(query)
            fresh = [one for one in found if one.id not in seen]
            yield from (one.id for one in fresh)
            if not fresh or len(found) < self.at_once:
                return
            seen.update(one.id for one in fresh)
            where = [Where(_DUE, "<=", now), Where(_DUE, ">=", found[-1].data[_DUE])]
