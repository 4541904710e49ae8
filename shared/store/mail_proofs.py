"""Proofs by mail: `mail_proofs/{hash of the secret}`, each good for one use."""

from dataclasses import dataclass
from typing import Any

from shared.domain.mail_proofs import MailProof, Purpose
from shared.store.database import Database
from shared.store.writes import Create, Delete, Document, Path


@dataclass(frozen=True, slots=True)
class Kept:
    proof: MailProof
    document: Document

    @property
    def spent(self) -> Delete:
        """To be written together with what the proof allows. Who comes second finds it changed."""
        return Delete(self.document.path, unchanged_since=self.document)


class FirestoreMailProofs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, name: str) -> Kept | None:
        """Also one that has expired: whoever asks looks at the time."""
        found = self._database.get(proof_path(name))
        return None if found is None else Kept(_proof(found), found)


def proof_creation(proof: MailProof) -> Create:
    fields: dict[str, Any] = {
        "purpose": proof.purpose,
        "user_id": proof.user_id,
        "email_key": proof.email_key,
        "email": proof.email,
        "password_changed_at": proof.password_changed_at,
        "about": proof.about,
        "expire_at": proof.expires_at,
    }
    return Create(proof_path(proof.name), fields)


def _proof(document: Document) -> MailProof:
    kept = document.data
    return MailProof(
        name=document.id,
        purpose=Purpose(kept["purpose"]),
        user_id=kept["user_id"],
        email_key=kept["email_key"],
        expires_at=kept["expire_at"],
        email=kept["email"],
        password_changed_at=kept["password_changed_at"],
        about=kept["about"],
    )


def proof_path(name: str) -> Path:
    return ("mail_proofs", name)
