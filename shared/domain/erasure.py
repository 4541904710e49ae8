"""Erasure: what a person's going means for what they pay, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.billing import KnownSubscription

_OVER = frozenset({"cancelled", "expired"})


class ErasureState(StrEnum):
    ERASING = "ERASING"
    PROVEN = "PROVEN"
    """It was looked for everywhere, and nothing is left."""


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who is being erased. All of it is gone when they are."""

    id: str
    email_key: str | None
    begun_at: datetime
    homes: tuple[str, ...]
    """Organisations that were theirs alone, and go with them."""


def charges(known: KnownSubscription, user_id: str, *, is_alone: bool) -> bool:
    """Whether this person would be charged again. `is_alone`: nobody else is in the organisation;
    then whatever is paid for it is paid for them."""
    told = known.snapshot
    is_theirs = known.user_id == user_id or is_alone
    return is_theirs and not told.cancelled and told.status not in _OVER
