"""Proposals: `users/{uid}/proposals/{id}`. A patch is kept as JSON: its values may be anything.

A settled or expired proposal is kept for a while, so that whoever comes late is told what became
of it.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.domain.errors import NotFound
from shared.domain.planning.proposals import Proposal, ProposalKind, ProposalState
from shared.once import once
from shared.store.database import Database, Exists, live_database
from shared.store.sizes import within_budget
from shared.store.writes import Create, Document, Path, Put

KEPT_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class KeptProposal:
    """With the document it was read from: what a change of it must still find."""

    proposal: Proposal
    document: Document


@dataclass(frozen=True)
class FirestoreProposals:
    database: Database

    def add(self, owner: str, proposal: Proposal) -> None:
        """Adding the same proposal again changes nothing. Raises `TooLarge`."""
        try:
            self.database.commit(creation(owner, proposal))
        except Exists:
            return

    def find(self, owner: str, proposal_id: str) -> KeptProposal:
        """Raises `NotFound`."""
        document = self.database.get(_path(owner, proposal_id))
        if document is None:
            raise NotFound
        return KeptProposal(_proposal(document), document)

    def replace(self, owner: str, kept: KeptProposal, proposal: Proposal) -> None:
        """Raises `Changed` when somebody else was faster."""
        self.database.commit(replacement(owner, kept, proposal))


def creation(owner: str, proposal: Proposal) -> Create:
    """For a batch with whatever the proposal came with. Raises `TooLarge`."""
    document = _document(proposal)
    within_budget(document, "The proposal")
    return Create(_path(owner, proposal.id), document)


def replacement(owner: str, kept: KeptProposal, proposal: Proposal) -> Put:
    """For a batch with what the proposal brings about."""
    return Put(_path(owner, proposal.id), _document(proposal), kept.document)


@once
def live_proposals() -> FirestoreProposals:
    return FirestoreProposals(live_database())


def _path(owner: str, proposal_id: str) -> Path:
    return ("users", owner, "proposals", proposal_id)


def _document(proposal: Proposal) -> dict[str, object]:
    return {
        "kind": proposal.kind,
        "why": proposal.why,
        "created_at": proposal.created_at,
        "program_id": proposal.program_id,
        "base_version": proposal.base_version,
        "patch": _text(proposal.patch),
        "draft": _text(proposal.draft),
        "state": proposal.state,
        "applied_program_id": proposal.applied_program_id,
        "expire_at": proposal.expires_at + KEPT_AFTER,
    }


def _proposal(document: Document) -> Proposal:
    data = document.data
    return Proposal(
        id=document.id,
        kind=ProposalKind(data["kind"]),
        why=data["why"],
        created_at=data["created_at"],
        program_id=data["program_id"],
        base_version=data["base_version"],
        patch=_read(data["patch"]),
        draft=_read(data["draft"]),
        state=ProposalState(data["state"]),
        applied_program_id=data["applied_program_id"],
    )


def _text(value: object) -> str | None:
    return None if value is None else json.dumps(value)


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)
