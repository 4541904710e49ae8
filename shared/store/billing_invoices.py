"""Invoices on their way into the book. They tell of payments, never of what a subscription is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.billing import Invoice, KnownSubscription
from shared.domain.billing_changes import Payment, payment_announced, payments_told
from shared.domain.billing_events import BillingEvent, Kind, Outcome
from shared.domain.billing_judging import later_invoice
from shared.store.billing_records import record
from shared.store.billing_writing import commit_event
from shared.store.database import Database
from shared.store.invoices import KeptInvoice, invoice_path, kept_of, kept_write
from shared.store.subscriptions import known_of, subscription_path


@dataclass(frozen=True)
class InvoiceBook:
    database: Database
    now: Callable[[], datetime]

    def apply(self, event: BillingEvent, told: Invoice) -> Outcome:
        """An invoice whose subscription nobody knows is kept, and waits. Whoever makes the
        subscription known looks for those that wait; this side looks for the subscription once
        more, so that neither misses the other: that is what `bound` asks for."""
        return self.database.contended(lambda: self._apply(event, told))

    def _apply(self, event: BillingEvent, told: Invoice) -> Outcome:
        subscription, before = self.database.get_many(
            [subscription_path(told.subscription_id), invoice_path(told.id)]
        )
        known = None if subscription is None else known_of(subscription)
        stored = None if before is None else kept_of(before)
        kept, news = _kept(stored, told, event.event_name, known)
        kind = Kind.APPLIED if stored is None or kept != stored else Kind.SAME
        told_of = (
            tuple(payment_announced(one, kept.invoice, known) for one in news) if known else ()
        )
        waits_for = None if known else told.subscription_id
        outcome = Outcome(
            kind, event.key, told_of, owes=bool(told_of) or not known, bound=waits_for
        )
        line = record(event, kind, self.now(), told_of, bound=waits_for)
        if kept == stored:
            return commit_event(self.database, event, outcome, line)
        return commit_event(self.database, event, outcome, line, kept_write(kept, before))


def _kept(
    stored: KeptInvoice | None, told: Invoice, event_name: str, known: KnownSubscription | None
) -> tuple[KeptInvoice, tuple[Payment, ...]]:
    """The invoice as it is kept now, and the payments that nobody has been told of."""
    heard = stored.told if stored else ()
    new = tuple(one for one in payments_told(told, event_name) if one.event_id not in heard)
    news = (*(stored.untold if stored else ()), *new)
    kept = KeptInvoice(
        invoice=later_invoice(stored.invoice if stored else None, told),
        organization_id=known.organization_id if known else None,
        told=(*heard, *(one.event_id for one in new)),
        untold=() if known else news,
        plan=(stored.plan if stored else None) or (known.plan if known else None),
    )
    return kept, news
