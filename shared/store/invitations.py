"""Invitations into an organisation: `orgs/{oid}/invitations/{id}`, gone once used or withdrawn.

Whoever accepts one proves with the secret of its letter that the address is theirs: the proof by
mail lies in `mail_proofs` and says which invitation it is for.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from shared.domain.accounts import MembershipRole
from shared.domain.errors import Conflict, NotFound
from shared.domain.mail_proofs import MailProof
from shared.domain.organizations import MOST_INVITATIONS, Invitation
from shared.store.audit import FirestoreAudit
from shared.store.database import Database, Exists
from shared.store.mail_proofs import proof_creation, proof_path
from shared.store.owed import Owed, owed_creation
from shared.store.queries import Query
from shared.store.writes import Create, Delete, Document, Path, Write


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the document it was read from."""

    invitation: Invitation
    document: Document

    @property
    def spent(self) -> tuple[Write, ...]:
        """To be written together with what the invitation allows. Who comes second finds it
        changed."""
        return (
            Delete(self.document.path, unchanged_since=self.document),
            Delete(proof_path(self.invitation.proof)),
        )


@dataclass(frozen=True)
class FirestoreInvitations:
    database: Database

    def open(self, organization_id: str, now: datetime) -> list[Invitation]:
        """The newest first. As many reads as there are."""
        # Those that have run out are deleted by and by.
        query = Query("invitations", limit=10 * MOST_INVITATIONS)
        found = self.database.query(query, ("orgs", organization_id))
        invitations = [one for one in map(_invitation, found) if one.is_open(now)]
        return sorted(invitations, key=lambda one: (one.created_at, one.id), reverse=True)

    def find(self, organization_id: str, invitation_id: str, now: datetime) -> Invited:
        """Raises `NotFound`, also for one that has run out."""
        document = self.database.get(_path(organization_id, invitation_id))
        if document is None or not _invitation(document).is_open(now):
            raise NotFound
        return Invited(_invitation(document), document)

    def add(self, invitation: Invitation, proof: MailProof, owed: Owed) -> None:
        """With the proof that accepts it and the letter that brings it. Adding the same one again
        (a repeat of a request whose answer was lost) changes nothing. Raises `Conflict` when
        there is no more room, and when the address has an open one."""
        now = invitation.created_at
        others = [
            one for one in self.open(invitation.organization_id, now) if one.id != invitation.id
        ]
        if any(one.email_key == invitation.email_key for one in others):
            raise Conflict("There is an open invitation for this address.", field="email")
        if len(others) >= MOST_INVITATIONS:
            raise Conflict(f"There is room for {MOST_INVITATIONS} open invitations.")
        path = _path(invitation.organization_id, invitation.id)
        creation = Create(path, _fields(invitation))

        def attempt() -> None:
            told = self._told("MEMBER_INVITED", invitation, invitation.invited_by, now)
            self.database.commit(creation, proof_creation(proof), owed_creation(owed), *told)

        with suppress(Exists):
            self.database.contended(attempt)

    def withdraw(self, invitation: Invitation, by: str, now: datetime) -> None:
        """Raises `NotFound` when it was used or withdrawn meanwhile."""

        def attempt() -> None:
            invited = self.find(invitation.organization_id, invitation.id, now)
            told = self._told("INVITATION_WITHDRAWN", invitation, by, now)
            self.database.commit(*invited.spent, *told)

        self.database.contended(attempt)

    def _told(self, action: str, invitation: Invitation, by: str, now: datetime) -> list[Write]:
        return FirestoreAudit(self.database).record(
            action,
            actor=by,
            organization_id=invitation.organization_id,
            at=now,
            invitation=invitation.id,
            role=invitation.role,
        )


def _fields(invitation: Invitation) -> dict[str, object]:
    return {
        "email": invitation.email,
        "email_key": invitation.email_key,
        "role": invitation.role,
        "invited_by": invitation.invited_by,
        "proof": invitation.proof,
        "created_at": invitation.created_at,
        "expire_at": invitation.expires_at,
    }


def _invitation(document: Document) -> Invitation:
    data = document.data
    return Invitation(
        id=document.id,
        organization_id=document.path[1],
        email=data["email"],
        email_key=data["email_key"],
        role=MembershipRole(data["role"]),
        invited_by=data["invited_by"],
        proof=data["proof"],
        created_at=data["created_at"],
        expires_at=data["expire_at"],
    )


def _path(organization_id: str, invitation_id: str) -> Path:
    return ("orgs", organization_id, "invitations", invitation_id)
