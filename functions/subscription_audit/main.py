"""Event function `subscription_audit`: writes every change of a subscription into the audit log."""

from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.audit import SYSTEM, AuditEntry
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.subscription_changed import SubscriptionChanged
from shared.live_inbox import live_reception
from shared.once import once
from shared.store.audit import FirestoreAudit
from shared.store.database import live_database


@dataclass(frozen=True)
class Deps:
    audit: FirestoreAudit


@once
def live_deps() -> Deps:
    return Deps(FirestoreAudit(live_database()))


def handle(delivery: Delivery[Deps], changed: SubscriptionChanged) -> None:
    delivery.deps.audit.append(_entry(changed))


def _entry(changed: SubscriptionChanged) -> AuditEntry:
    facts: dict[str, str | int | None] = {
        "subscription_id": changed.subscription_id,
        "plan": changed.plan,
        "tier_before": changed.tier_before,
        "tier_after": changed.tier_after,
        "source": changed.source,
    }
    if changed.invoice is not None:
        facts |= {
            "invoice_id": changed.invoice.id,
            "total": changed.invoice.total,
            "currency": changed.invoice.currency,
            "billing_reason": changed.invoice.billing_reason,
        }
    return AuditEntry(
        id=changed.event_id,
        action=f"SUBSCRIPTION_{changed.change}",
        actor=SYSTEM,
        organization_id=changed.organization_id,
        user_id=changed.user_id,
        occurred_at=changed.occurred_at,
        facts=facts,
    )


inbox = Inbox("subscription_audit", SubscriptionChanged, handle, live_deps, live_reception)


@functions_framework.http
def subscription_audit(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
