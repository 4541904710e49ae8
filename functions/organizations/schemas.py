"""What `organizations` takes and shows."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.accounts import Account, MembershipRole
from shared.domain.coach.quota import Month, Usage, monthly_limit
from shared.domain.entitlements import Entitlement, Subscription, Tier
from shared.domain.organizations import Invitation, Membership, Organization
from shared.web.people import EmailAddress, FullName
from shared.web.wire import View, Wire

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class OrganizationPatch(Wire):
    name: FullName


class InvitationDraft(Wire):
    email: EmailAddress
    role: MembershipRole


class Acceptance(Wire):
    token: Annotated[str, Field(min_length=1, max_length=200)]


class RoleChange(Wire):
    role: MembershipRole


class Switch(Wire):
    organization_id: Id


class SubscriptionView(View):
    status: str
    renews_at: datetime | None
    ends_at: datetime | None

    @classmethod
    def of(cls, paid: Subscription) -> "SubscriptionView":
        return cls(status=paid.status.upper(), renews_at=paid.renews_at, ends_at=paid.ends_at)


class AiUsageView(View):
    """Of this calendar month in UTC. `limit` is null where no number of answers is set."""

    used: int
    limit: int | None
    tokens_in: int
    tokens_out: int
    resets_at: datetime

    @classmethod
    def of(cls, usage: Usage, month: Month, tier: Tier) -> "AiUsageView":
        return cls(
            used=usage.used_on(tier),
            limit=monthly_limit(tier),
            tokens_in=usage.spent.tokens.taken_in,
            tokens_out=usage.spent.tokens.sent_out,
            resets_at=month.ends_at,
        )


class OrganizationView(View):
    id: str
    name: str
    tier: Tier
    subscription: SubscriptionView | None
    member_count: int
    ai_usage: AiUsageView
    role: MembershipRole
    """One's own in it."""
    created_at: datetime

    @classmethod
    def of(
        cls,
        organization: Organization,
        entitled: Entitlement,
        member_count: int,
        ai_usage: AiUsageView,
        role: MembershipRole,
    ) -> "OrganizationView":
        paid = entitled.subscription
        return cls(
            id=organization.id,
            name=organization.name,
            tier=entitled.tier,
            subscription=None if paid is None else SubscriptionView.of(paid),
            member_count=member_count,
            ai_usage=ai_usage,
            role=role,
            created_at=organization.created_at,
        )


class BelongingView(View):
    """An organisation one belongs to."""

    id: str
    name: str
    role: MembershipRole
    joined_at: datetime
    is_current: bool
    """Where one is now: whose tier, exercises and shared programs count."""

    @classmethod
    def of(
        cls, organization: Organization, membership: Membership, current: str
    ) -> "BelongingView":
        return cls(
            id=organization.id,
            name=organization.name,
            role=membership.role,
            joined_at=membership.joined_at,
            is_current=organization.id == current,
        )


class MemberView(View):
    user_id: str
    full_name: str | None
    email: str | None
    """For those who manage members, and one's own."""
    role: MembershipRole
    joined_at: datetime

    @classmethod
    def of(cls, membership: Membership, account: Account | None, *, in_full: bool) -> "MemberView":
        return cls(
            user_id=membership.user_id,
            full_name=account.profile.full_name if account else None,
            email=account.email if account and in_full else None,
            role=membership.role,
            joined_at=membership.joined_at,
        )


class InvitationView(View):
    id: str
    email: str
    role: MembershipRole
    invited_by: str
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, invitation: Invitation) -> "InvitationView":
        return cls(
            id=invitation.id,
            email=invitation.email,
            role=invitation.role,
            invited_by=invitation.invited_by,
            created_at=invitation.created_at,
            expires_at=invitation.expires_at,
        )
