"""The one place where the book of billing is put together with those who want to hear of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from shared import log
from shared.clock import utc_now
from shared.domain.billing import KnownSubscription, Plan, SubscriptionSnapshot
from shared.domain.billing_changes import Announcement, payment_announced
from shared.domain.billing_events import BillingEvent, Kind, Outcome, found_by_asking
from shared.domain.billing_trust import Storefront
from shared.events.messages.subscription_changed import TOPIC, SubscriptionChanged
from shared.events.outbox import live_outbox
from shared.once import once
from shared.settings import Billing, MissingSetting, load
from shared.store.billing_book import BillingBook
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.billing_records import FirestoreBillingRecords
from shared.store.database import Changed, Database, live_database
from shared.store.invoices import FirestoreInvoices, Waiting
from shared.store.subscriptions import FirestoreSubscriptions

Publish = Callable[[Announcement], None]


@dataclass(frozen=True)
class Bookkeeper:
    """What is in the book and not yet announced is announced again, under the same names, until
    the announcing has succeeded: by the next delivery of the event or by `announce_late`."""

    book: BillingBook
    records: FirestoreBillingRecords
    subscriptions: FirestoreSubscriptions
    invoices: FirestoreInvoices
    parked: FirestoreBillingParked
    publish: Publish

    def handle(self, event: BillingEvent) -> Outcome:
        outcome = self.book.apply(event)
        log.event(
            "WARNING" if outcome.kind is Kind.PARKED else "INFO",
            "billing",
            key=outcome.key,
            event_name=event.event_name[:64],
            object_id=event.object_id[:64],
            outcome=outcome.kind,
            fault=outcome.fault,
        )
        self._announce(outcome.key, outcome.announcements, outcome.bound, owes=outcome.owes)
        return outcome

    def record(self, told: SubscriptionSnapshot, intent: str | None = None) -> Outcome:
        """What the provider answered when it was asked: judged as an event would be. Needs its
        `rendered_at`. `intent` says whose it is when nobody knows it; without one it is put aside
        as UNCLAIMED."""
        return self.handle(found_by_asking(told, self.book.now(), intent))

    def announce_late(self) -> int:
        """What was applied and could not be announced then: how many events that were."""
        owed = self.records.all_owed()
        for one in owed:
            self._announce(one.key, one.announcements, one.bound, owes=True)
        return len(owed)

    def _announce(
        self, key: str, told: tuple[Announcement, ...], bound: str | None, *, owes: bool
    ) -> None:
        for one in told:
            self.publish(one)
        if bound is not None:
            self._take_up(bound, key)
        if owes:
            self.records.settle(key)

    def _take_up(self, subscription_id: str, by: str) -> None:
        """What came before its subscription was known: invoices, and events put aside. `by` is
        the event that made it known."""
        known = self.subscriptions.find(subscription_id)
        if known is None:
            return
        for waiting in self.invoices.waiting_for(subscription_id):
            kept = waiting.kept
            for payment in kept.untold:
                self.publish(payment_announced(payment, kept.invoice, known))
            self._give(waiting, known)
        for event in self.parked.about(subscription_id):
            if event.key == by:
                self.parked.remove(by)
            else:
                self.handle(event)

    def _give(self, waiting: Waiting, owner: KnownSubscription) -> None:
        # Whoever changed it meanwhile knew the subscription, and gave it away.
        with suppress(Changed):
            self.invoices.give(waiting, owner)


def bookkeeper(database: Database, storefront: Storefront, publish: Publish) -> Bookkeeper:
    parked = FirestoreBillingParked(database, utc_now)
    return Bookkeeper(
        book=BillingBook(database, storefront, parked, utc_now),
        records=FirestoreBillingRecords(database),
        subscriptions=FirestoreSubscriptions(database),
        invoices=FirestoreInvoices(database),
        parked=parked,
        publish=publish,
    )


@once
def live_storefront() -> Storefront:
    return storefront(load(Billing))


def storefront(settings: Billing) -> Storefront:
    """Raises `MissingSetting` for what could let the wrong thing count."""
    if settings.lemonsqueezy_test_mode not in ("true", "false"):
        raise MissingSetting("LEMONSQUEEZY_TEST_MODE is `true` or `false`")
    plans: dict[int, Plan] = {}
    for pair in settings.lemonsqueezy_variants:
        name, _, variant = pair.partition("=")
        if name not in Plan.__members__ or not variant.isdecimal():
            raise MissingSetting("LEMONSQUEEZY_VARIANTS reads PRO_MONTHLY=1001,PRO_YEARLY=1002")
        plans[int(variant)] = Plan(name)
    if set(plans.values()) != set(Plan):
        raise MissingSetting("LEMONSQUEEZY_VARIANTS does not name every plan")
    in_test_mode = settings.lemonsqueezy_test_mode == "true"
    return Storefront(settings.lemonsqueezy_store_id, plans, in_test_mode)


@once
def live_bookkeeper() -> Bookkeeper:
    outbox = live_outbox()

    def publish(told: Announcement) -> None:
        outbox.publish(TOPIC, SubscriptionChanged.of(told))

    return bookkeeper(live_database(), live_storefront(), publish)
