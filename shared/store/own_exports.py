"""Exports of all that is kept of a person: asked for once at a time, and noted in the commit that
begins them. The account says which was asked for last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.exports.asked import Export
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database, Exists
from shared.store.exports import FirestoreExports, export_creation
from shared.store.owed import Owed, owed_creation
from shared.store.writes import Document, Merge

_LAST = "own_export"


@dataclass(frozen=True)
class FirestoreOwnExports:
    database: Database
    accounts: FirestoreAccounts
    now: Callable[[], datetime]

    @property
    def exports(self) -> FirestoreExports:
        return FirestoreExports(self.database)

    def ask(self, user_id: str, export: Export, owed: Owed) -> Export:
        """The one under way where there is one, and otherwise this one, with `owed`. Of two who
        ask at once both are given the same. Raises `Unauthenticated` for who is gone."""

        def attempt() -> Export:
            document, account = self.accounts.read(user_id)
            running = self._running(document)
            if running is not None:
                return running
            try:
                self.database.commit(
                    Merge(document.path, {(_LAST,): export.id}, unchanged_since=document),
                    export_creation(user_id, export),
                    owed_creation(owed),
                    *self.accounts.told("EXPORT_ASKED", account, export=export.id),
                )
            except Exists:
                # A repeat of a request whose answer was lost.
                return self.exports.find(user_id, export.id)
            return export

        return self.accounts.changing(user_id, attempt)

    def under_way(self, user_id: str) -> Export | None:
        """Raises `Unauthenticated` for who is gone."""
        return self._running(self.accounts.read(user_id)[0])

    def _running(self, account: Document) -> Export | None:
        last: str | None = account.data.get(_LAST)
        found = None if last is None else self.exports.look(account.id, last)
        return found if found is not None and found.is_under_way(self.now()) else None
