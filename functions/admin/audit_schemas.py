"""How admins search the audit log, and see it."""

from datetime import datetime
from typing import Annotated, TypedDict

from pydantic import StringConstraints, ValidationInfo, field_validator

from shared.domain.audit import AuditEntry
from shared.web.auditing import AuditQuery
from shared.web.wire import View

from .schemas import Id

_NAMES = ("user_id", "organization_id", "actor", "action")


class Named(TypedDict):
    user_id: str | None
    organization_id: str | None
    actor: str | None
    action: str | None


class AuditSearch(AuditQuery):
    """At most one of the four: each has its index."""

    user_id: Id | None = None
    """The person it concerns."""
    organization_id: Id | None = None
    """Whose chain it is in; `platform` for what is done to no organisation."""
    actor: Id | None = None
    """A user's id, or SYSTEM."""
    action: Annotated[str, StringConstraints(pattern=r"^[A-Z_]{1,64}$")] | None = None

    @field_validator(*_NAMES)
    @classmethod
    def one_name(cls, given: str | None, info: ValidationInfo) -> str | None:
        if given is not None and any(info.data.get(name) is not None for name in _NAMES):
            raise ValueError("Search by one of user_id, organization_id, actor and action.")
        return given

    def named(self) -> Named:
        return Named(
            user_id=self.user_id,
            organization_id=self.organization_id,
            actor=self.actor,
            action=self.action,
        )


class AuditEntryView(View):
    id: str
    action: str
    actor: str
    """A user's id, or SYSTEM."""
    user_id: str | None
    """The person it concerns."""
    organization_id: str
    facts: dict[str, str | int | None]
    occurred_at: datetime

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditEntryView":
        return cls(
            id=entry.id,
            action=entry.action,
            actor=entry.actor,
            user_id=entry.user_id,
            organization_id=entry.organization_id,
            facts=dict(entry.facts),
            occurred_at=entry.occurred_at,
        )
