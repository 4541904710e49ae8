"""What somebody may do to an account who has the secret of a letter: in one commit with its end."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.accounts import Account
from shared.domain.errors import EmailTaken, Fault, Invalid, Unauthenticated
from shared.domain.mail_proofs import MailProof, Purpose
from shared.store.account_documents import (
    email_change,
    index_path,
    password_changed_at,
)
from shared.store.account_writes import (
    address_write,
    email_change_write,
    index_creation,
    password_write,
    reset_write,
    verified_write,
)
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database, Exists
from shared.store.mail_proofs import FirestoreMailProofs, Kept, proof_creation
from shared.store.owed import Owed, owed_creation
from shared.store.writes import Delete, Document, Write


class FirestoreAccountProofs:
    """Every method that takes the name of a proof raises `Invalid` for one that is not, or no
    longer, good for it."""

    def __init__(
        self, database: Database, accounts: FirestoreAccounts, now: Callable[[], datetime]
    ) -> None:
        self._database, self._accounts, self._now = database, accounts, now
        self._proofs = FirestoreMailProofs(database)

    def ask(self, proof: MailProof, owed: Owed) -> None:
        self._database.commit(proof_creation(proof), owed_creation(owed))

    def ask_for_change(self, proof: MailProof, owed: Owed) -> None:
        """Of the address. One asked for before is not waited for any longer."""
        asked = email_change_write(proof.user_id, proof.name)
        self._database.commit(asked, proof_creation(proof), owed_creation(owed))

    def confirm_address(self, name: str) -> None:
        """The address is verified, and from now on the account's. Raises `EmailTaken` when it has
        become somebody else's since it was asked for."""
        kept = self._kept(name, Purpose.VERIFY_EMAIL, Purpose.CHANGE_EMAIL)

        def attempt() -> None:
            kept, document, account = self._standing(name)
            if kept.proof.purpose is Purpose.VERIFY_EMAIL:
                told = self._accounts.told("EMAIL_VERIFIED", account)
                self._database.commit(verified_write(document, account), kept.spent, *told)
            else:
                self._move(kept, document, account)

        self._accounts.changing(kept.proof.user_id, attempt)

    def account_to_reset(self, name: str) -> Account:
        self._kept(name, Purpose.RESET_PASSWORD)
        return self._standing(name)[2]

    def reset_password(self, name: str, password_hash: str) -> None:
        """A new password. All that anybody without the mailbox might have prepared is gone: every
        session, an address asked for. The address is verified by this."""
        kept = self._kept(name, Purpose.RESET_PASSWORD)

        def attempt() -> None:
            kept, document, account = self._standing(name)
            writes: list[Write] = [
                reset_write(document, account, self._now()),
                password_write(account.id, password_hash),
                kept.spent,
                *self._accounts.told("PASSWORD_RESET", account),
            ]
            self._database.commit(*writes)

        self._accounts.changing(kept.proof.user_id, attempt)

    def _move(self, kept: Kept, document: Document, account: Account) -> None:
        proof = kept.proof
        try:
            self._database.commit(
                address_write(document, account, proof),
                index_creation(proof.email_key, account.id),
                Delete(index_path(account.email_key or "")),
                kept.spent,
                *self._accounts.told("EMAIL_CHANGED", account),
            )
        except Exists as error:
            raise EmailTaken from error

    def _kept(self, name: str, *purposes: Purpose) -> Kept:
        kept = self._proofs.find(name)
        if kept is None or kept.proof.purpose not in purposes:
            raise _gone()
        return kept

    def _standing(self, name: str) -> tuple[Kept, Document, Account]:
        """The proof with the account it is about, both as they are now."""
        kept = self._proofs.find(name)
        if kept is None or not kept.proof.is_good(self._now()):
            raise _gone()
        try:
            document, account = self._accounts.read(kept.proof.user_id)
        except Unauthenticated:
            raise _gone() from None
        if not account.is_active or not _holds(kept.proof, document, account):
            raise _gone()
        return kept, document, account


def _holds(proof: MailProof, document: Document, account: Account) -> bool:
    same_password = proof.password_changed_at == password_changed_at(document)
    match proof.purpose:
        case Purpose.VERIFY_EMAIL:
            return proof.email_key == account.email_key
        case Purpose.CHANGE_EMAIL:
            return same_password and proof.name == email_change(document)
        case Purpose.RESET_PASSWORD:
            return same_password and proof.email_key == account.email_key
        case Purpose.JOIN_ORGANIZATION:
            return False


def _gone() -> Invalid:
    return Invalid(Fault("token", "This link is no longer good. Ask for another."))
