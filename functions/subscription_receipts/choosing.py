"""Which letter a change of a subscription is worth, if any."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.billing_changes import Change
from shared.domain.entitlements import Tier
from shared.events.messages.email_requested import Fact
from shared.events.messages.subscription_changed import SubscriptionChanged

_ENDS = frozenset({Change.EXPIRED, Change.UNPAID})
"""Not cancelling and pausing, which people do themselves and see done."""


@dataclass(frozen=True, slots=True)
class Choice:
    template: str
    message_id: str
    facts: Mapping[str, Fact]


def letter_for(changed: SubscriptionChanged) -> Choice | None:
    """The ids are made from what is told, not from the event that tells it: a payment that is told
    of twice is one receipt, and an end that comes in two steps one letter."""
    moment = changed.occurred_at.isoformat()
    if changed.invoice is not None:
        return _of_payment(changed, moment)
    if changed.change is Change.STARTED and changed.tier_after is Tier.PRO:
        facts: dict[str, Fact] = {"plan": changed.plan, "started_at": moment}
        return Choice("pro_started", f"pro-started-{changed.subscription_id}", facts)
    if changed.change in _ENDS and changed.tier_after is Tier.FREE:
        facts = {"ended_at": moment}
        return Choice("pro_ended", f"pro-ended-{changed.subscription_id}", facts)
    return None


def _of_payment(changed: SubscriptionChanged, moment: str) -> Choice | None:
    invoice = changed.invoice
    if invoice is None or invoice.total <= 0:
        # The beginning of a trial, or a change of plan that cost nothing.
        return None
    paid: dict[str, Fact] = {
        "plan": changed.plan,
        "total_cents": invoice.total,
        "currency": invoice.currency,
    }
    if changed.change is Change.PAYMENT_SUCCEEDED:
        return Choice("receipt", f"receipt-{invoice.id}", paid | {"paid_at": moment})
    if changed.change is Change.PAYMENT_FAILED:
        told = paid | {"failed_at": moment}
        return Choice("payment_failed", f"payment-failed-{invoice.id}", told)
    return None
