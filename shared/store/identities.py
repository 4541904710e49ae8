"""Identities at other services: `identities/{hash of issuer and subject}` says whose each is.

A token that opened a session is in `used_tokens` until it expires by itself: it opens no other.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from shared.domain.accounts import Account
from shared.domain.errors import EmailTaken, Forbidden, InvalidCredentials
from shared.domain.identities import Vouched
from shared.domain.sessions import Session, with_session
from shared.store.account_documents import index_path
from shared.store.account_writes import (
    new_account,
    sessions_write,
)
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Changed, Database, Exists
from shared.store.writes import Create, Document, Path, Write

_UNPROVED = (
    "An account has this e-mail address and has not proved it. Sign in with its password, or have "
    "the password reset, and verify the address; then sign in with Google."
)


class FirestoreIdentities:
    def __init__(
        self, database: Database, accounts: FirestoreAccounts, now: Callable[[], datetime]
    ) -> None:
        self._database, self._accounts, self._now = database, accounts, now

    def enter(self, vouched: Vouched, email_key: str, session: Session) -> Account | None:
        """The account with `session` begun: whose identity this is, or, the first time, whoever
        has proved the same address. None when nobody has either. Raises `InvalidCredentials` for
        a token that was used, `EmailTaken` where the address is somebody's who has not proved it:
        they may have taken it to have its owner walk in."""
        return self._database.contended(lambda: self._enter(vouched, email_key, session))

    def join(self, vouched: Vouched, account: Account, *also: Write) -> bool:
        """A new account for this identity. False when somebody has the identity or the address
        by now."""
        born = (*new_account(account, None), *_known(vouched, account.id), *also)
        try:
            self._database.commit(*born)
        except Exists:
            return False
        return True

    def _enter(self, vouched: Vouched, email_key: str, session: Session) -> Account | None:
        used, known = self._database.get_many([_used_path(vouched), _path(vouched)])
        if used is not None:
            raise InvalidCredentials("This sign-in was used before. Sign in with Google again.")
        if known is not None:
            document, account = self._accounts.read(known.data["user_id"])
            return self._begin(document, account, session, "SIGNED_IN", _used(vouched))
        index = self._database.get(index_path(email_key))
        if index is None:
            return None
        document, account = self._accounts.read(index.data["user_id"])
        if not account.is_verified:
            raise EmailTaken(_UNPROVED)
        return self._begin(
            document, account, session, "GOOGLE_LINKED", *_known(vouched, account.id)
        )

    def _begin(
        self, document: Document, account: Account, session: Session, action: str, *also: Create
    ) -> Account:
        if not account.is_active:
            raise Forbidden("This account is suspended.")
        sessions = with_session(account.sessions, session, self._now())
        try:
            told = self._accounts.told(action, account, by="GOOGLE")
            self._database.commit(sessions_write(document, sessions), *also, *told)
        except Exists as error:
            raise Changed from error
        finally:
            self._accounts.forget(account.id)
        return replace(account, sessions=sessions)


def _known(vouched: Vouched, user_id: str) -> tuple[Create, Create]:
    return Create(_path(vouched), {"user_id": user_id}), _used(vouched)


def _used(vouched: Vouched) -> Create:
    return Create(_used_path(vouched), {"expire_at": vouched.expires_at})


def _path(vouched: Vouched) -> Path:
    return ("identities", vouched.key)


def _used_path(vouched: Vouched) -> Path:
    return ("used_tokens", vouched.token_id)
