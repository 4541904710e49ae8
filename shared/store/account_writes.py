"""How an account is changed in Firestore: each function is one write of a commit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.accounts import Account, AccountStanding
from shared.domain.mail_proofs import MailProof
from shared.domain.organizations import Organization
from shared.domain.sessions import Sessions
from shared.store.account_documents import (
    account_fields,
    credentials_path,
    index_path,
    profile_fields,
    seen_on,
    session_fields,
    user_path,
    zone_fields,
)
from shared.store.organization_documents import organization_creation
from shared.store.writes import Create, Document, Merge, Put, Write


def new_account(account: Account, password_hash: str | None) -> tuple[Write, ...]:
    """Everything that comes into being with an account: all of it or nothing. Without an address
    it is in no index, and without a password it has no credentials."""
    organization = Organization.personal(
        account.organization_id, account.profile.full_name, account.created_at
    )
    known_by: list[Create] = []
    if password_hash is not None:
        known_by.append(Create(credentials_path(account.id), _hash_fields(password_hash)))
    if account.email_key is not None:
        known_by.append(index_creation(account.email_key, account.id))
    return (
        Create(user_path(account.id), account_fields(account)),
        *known_by,
        *organization_creation(organization, account.id),
    )


def index_creation(email_key: str, user_id: str) -> Create:
    return Create(index_path(email_key), {"user_id": user_id})


def password_write(user_id: str, password_hash: str) -> Put:
    return Put(credentials_path(user_id), _hash_fields(password_hash))


def sessions_write(
    document: Document, sessions: Sessions, password_changed_at: datetime | None = None
) -> Merge:
    """Fails when the account changed since it was read.

    A new password must show in the account, too: a write that leaves every field as it was is no
    change to Firestore, and would not stop somebody who has just proved the old password.
    """
    fields: dict[tuple[str, ...], object] = {("sessions",): session_fields(sessions)}
    seen = seen_on(sessions)
    if seen is not None and seen > (document.data.get("seen_on") or ""):
        fields["seen_on",] = seen
    if password_changed_at is not None:
        fields["password_changed_at",] = password_changed_at
        # Whoever asked for another address may have been somebody who knew the old password.
        fields["email_change",] = None
    return Merge(document.path, fields, unchanged_since=document)


def email_change_write(user_id: str, proof_name: str) -> Merge:
    return Merge(user_path(user_id), {("email_change",): proof_name}, must_exist=True)


def address_write(document: Document, account: Account, proof: MailProof) -> Merge:
    """The address that was proved. Fails when the account changed since it was read."""
    fields: dict[tuple[str, ...], object] = {
        ("email",): proof.email,
        ("email_key",): proof.email_key,
        ("email_change",): None,
        **_verified(account),
    }
    return Merge(document.path, fields, unchanged_since=document)


def verified_write(document: Document, account: Account) -> Merge:
    """Fails when the account changed since it was read."""
    return Merge(document.path, _verified(account), unchanged_since=document)


def reset_write(document: Document, account: Account, now: datetime) -> Merge:
    """Fails when the account changed since it was read."""
    ended = sessions_write(document, {}, password_changed_at=now)
    return replace(ended, data={**ended.data, **_verified(account)})


def _verified(account: Account) -> dict[tuple[str, ...], object]:
    return {("is_verified",): True, ("version",): account.version + 1}


def merged_write(document: Document) -> Merge:
    """Nobody is signed in by it any more. Fails when the account changed since it was read."""
    fields: dict[tuple[str, ...], object] = {
        ("standing",): AccountStanding.MERGED,
        ("sessions",): {},
    }
    return Merge(document.path, fields, unchanged_since=document)


def erasing_write(document: Document, homes: Sequence[str], now: datetime) -> Merge:
    """It is due to be erased, with the organisations that were theirs alone. Fails when the account
    changed since it was read."""
    fields: dict[tuple[str, ...], object] = {
        ("deletion_due_at",): now,
        ("is_erasing",): True,
        ("homes",): list(homes),
    }
    return Merge(document.path, fields, unchanged_since=document)


def profile_write(document: Document, account: Account) -> Merge:
    """Fails when the account changed since it was read."""
    fields: dict[tuple[str, ...], object] = {
        ("profile",): profile_fields(account.profile),
        ("past_zones",): zone_fields(account),
        ("version",): account.version,
    }
    return Merge(document.path, fields, unchanged_since=document)


def standing_write(document: Document, account: Account) -> Merge:
    """What admins decide. Fails when the account changed since it was read."""
    fields: dict[tuple[str, ...], object] = {
        ("standing",): account.standing,
        ("role",): account.role,
        ("sessions",): session_fields(account.sessions),
        ("version",): account.version,
    }
    return Merge(document.path, fields, unchanged_since=document)


def _hash_fields(password_hash: str) -> dict[str, object]:
    return {"password_hash": password_hash}
