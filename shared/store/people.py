"""Accounts as the platform's admins find and change them.

Every change has its entry in the platform's chain of the audit log, and by the head of that chain
admins take turns: it is read before who is an admin, and written with the change. Of two who step
down at once the second is tried again, and is the last.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.clock import utc_now
from shared.domain.access import PlatformRole
from shared.domain.accounts import Account, AccountStanding
from shared.domain.admins import appointed, reinstated, suspended
from shared.domain.audit import PLATFORM
from shared.domain.errors import Fault, Invalid, NotFound
from shared.once import once
from shared.store.account_documents import account_of, index_path, user_path
from shared.store.account_writes import standing_write
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.audit import FirestoreAudit
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.queries import Query, Where

MOST_ADMINS = 1_000
_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"

Decide = Callable[[Set[str], str, Account], Account]


@dataclass(frozen=True)
class FirestorePeople:
    database: Database
    accounts: FirestoreAccounts
    now: Callable[[], datetime] = utc_now

    def find(self, user_id: str) -> Account | None:
        return self.accounts.find(user_id)

    def with_address(self, email_key: str) -> Account | None:
        index = self.database.get(index_path(email_key))
        return None if index is None else self.find(index.data["user_id"])

    def arrived(self, beyond: str | None, limit: int, *, newest_first: bool) -> list[Account]:
        """In the order they came, going on beyond a place. Raises `Invalid` for what is none."""
        behind = None if beyond is None else self._behind(beyond)
        query = Query("users", order=[("created_at", newest_first)], limit=limit, behind=behind)
        return [account_of(document) for document in self.database.query(query)]

    def count(self) -> int:
        return self.database.count(Query("users"))

    def suspend(self, by: str, of: str) -> Account:
        """Every session ends. Raises as `suspended` does, and `NotFound`."""
        return self._change("ACCOUNT_SUSPENDED", by, of, suspended)

    def reinstate(self, by: str, of: str) -> Account:
        """Raises as `reinstated` does, and `NotFound`."""
        return self._change("ACCOUNT_REINSTATED", by, of, reinstated)

    def appoint(self, by: str, of: str, role: PlatformRole) -> Account:
        """Raises as `appointed` does, and `NotFound`."""

        def decide(admins: Set[str], by: str, account: Account) -> Account:
            return appointed(admins, by, account, role)

        return self._change("PLATFORM_ROLE_CHANGED", by, of, decide, role=role)

    def _change(self, action: str, by: str, of: str, decide: Decide, **facts: str) -> Account:
        audit = FirestoreAudit(self.database)

        def attempt() -> Account:
            told = audit.record(
                action, actor=by, organization_id=PLATFORM, at=self.now(), user_id=of, **facts
            )
            admins = active_admins(self.database)
            document = self.database.get(user_path(of))
            if document is None:
                raise NotFound
            account = account_of(document)
            changed = decide(admins, by, account)
            if changed != account:
                try:
                    self.database.commit(standing_write(document, changed), *told)
                except Exists as error:
                    # The platform's chain, just begun.
                    raise Changed from error
            return changed

        return self.accounts.changing(of, attempt)

    def _behind(self, place: str) -> tuple[datetime, str]:
        moment, _, user_id = place.partition("~")
        try:
            at = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)
            return at, self.database.full_name(user_path(user_id))
        except (ValueError, NotFound):
            raise Invalid(Fault("cursor", "This is no cursor of this list.")) from None


def active_admins(database: Database) -> frozenset[str]:
    """By their ids. Who is suspended is none for so long."""
    query = Query(
        "users", [Where("role", "==", PlatformRole.ADMIN)], limit=MOST_ADMINS, only=("standing",)
    )
    return frozenset(
        document.id
        for document in database.query(query)
        if document.data["standing"] == AccountStanding.ACTIVE
    )


def place_of(account: Account) -> str:
    """Where the account stands in the list of all."""
    return f"{account.created_at.astimezone(UTC).strftime(_MOMENT)}~{account.id}"


@once
def live_people() -> FirestorePeople:
    return FirestorePeople(live_database(), live_accounts())
