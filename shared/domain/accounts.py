"""Accounts: who a person is to the product, and who is calling when a session speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.domain.access import Caller, PlatformRole
from shared.domain.profiles import Profile
from shared.domain.sessions import Session


class AccountStanding(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


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

    @property
    def is_anonymous(self) -> bool:
        return self.email is None

    @property
    def is_active(self) -> bool:
        return self.standing is AccountStanding.ACTIVE


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
        time_zone=account.profile.time_zone,
        is_anonymous=account.is_anonymous,
        volume_targets=account.profile.volume_targets,
    )
