"""How admins ask for people, and see them."""

from datetime import datetime

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account, AccountStanding
from shared.domain.sessions import live_sessions
from shared.web.paging import GrowingQuery
from shared.web.people import EmailAddress
from shared.web.wire import View, Wire

from .schemas import Id


class PeopleQuery(GrowingQuery):
    """At most one of the two: an address as a whole, however it is written, or an id."""

    email: EmailAddress | None = None
    user_id: Id | None = None

    @field_validator("user_id")
    @classmethod
    def one_who(cls, user_id: str | None, info: ValidationInfo) -> str | None:
        if user_id is not None and info.data.get("email") is not None:
            raise ValueError("Send either email or user_id.")
        return user_id


class RoleDraft(Wire):
    role: PlatformRole = Field(strict=False)


class AccountView(View):
    """What an admin needs to know, and no more of the person."""

    id: str
    email: str | None
    full_name: str | None
    is_anonymous: bool
    is_verified: bool
    role: PlatformRole
    standing: AccountStanding
    organization_id: str
    session_count: int
    """Where they are signed in now."""
    created_at: datetime

    @classmethod
    def of(cls, account: Account, now: datetime) -> "AccountView":
        return cls(
            id=account.id,
            email=account.email,
            full_name=account.profile.full_name,
            is_anonymous=account.is_anonymous,
            is_verified=account.is_verified,
            role=account.role,
            standing=account.standing,
            organization_id=account.organization_id,
            session_count=len(live_sessions(account.sessions, now)),
            created_at=account.created_at,
        )
