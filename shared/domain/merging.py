"""Merging: what was done without an account goes over to one, once, and what comes of it."""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.accounts import Account
from shared.domain.errors import Conflict, Forbidden
from shared.domain.profiles import Profile


class MergeState(StrEnum):
    MOVING = "MOVING"
    """Nobody signs in as the anonymous person any longer; something of theirs is not moved yet."""
    MOVED = "MOVED"
    SETTLED = "SETTLED"
    """What is worked out from it is worked out again, and the anonymous person is erased."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of each went over. `answers`: of the coach, which count as the account's own."""

    workouts: int = 0
    measurements: int = 0
    events: int = 0
    programs: int = 0
    imports: int = 0
    conversations: int = 0
    messages: int = 0
    proposals: int = 0
    memories: int = 0
    answers: int = 0
    left_out: int = 0
    """Events and memories that the account has in other words, or has no room for."""

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Merging:
    """`organization_id` is where the account was when it began; `left_organization_id` is that of
    the anonymous person. `cursor`: up to which order their log has moved as a whole."""

    anonymous_id: str
    into: str
    organization_id: str
    left_organization_id: str
    begun_at: datetime
    state: MergeState = MergeState.MOVING
    cursor: int = 0
    moved: Moved = field(default_factory=Moved)

    @property
    def is_moved(self) -> bool:
        return self.state is not MergeState.MOVING


def expect_mergeable(account: Account, anonymous: Account) -> None:
    """Raises `Conflict` or `Forbidden`."""
    if anonymous.id == account.id:
        raise Conflict("This is the account that you are signed in with.")
    if not anonymous.is_anonymous:
        raise Forbidden("Only what was done without an account can be merged into one.")
    if not (account.is_active and anonymous.is_active):
        raise Forbidden("A suspended account is not merged.")
    if account.deletion_due_at or anonymous.deletion_due_at:
        raise Conflict("An account that is to be deleted is not merged. Take that back first.")


def told_along(
    account: Account,
    anonymous: Account,
    now: datetime,
    has_logged: bool,
    anonymous_has_logged: bool,
) -> Account:
    """The account with what only the anonymous person had told of themselves. Whose days the log
    counts is told along while the account has logged nothing itself."""
    own, other = account.profile, anonymous.profile
    profile = replace(
        own,
        full_name=own.full_name or other.full_name,
        sex=own.sex or other.sex,
        birth_date=own.birth_date or other.birth_date,
        height_cm=own.height_cm or other.height_cm,
        experience=own.experience or other.experience,
        volume_targets={**other.volume_targets, **own.volume_targets},
    )
    past = account.past_zones
    if not has_logged:
        is_chosen = own.time_zone != Profile().time_zone
        zone = own.time_zone if is_chosen else other.time_zone
        profile = replace(profile, time_zone=zone)
        past = anonymous.told(profile, now, lambda: anonymous_has_logged).past_zones
    if (profile, past) == (own, account.past_zones):
        return account
    return replace(account, profile=profile, past_zones=past, version=account.version + 1)
