"""Who a letter goes to, found out when it is written: no request says an address or a secret."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.clients.proof_secrets import ProofSecrets
from shared.domain.accounts import Account
from shared.domain.mail_proofs import MailProof, Purpose, name_of
from shared.events.messages.email_requested import EmailRequested
from shared.store.accounts import FirestoreAccounts
from shared.store.mail_proofs import FirestoreMailProofs
from shared.store.suppressions import FirestoreSuppressions

from .letters import Reader


@dataclass(frozen=True, slots=True)
class Recipient:
    address: str
    reader: Reader
    secret: str
    """What the letter proves its address with; empty when it proves nothing."""


class Nobody(Exception):
    """There is nobody to write to. The text is a word that says why."""


@dataclass(frozen=True)
class Recipients:
    accounts: FirestoreAccounts
    proofs: FirestoreMailProofs
    secrets: ProofSecrets
    suppressions: FirestoreSuppressions
    now: Callable[[], datetime]

    def of(self, asked: EmailRequested) -> Recipient:
        """Raises `Nobody`."""
        account = self.accounts.find(asked.user_id)
        if account is None:
            raise Nobody("no_account")
        if not account.is_active:
            raise Nobody("not_active")
        reference = asked.facts.get("proof")
        if reference is None:
            return self._reached(account.email, account.email_key, _reader(account))
        secret = self.secrets.secret(str(reference)) or ""
        proof = self._standing(secret)
        if proof.email is not None:
            return self._reached(proof.email, proof.email_key, _reader(account, proof), secret)
        if proof.email_key != account.email_key:
            # The account has moved on. Its new address must not prove the old one.
            raise Nobody("proof_gone")
        return self._reached(account.email, account.email_key, _reader(account), secret)

    def _standing(self, secret: str) -> MailProof:
        kept = self.proofs.find(name_of(secret))
        if kept is None or not kept.proof.is_good(self.now()):
            raise Nobody("proof_gone")
        return kept.proof

    def _reached(
        self, address: str | None, email_key: str | None, reader: Reader, secret: str = ""
    ) -> Recipient:
        if address is None or email_key is None:
            raise Nobody("no_address")
        if self.suppressions.holds(email_key):
            raise Nobody("suppressed")
        return Recipient(address, reader, secret)


def _reader(account: Account, proof: MailProof | None = None) -> Reader:
    if proof is not None and proof.purpose is Purpose.JOIN_ORGANIZATION:
        # Somebody we do not know; the account is that of who invites.
        return Reader(None, account.profile.time_zone)
    return Reader(account.profile.full_name, account.profile.time_zone)
