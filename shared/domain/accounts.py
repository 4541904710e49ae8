"""Accounts: who a person is to the product, and who is calling when a session speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.access import Caller, PlatformRole
from shared.domain.profiles import Profile
from shared.domain.sessions import Session
from shared.domain.zones import PastZone, Zones


class AccountStanding(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    MERGED = "MERGED"
    """It was anonymous, and another account has taken it over: nobody signs in by it again."""


class MembershipRole(StrEnum):
    """Inside one organisation only."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    MEMBER = "MEMBER"


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    email: str | None
    """As it was written. None for an anonymous user."""
    email_key: str | None
    """The keyed hash of the address as compared: names the address where it must not stand."""
    organization_id: str
    created_at: datetime
    profile: Profile = field(default_factory=Profile)
    role: PlatformRole = PlatformRole.USER
    standing: AccountStanding = AccountStanding.ACTIVE
    is_verified: bool = False
    version: int = 1
    """Of what its owner sees and changes; signing in and out leaves it."""
    sessions: Mapping[str, Session] = field(default_factory=dict)
    past_zones: tuple[PastZone, ...] = ()
    """Lived by before that of the profile."""
    deletion_due_at: datetime | None = None
    """When it will be erased, as its person asked; until then they may take it back."""
    is_erasing: bool = False
    """There is no way back: nobody signs in, and nothing more is written."""

    @property
    def is_anonymous(self) -> bool:
        return self.email is None

    @property
    def zones(self) -> Zones:
        return Zones(self.profile.time_zone, self.past_zones)

    def told(self, profile: Profile, now: datetime, has_logged: Callable[[], bool]) -> "Account":
        """With a new profile. A new time zone holds from `now` on, so that nothing logged before
        moves to another day; while nothing is logged it is the person's first, and always was."""
        zones = self.zones
        if profile.time_zone != zones.now:
            zones = zones.moved(profile.time_zone, now) if has_logged() else Zones()
        return replace(self, profile=profile, past_zones=zones.past)

    @property
    def is_active(self) -> bool:
        return self.standing is AccountStanding.ACTIVE and not self.is_erasing


def caller(account: Account, session_id: str, now: datetime) -> Caller | None:
    """Who speaks by this session; None when the session or the account is no longer good."""
    session = account.sessions.get(session_id)
    if session is None or not session.is_live(now) or not account.is_active:
        return None
    return Caller(
        user_id=account.id,
        organization_id=account.organization_id,
        role=account.role,
        session_id=session_id,
        signed_in_at=session.signed_in_at,
        zones=account.zones,
        is_anonymous=account.is_anonymous,
        volume_targets=account.profile.volume_targets,
        sex=account.profile.sex,
        height_cm=account.profile.height_cm,
        units=account.profile.units,
        experience=account.profile.experience,
    )
