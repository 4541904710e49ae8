"""The audit log: what was done, by whom, to which organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

SYSTEM = "SYSTEM"
"""The actor of what no person did: a provider's event, a job."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    id: str
    """Made from what happened, so that telling of it twice writes it once."""
    action: str
    """A word like SUBSCRIPTION_STARTED."""
    actor: str
    """A user's id, or `SYSTEM`."""
    organization_id: str
    occurred_at: datetime
    user_id: str | None = None
    """The person it concerns."""
    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    """Nothing by which a stranger could tell who the person is."""
