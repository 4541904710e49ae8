"""Accounts in Firestore: the person, their sessions, their password hash, their own organisation.

`users/{uid}` answers with one read whether a session is alive and who speaks by it. It is changed
only under the precondition that nobody else changed it meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from shared.clock import utc_now
from shared.domain.access import Caller
from shared.domain.accounts import Account, AccountStanding, caller
from shared.domain.errors import (
    AccountMerged,
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    Unauthenticated,
    Unavailable,
)
from shared.domain.sessions import (
    Lapsed,
    Repeated,
    Replayed,
    Rotated,
    Session,
    Sessions,
    rotate,
    with_session,
)
from shared.once import once
from shared.store.account_cache import AccountCache, live_account_cache
from shared.store.account_documents import (
    account_of,
    credentials_path,
    index_path,
    password_changed_at,
    user_path,
)
from shared.store.account_writes import (
    new_account,
    password_write,
    profile_write,
    sessions_write,
)
from shared.store.audit import FirestoreAudit
from shared.store.database import Database, Exists, live_database
from shared.store.writes import Document, Write

Told = TypeVar("Told")

SUSPENDED = "This account is suspended."

# Reads for an address nobody has go here, so that they are as many as for one somebody has.
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Identified:
    """An account with its password hash, as they stood together. No hash: no password is set."""

    account: Account
    password_hash: str | None
    document: Document

    @property
    def password_changed_at(self) -> datetime | None:
        return password_changed_at(self.document)


class FirestoreAccounts:
    def __init__(
        self, database: Database, cache: AccountCache, now: Callable[[], datetime]
    ) -> None:
        self._database, self._cache, self._now = database, cache, now
        self._audit = FirestoreAudit(database)

    def add(self, account: Account, password_hash: str | None = None, *also: Write) -> None:
        """The account with its own organisation, and whatever else comes into being with it.
        Raises `EmailTaken`."""
        try:
            self._database.commit(*new_account(account, password_hash), *also)
        except (Exists, Unavailable) as error:
            # Either may hide that this very commit was carried out and its answer lost.
            if self._database.get(user_path(account.id), only=("created_at",)) is not None:
                return
            if isinstance(error, Unavailable):
                raise
            raise EmailTaken from error

    def find(self, user_id: str) -> Account | None:
        document = self._database.get(user_path(user_id))
        return None if document is None else account_of(document)

    def caller(self, user_id: str, session_id: str) -> Caller | None:
        """Who speaks by this session, at most `ACCOUNT_CACHE_SECONDS` old; None when it ended.
        Raises `Unauthenticated` when it was merged."""
        account = self._cache.get(user_id)
        if account is None or session_id not in account.sessions:
            # It may have been opened elsewhere since.
            account = self._cache.read_through(user_id, self.find)
        if account is None:
            return None
        _expect_not_merged(account)
        return caller(account, session_id, self._now())

    def identify(self, email_key: str) -> Identified | None:
        """Who has this address. Takes as many reads when nobody has."""
        index = self._database.get(index_path(email_key))
        return self.identify_by_id(_NOBODY if index is None else index.data["user_id"])

    def has_address(self, email_key: str) -> bool:
        """Whether somebody has it."""
        return self._database.get(index_path(email_key)) is not None

    def identify_by_id(self, user_id: str) -> Identified | None:
        # The account first: if the password changes after this read, so has the account, and
        # what is then written under its precondition fails.
        document = self._database.get(user_path(user_id))
        secret = self._database.get(credentials_path(user_id))
        if document is None or account_of(document).is_erasing:
            return None
        password_hash = None if secret is None else secret.data["password_hash"]
        return Identified(account_of(document), password_hash, document)

    def start_session(
        self, identified: Identified, session: Session, stronger_hash: str | None = None
    ) -> None:
        """Raises `InvalidCredentials` when the password was changed since `identified`."""

        def writes(document: Document, account: Account) -> list[Write]:
            sessions = with_session(account.sessions, session, self._now())
            begun = [sessions_write(document, sessions), *self.told("SIGNED_IN", account)]
            if stronger_hash is None:
                return begun
            return [*begun, password_write(account.id, stronger_hash)]

        self._write_while_password_holds(identified, writes)

    def change_password(
        self, identified: Identified, password_hash: str, keep_session_id: str
    ) -> None:
        """Every other session ends. Raises `InvalidCredentials` as `start_session` does."""

        def writes(document: Document, account: Account) -> list[Write]:
            held = account.sessions
            kept = {name: session for name, session in held.items() if name == keep_session_id}
            return [
                sessions_write(document, kept, password_changed_at=self._now()),
                password_write(account.id, password_hash),
                *self.told("PASSWORD_CHANGED", account),
            ]

        self._write_while_password_holds(identified, writes)

    def rotate_session(self, user_id: str, session_id: str, generation: int) -> Session | None:
        """The session after a refresh token of this generation was presented; None when it was
        used up before, which ends the session. Raises `Unauthenticated` when it has ended."""

        def change(account: Account) -> tuple[Sessions, Session | None, str | None]:
            _expect_not_merged(account)
            session = account.sessions.get(session_id)
            if account.standing is AccountStanding.SUSPENDED:
                raise Unauthenticated(SUSPENDED, token_sent=True)
            if session is None or not account.is_active:
                raise Unauthenticated(token_sent=True)
            match rotate(session, generation, self._now()):
                case Rotated(session=rotated):
                    return {**account.sessions, session_id: rotated}, rotated, None
                case Repeated(session=same):
                    return account.sessions, same, None
                case Replayed():
                    return _without(account.sessions, session_id), None, "SESSION_REPLAYED"
                case Lapsed():
                    raise Unauthenticated(token_sent=True)

        return self._change_sessions(user_id, change)

    def end_session(self, user_id: str, session_id: str) -> bool:
        """Whether there was such a session."""
        return self._change_sessions(
            user_id,
            lambda account: (
                _without(account.sessions, session_id),
                session_id in account.sessions,
                "SESSION_ENDED",
            ),
        )

    def end_all_sessions(self, user_id: str) -> None:
        self._change_sessions(user_id, lambda _: ({}, None, "ALL_SESSIONS_ENDED"))

    def change_profile(self, user_id: str, change: Callable[[Account], Account]) -> Account:
        """Store what `change` makes of the account: its profile, under the next version. `change`
        runs again on the newer account when somebody else wrote meanwhile; it may refuse."""

        def attempt() -> Account:
            document, account = self.read(user_id)
            changed = change(account)
            if changed.profile == account.profile:
                return account
            changed = replace(changed, version=account.version + 1)
            self._database.commit(profile_write(document, changed))
            return changed

        return self.changing(user_id, attempt)

    def _change_sessions(
        self, user_id: str, change: Callable[[Account], tuple[Sessions, Told, str | None]]
    ) -> Told:
        """`change` says what the sessions become, what its caller is told, and the audit log."""

        def attempt() -> Told:
            document, account = self.read(user_id)
            sessions, told, action = change(account)
            if sessions != account.sessions:
                entry = self.told(action, account) if action else []
                self._database.commit(sessions_write(document, sessions), *entry)
            return told

        return self.changing(user_id, attempt)

    def _write_while_password_holds(
        self, identified: Identified, writes: Callable[[Document, Account], list[Write]]
    ) -> None:
        known = [(identified.document, identified.account)]
        changed_at = identified.password_changed_at

        def attempt() -> None:
            document, account = known.pop() if known else self.read(identified.account.id)
            if password_changed_at(document) != changed_at:
                raise InvalidCredentials
            if not account.is_active:
                # Since the password was looked at.
                raise Forbidden(SUSPENDED)
            self._database.commit(*writes(document, account))

        self.changing(identified.account.id, attempt)

    def told(self, action: str, account: Account, **facts: str | int | None) -> list[Write]:
        """What the audit log is told that they did to their own account: for the same commit."""
        return self._audit.record(
            action,
            actor=account.id,
            organization_id=account.organization_id,
            at=self._now(),
            user_id=account.id,
            **facts,
        )

    def read(self, user_id: str) -> tuple[Document, Account]:
        """As it stands now. Raises `Unauthenticated`."""
        document = self._database.get(user_path(user_id))
        if document is None or account_of(document).is_erasing:
            raise Unauthenticated(token_sent=True)
        return document, account_of(document)

    def changing(self, user_id: str, attempt: Callable[[], Told]) -> Told:
        """`attempt` reads, decides and commits under preconditions: again while others win."""
        try:
            return self._database.contended(attempt, at=user_id)
        finally:
            # After an outage too: nobody knows whether the write was carried out.
            self.forget(user_id)

    def forget(self, user_id: str) -> None:
        """What is remembered of the account: somebody else has just written it."""
        self._cache.drop(user_id)


def _expect_not_merged(account: Account) -> None:
    """Whoever comes late is told where to go."""
    if account.standing is AccountStanding.MERGED:
        raise Unauthenticated(AccountMerged.default_message, token_sent=True)


def _without(sessions: Sessions, session_id: str) -> dict[str, Session]:
    return {name: session for name, session in sessions.items() if name != session_id}


@once
def live_accounts() -> FirestoreAccounts:
    return FirestoreAccounts(live_database(), live_account_cache(), utc_now)
