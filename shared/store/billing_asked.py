"""What the payment provider answers when it is asked, held against what we know."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from shared.domain.billing import Intent, KnownSubscription, SubscriptionSnapshot
from shared.domain.billing_claims import Candidate, claimed
from shared.domain.billing_events import Kind, Outcome
from shared.domain.billing_reading import attributes_of
from shared.domain.billing_trust import Storefront
from shared.store.accounts import FirestoreAccounts
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.checkouts import FirestoreCheckouts
from shared.store.subscriptions import FirestoreSubscriptions

_WITHIN_A_SECOND = timedelta(seconds=1)
"""The provider writes whole ones: what was created is as old as that, or less."""


class Taken(StrEnum):
    SAME = "SAME"
    REPAIRED = "REPAIRED"
    """We had missed something."""
    CLAIMED = "CLAIMED"
    """We had missed all of it, and found out whose it is."""
    PARKED = "PARKED"
    WAITING = "WAITING"
    """It was parked before."""


@dataclass(frozen=True)
class Asked:
    storefront: Storefront
    subscriptions: FirestoreSubscriptions
    checkouts: FirestoreCheckouts
    accounts: FirestoreAccounts
    parked: FirestoreBillingParked
    record: Callable[[SubscriptionSnapshot, str | None], Outcome]
    """Into the book, with the intent if it is known, and everything that follows."""

    def take(
        self, told: SubscriptionSnapshot, buyer: str | None, known: KnownSubscription | None = None
    ) -> Taken:
        """`buyer`: the address at the provider. `known`: from a read of just now, to spare one."""
        known = known or self.subscriptions.find(told.id)
        if known is not None and agrees(known, told):
            return Taken.SAME
        fault = self.storefront.fault(told)
        intent = self._claim(told, buyer) if known is None and fault is None else None
        is_lost = fault is not None or (known is None and intent is None)
        if is_lost and self._is_parked(told):
            return Taken.WAITING
        return _taken(self.record(told, intent.id if intent else None))

    def _is_parked(self, told: SubscriptionSnapshot) -> bool:
        """Asking says the same again and again, and is put aside once; what has changed since is
        put aside anew, so that it is never bound as it was long ago."""
        shown = attributes_of(told)
        return any(event.attributes == shown for event in self.parked.about(told.id))

    def _claim(self, told: SubscriptionSnapshot, buyer: str | None) -> Intent | None:
        plan = self.storefront.plans[told.variant_id]
        open_then = self.checkouts.open_at(told.created_at + _WITHIN_A_SECOND, plan)
        return claimed(buyer, [self._candidate(intent) for intent in open_then])

    def _candidate(self, intent: Intent) -> Candidate:
        account = self.accounts.find(intent.user_id)
        return Candidate(intent, account.email if account else None)


def agrees(known: KnownSubscription, told: SubscriptionSnapshot) -> bool:
    """Whether nothing but the moment of asking tells the two apart."""
    was = known.snapshot
    return not known.doubtful and was == replace(told, rendered_at=was.rendered_at)


def _taken(outcome: Outcome) -> Taken:
    if outcome.kind is Kind.PARKED:
        return Taken.PARKED
    if outcome.kind is not Kind.APPLIED:
        return Taken.SAME
    return Taken.REPAIRED if outcome.bound is None else Taken.CLAIMED
