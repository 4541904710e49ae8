"""Proposals: changes that are put before a person, who applies or dismisses them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.domain.errors import Conflict, ProposalExpired, StaleProposal
from shared.domain.linting.findings import Patch

LIFETIME = timedelta(days=7)
MAX_WHY = 500


class ProposalKind(StrEnum):
    CHANGE = "CHANGE"
    """A patch on a stored program."""
    PROGRAM = "PROGRAM"
    """A whole draft, which becomes a program of its own."""


class ProposalState(StrEnum):
    PENDING = "PENDING"
    APPLIED = "APPLIED"
    DISMISSED = "DISMISSED"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A CHANGE carries `program_id`, the `base_version` it was made for and a `patch` on the plan
    as JSON; a PROGRAM carries a `draft` as `POST /programs` takes it."""

    id: str
    kind: ProposalKind
    why: str
    """In a sentence or two, at most `MAX_WHY` characters."""
    created_at: datetime
    program_id: str | None = None
    base_version: int | None = None
    patch: Patch | None = None
    draft: Mapping[str, Any] | None = None
    state: ProposalState = ProposalState.PENDING
    applied_program_id: str | None = None
    """The program that came of it, once applied."""

    @property
    def expires_at(self) -> datetime:
        return self.created_at + LIFETIME


def expect_pending(proposal: Proposal, now: datetime) -> None:
    """Raises `Conflict` for one that is settled, `ProposalExpired` for one that is too old."""
    if proposal.state is not ProposalState.PENDING:
        raise Conflict(f"This proposal was {proposal.state.lower()} already.")
    if now >= proposal.expires_at:
        raise ProposalExpired


def expect_current(proposal: Proposal, version: int | None) -> None:
    """`version`: the program's now; None when it is gone. Raises `StaleProposal`."""
    if version is None or version != proposal.base_version:
        raise StaleProposal


def applied(proposal: Proposal, program_id: str) -> Proposal:
    return replace(proposal, state=ProposalState.APPLIED, applied_program_id=program_id)


def dismissed(proposal: Proposal) -> Proposal:
    """Dismissing twice changes nothing. Raises `Conflict` for one that was applied."""
    if proposal.state is ProposalState.APPLIED:
        raise Conflict("This proposal was applied already.")
    return replace(proposal, state=ProposalState.DISMISSED)
