"""`first-admin`: makes an account an admin while there is none who could.

Whoever is the first admin registers as everybody does. Later admins are made by admins.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.clients.address_keys import live_address_keys
from shared.clock import utc_now
from shared.domain.access import PlatformRole
from shared.domain.accounts import Account
from shared.domain.audit import PLATFORM, SYSTEM, AuditEntry, name_of
from shared.store.account_documents import account_of, index_path, user_path
from shared.store.audit import FirestoreAudit
from shared.store.database import Database, live_database
from shared.store.people import active_admins
from shared.store.writes import Document, Merge
from tools.operate.stopped import Stopped


@dataclass(frozen=True)
class Appointing:
    database: Database
    key_of: Callable[[str], str]
    """An address under the key by which accounts are found."""
    now: Callable[[], datetime] = utc_now

    def appoint(self, email: str, *, dry_run: bool = False) -> str:
        """What became true. Raises `Stopped`, and `Changed` when the account did meanwhile."""
        document, account = self._account(email)
        is_admin = account.role is PlatformRole.ADMIN
        # Before it is known that there is none: of two at once one is told to try again.
        told = FirestoreAudit(self.database).writes(self._entry(account))
        if not is_admin:
            if active_admins(self.database):
                raise Stopped("There is an admin, who can make others.")
            if not account.is_active or account.deletion_due_at is not None:
                raise Stopped("This account is suspended, or is to be deleted.")
        if dry_run:
            return f"{account.id} {'is' if is_admin else 'would become'} an admin"
        if not is_admin:
            role: dict[tuple[str, ...], object] = {("role",): PlatformRole.ADMIN}
            self.database.commit(Merge(document.path, role, unchanged_since=document), *told)
        return f"{account.id} is an admin"

    def _account(self, email: str) -> tuple[Document, Account]:
        index = self.database.get(index_path(self.key_of(email)))
        document = index and self.database.get(user_path(index.data["user_id"]))
        if document is None:
            raise Stopped("Nobody has registered with this address.")
        return document, account_of(document)

    def _entry(self, account: Account) -> AuditEntry:
        return AuditEntry(
            id=name_of("first-admin", account.id),
            action="FIRST_ADMIN_APPOINTED",
            actor=SYSTEM,
            organization_id=PLATFORM,
            user_id=account.id,
            occurred_at=self.now(),
        )


def takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="the address the account registered with")


def run(options: argparse.Namespace) -> None:
    appointing = Appointing(live_database(), live_address_keys())
    print(appointing.appoint(options.email, dry_run=options.dry_run))
