"""Proofs by mail: whoever has the secret of a letter reads the mail of its address.

The secret is never kept. It follows from a reference, which may stand anywhere, and a key that
only those know who write letters or ask for them. What is kept is a proof under the hash of its
secret, so that it is found by the secret and by nothing else.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What a secret is good for, and for nothing else."""

    VERIFY_EMAIL = "VERIFY_EMAIL"
    CHANGE_EMAIL = "CHANGE_EMAIL"
    RESET_PASSWORD = "RESET_PASSWORD"  # noqa: S105 (a purpose)
    JOIN_ORGANIZATION = "JOIN_ORGANIZATION"


LIFETIMES = {
    Purpose.VERIFY_EMAIL: timedelta(days=3),
    Purpose.CHANGE_EMAIL: timedelta(days=1),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.JOIN_ORGANIZATION: timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class MailProof:
    name: str
    """The hash of its secret."""
    purpose: Purpose
    user_id: str
    """Whose account it changes. Of an invitation: who invites."""
    email_key: str
    """Of the address that is proved: when the account has another by then, it proves nothing."""
    expires_at: datetime
    email: str | None = None
    """Where its letter goes. None: to the address of the account."""
    password_changed_at: datetime | None = None
    """Of the account, when the proof was made: under a new password it proves nothing."""
    about: str | None = None
    """Of an invitation: which one it is."""

    def is_good(self, now: datetime) -> bool:
        return now < self.expires_at


def secret_of(reference: str, key: bytes) -> str:
    """43 characters of base64url: 256 bits."""
    digest = hmac.new(key, f"mail proof {reference}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def name_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
