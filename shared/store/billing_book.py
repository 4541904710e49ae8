"""The book of billing: one event of the provider's in, one batch written, what to announce out.

An event and everything it changes are written together or not at all, under the condition that
nothing it was decided by has changed meanwhile. Otherwise it is decided again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.billing import Intent, Invoice, KnownSubscription, Source, SubscriptionSnapshot
from shared.domain.billing_changes import Announcement, announced
from shared.domain.billing_events import CREATION, BillingEvent, Kind, Outcome, digest
from shared.domain.billing_judging import Judgement, Verdict, judge
from shared.domain.billing_kept import INVOICES, SUBSCRIPTIONS
from shared.domain.billing_reading import Unfit, read_invoice, read_subscription
from shared.domain.billing_trust import ParkReason, Storefront
from shared.domain.ids import is_id
from shared.store.billing_invoices import InvoiceBook
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.billing_records import record
from shared.store.billing_writing import commit_event
from shared.store.checkouts import bound, checkout_path, intent_of
from shared.store.database import Database
from shared.store.subscriptions import (
    FirestoreSubscriptions,
    data_of,
    known_of,
    subscription_path,
)
from shared.store.writes import Create, Document, Put, Write

_KINDS = {Verdict.APPLY: Kind.APPLIED, Verdict.SAME: Kind.SAME, Verdict.STALE: Kind.STALE}


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose a subscription becomes. `checkout` is the document of the intent that says so."""

    organization_id: str
    intent: Intent | None = None
    checkout: Document | None = None


@dataclass(frozen=True)
class BillingBook:
    database: Database
    storefront: Storefront
    parked: FirestoreBillingParked
    now: Callable[[], datetime]

    def apply(self, event: BillingEvent) -> Outcome:
        try:
            told = _read(event)
        except Unfit as unfit:
            return self._put_aside(event, ParkReason.MALFORMED, str(unfit))
        if told is None:
            ignored = record(event, Kind.IGNORED, self.now())
            return commit_event(self.database, event, Outcome(Kind.IGNORED, event.key), ignored)
        fault = self.storefront.fault(told, event.test_mode)
        if fault is not None:
            return self._put_aside(event, fault)
        if isinstance(told, Invoice):
            return InvoiceBook(self.database, self.now).apply(event, told)
        return self.database.contended(lambda: self._apply(event, told))

    def _apply(self, event: BillingEvent, told: SubscriptionSnapshot) -> Outcome:
        document = self.database.get(subscription_path(told.id))
        if document is not None:
            return self._step(event, document, known_of(document), told)
        owner = self._owner(event)
        if isinstance(owner, ParkReason):
            return self._wait(event, owner, told)
        return self._begin(event, owner, told)

    def _wait(self, event: BillingEvent, fault: ParkReason, told: SubscriptionSnapshot) -> Outcome:
        """Who makes a subscription known looks for what was put aside; this side looks for the
        subscription once more, so that neither misses the other."""
        aside = self._put_aside(event, fault)
        if self.database.get(subscription_path(told.id)) is None:
            return aside
        again = replace(event, key=aside.key, retried=True)
        return self.database.contended(lambda: self._apply(again, told))

    def _owner(self, event: BillingEvent) -> _Owner | ParkReason:
        """Of a subscription that nobody knows."""
        if event.organization_id is not None:
            return _Owner(event.organization_id)
        if event.intent is None:
            return (
                ParkReason.UNCLAIMED if event.source is Source.RECONCILE else ParkReason.NO_INTENT
            )
        found = self.database.get(checkout_path(event.intent)) if is_id(event.intent) else None
        if found is None:
            return ParkReason.UNKNOWN_INTENT
        intent = intent_of(found)
        if intent.subscription_id is not None:
            return ParkReason.REUSED_INTENT
        return _Owner(intent.organization_id, intent, found)

    def _begin(self, event: BillingEvent, owner: _Owner, told: SubscriptionSnapshot) -> Outcome:
        new = KnownSubscription(
            told,
            owner.organization_id,
            self.storefront.plans[told.variant_id],
            user_id=owner.intent.user_id if owner.intent else None,
            intent=owner.intent.id if owner.intent else None,
            by_creation=event.event_name == CREATION,
        )
        writes: list[Write] = [Create(subscription_path(new.id), data_of(new))]
        if owner.checkout is not None:
            writes.append(bound(owner.checkout, new.id))
        told_of = self._announced(event, None, new)
        outcome = Outcome(Kind.APPLIED, event.key, told_of, owes=True, bound=new.id)
        kept = record(event, Kind.APPLIED, self.now(), told_of, bound=new.id)
        return commit_event(self.database, event, outcome, kept, *writes)

    def _step(
        self,
        event: BillingEvent,
        document: Document,
        stored: KnownSubscription,
        told: SubscriptionSnapshot,
    ) -> Outcome:
        incoming = replace(
            stored,
            snapshot=told,
            plan=self.storefront.plans[told.variant_id],
            by_creation=event.event_name == CREATION,
            doubtful=False,
        )
        judgement = judge(stored, incoming)
        kind = _KINDS[judgement.verdict]
        asked = event.source is Source.RECONCILE and not event.retried
        if asked and not _is_worth_writing(stored, judgement):
            return Outcome(kind, event.key)
        steps = judgement.verdict is Verdict.APPLY
        told_of = self._announced(event, stored, judgement.known) if steps else ()
        outcome = Outcome(kind, event.key, told_of, owes=bool(told_of))
        kept = record(event, kind, self.now(), told_of)
        if judgement.known == stored:
            return commit_event(self.database, event, outcome, kept)
        put = Put(document.path, data_of(judgement.known), unchanged_since=document)
        return commit_event(self.database, event, outcome, kept, put)

    def _announced(
        self, event: BillingEvent, old: KnownSubscription | None, new: KnownSubscription
    ) -> tuple[Announcement, ...]:
        theirs = FirestoreSubscriptions(self.database).of(new.organization_id)
        others = [one for one in theirs if one.id != new.id]
        return announced(event.key, old, new, others, now=self.now(), source=event.source)

    def _put_aside(self, event: BillingEvent, fault: ParkReason, detail: str = "") -> Outcome:
        if fault is ParkReason.UNCLAIMED:
            # Once for each subscription, however often we ask about it.
            event = replace(event, key=digest(ParkReason.UNCLAIMED, event.object_id))
        self.parked.put(event, fault, detail)
        return Outcome(Kind.PARKED, event.key, fault=fault)


def _read(event: BillingEvent) -> SubscriptionSnapshot | Invoice | None:
    """By what the event carries, not by its name: the provider adds names. Raises `Unfit`."""
    if event.object_type == SUBSCRIPTIONS:
        return read_subscription(event.object_id, event.attributes, event.rendered_at)
    if event.object_type == INVOICES:
        return read_invoice(event.object_id, event.attributes, event.rendered_at)
    return None


def _is_worth_writing(stored: KnownSubscription, judgement: Judgement) -> bool:
    """Asking about everything every night must not write everything every night, only to keep
    when it was last shown."""
    known = judgement.known
    shown = replace(known.snapshot, rendered_at=stored.snapshot.rendered_at)
    return replace(known, snapshot=shown) != stored
