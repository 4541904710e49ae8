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
    EXPIRED = "EXPIRED"
    """Never stored: what a pending one is after its time."""


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

    def state_at(self, now: datetime) -> ProposalState:
        is_late = self.state is ProposalState.PENDING and now >= self.expires_at
        return ProposalState.EXPIRED if is_late else self.state


def expect_pending(proposal: Proposal, now: datetime) -> None:
    """Raises `Conflict` for one that is settled, `ProposalExpired` for one that is too old."""
    state = proposal.state_at(now)
    if state is ProposalState.EXPIRED:
        raise ProposalExpired
    if state is not ProposalState.PENDING:
        raise Conflict(f"This proposal was {state.lower()} already.")


def expect_current(proposal: Proposal, version: int) -> None:
    """`version`: the program's now. Raises `StaleProposal`."""
    if version != proposal.base_version:
        raise StaleProposal


def applied(proposal: Proposal, program_id: str) -> Proposal:
    return replace(proposal, state=ProposalState.APPLIED, applied_program_id=program_id)


def dismissed(proposal: Proposal) -> Proposal:
    """Dismissing twice changes nothing. Raises `Conflict` for one that was applied."""
    if proposal.state is ProposalState.APPLIED:
        raise Conflict("This proposal was applied already.")
    return replace(proposal, state=ProposalState.DISMISSED)
