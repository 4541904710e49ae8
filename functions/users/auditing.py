"""What the audit log tells people of themselves."""

from datetime import datetime
from enum import StrEnum

from shared.domain.audit import PLATFORM, SYSTEM, AuditEntry
from shared.store.audit_documents import place_of
from shared.web.auditing import AuditQuery
from shared.web.call import Call
from shared.web.paging import slice_of
from shared.web.reply import Slice
from shared.web.wire import View

from .wiring import Deps

_TOLD = frozenset(
    {
        "by",
        "role",
        "plan",
        "tier_before",
        "tier_after",
        "total",
        "currency",
        "billing_reason",
    }
)
"""The facts that are theirs to know; whatever else an entry holds is not shown."""


class ActorKind(StrEnum):
    """Who did it, without saying who that is."""

    SELF = "SELF"
    MEMBER = "MEMBER"
    """Somebody of the organisation."""
    ADMIN = "ADMIN"
    """Of the platform."""
    SYSTEM = "SYSTEM"

    @classmethod
    def of(cls, entry: AuditEntry) -> "ActorKind":
        if entry.actor == entry.user_id:
            return cls.SELF
        if entry.actor == SYSTEM:
            return cls.SYSTEM
        return cls.ADMIN if entry.organization_id == PLATFORM else cls.MEMBER


class OwnEntryView(View):
    id: str
    action: str
    actor: ActorKind
    organization_id: str | None
    """Null where it was done to none."""
    facts: dict[str, str | int | None]
    occurred_at: datetime

    @classmethod
    def of(cls, entry: AuditEntry) -> "OwnEntryView":
        organization = entry.organization_id
        return cls(
            id=entry.id,
            action=entry.action,
            actor=ActorKind.of(entry),
            organization_id=None if organization == PLATFORM else organization,
            facts={name: fact for name, fact in entry.facts.items() if name in _TOLD},
            occurred_at=entry.occurred_at,
        )


def list_own_entries(call: Call[Deps], query: AuditQuery) -> Slice[list[OwnEntryView]]:
    """What was done by one's account and to it; the newest first. Of others it says only of
    what kind they are."""
    audit, user_id = call.deps.audit, call.caller.user_id
    return slice_of(
        query,
        "audit",
        user_id,
        lambda beyond, limit: audit.listed(user_id=user_id, beyond=beyond, limit=limit),
        place_of,
        OwnEntryView.of,
        lambda: audit.count(user_id=user_id),
    )
