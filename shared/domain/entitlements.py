"""Entitlements: the tier an organisation has, told from its subscription facts when asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.billing import KnownSubscription, Plan


class Tier(StrEnum):
    FREE = "FREE"
    PRO = "PRO"


class PauseMode(StrEnum):
    """While paused. FREE: served without pay. VOID: not served."""

    FREE = "free"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What the payment provider last said about one subscription. `status` is its own word:
    a word we do not know must survive."""

    id: str
    organization_id: str
    status: str
    updated_at: datetime
    renews_at: datetime | None = None
    ends_at: datetime | None = None
    pause_mode: str | None = None
    plan: Plan | None = None
    trial_ends_at: datetime | None = None

    @classmethod
    def of(cls, known: KnownSubscription) -> "Subscription":
        told = known.snapshot
        return cls(
            id=told.id,
            organization_id=known.organization_id,
            status=told.status,
            updated_at=told.version,
            renews_at=told.renews_at,
            ends_at=told.ends_at,
            pause_mode=told.pause_mode,
            plan=known.plan,
            trial_ends_at=told.trial_ends_at,
        )


@dataclass(frozen=True, slots=True)
class Entitlement:
    """`subscription` is the one that decides, None when there is none. `flagged`: a person
    should look at it, because the provider says something we have no rule for."""

    tier: Tier
    subscription: Subscription | None = None
    flagged: bool = False


_SERVING = frozenset({"on_trial", "active", "past_due"})
_OVER = frozenset({"unpaid", "expired"})


def entitlement(subscriptions: Sequence[Subscription], now: datetime) -> Entitlement:
    """Of several subscriptions the best counts: one that serves, then the latest word.

    Decided from the facts alone, at reading time: the event that ends a subscription may be
    late or lost. A failed renewal (past_due) still serves while the provider tries again;
    unpaid, when it has given up, does not.
    """
    if not subscriptions:
        return Entitlement(Tier.FREE)
    best = max(subscriptions, key=lambda one: (_serves(one, now), one.updated_at, one.id))
    tier = Tier.PRO if _serves(best, now) else Tier.FREE
    return Entitlement(tier, best, flagged=any(map(_is_unknown, subscriptions)))


def _serves(subscription: Subscription, now: datetime) -> bool:
    status = subscription.status
    if status in _SERVING:
        return True
    if status in _OVER:
        return False
    if status == "paused":
        return subscription.pause_mode == PauseMode.FREE
    if status == "cancelled":
        return _is_ahead(subscription.ends_at, now)
    # A word we do not know: who has paid up to a day keeps what they had until then.
    return _is_ahead(subscription.renews_at, now)


def _is_unknown(subscription: Subscription) -> bool:
    return subscription.status not in _SERVING | _OVER | {"paused", "cancelled"}


def _is_ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now < moment
