"""Of many snapshots the same one counts, whoever comes first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.billing import (
    Invoice,
    KnownSubscription,
    Plan,
    SubscriptionItem,
    SubscriptionSnapshot,
)
from shared.domain.billing_judging import Verdict, judge, later_invoice
from shared.domain.billing_kept import SUBSCRIPTIONS
from shared.domain.billing_reading import read_subscription
from shared.domain.entitlements import Subscription, Tier, entitlement
from tests.billing import whole_life

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=30)


def told(status: str = "active", by_creation: bool = False, **more: Any) -> KnownSubscription:
    about: dict[str, Any] = {"updated_at": NOON, "rendered_at": 100, **more}
    snapshot = SubscriptionSnapshot(
        id="1", store_id=1, variant_id=7, status=status, created_at=NOON, test_mode=True, **about
    )
    return KnownSubscription(snapshot, "ours", Plan.PRO_MONTHLY, by_creation=by_creation)


# Few values of each, so that they often meet.
moments = st.sampled_from([NOON, LATER])
snapshots = st.builds(
    told,
    status=st.sampled_from(["active", "cancelled", "expired"]),
    by_creation=st.booleans(),
    updated_at=moments,
    rendered_at=st.sampled_from([None, 100, 200]),
    ends_at=st.sampled_from([None, LATER]),
    customer_id=st.sampled_from([1, 2]),
    item=st.none() | st.builds(SubscriptionItem, st.just(8), moments, st.sampled_from([1, 2])),
)


def folded(snapshots: list[KnownSubscription]) -> KnownSubscription:
    def step(known: KnownSubscription | None, one: KnownSubscription) -> KnownSubscription:
        return judge(known, one).known

    known = reduce(step, snapshots, None)
    assert known is not None
    return known


@given(st.data(), st.lists(snapshots, min_size=1, max_size=7))
def test_the_order_of_arrival_and_repetitions_do_not_matter(
    data: st.DataObject, told: list[KnownSubscription]
) -> None:
    shuffled = data.draw(st.permutations(told + told[:3]))
    assert folded(shuffled) == folded(told)


LIFE = [
    read_subscription("1", event.attributes, event.rendered_at)
    for event in whole_life().events
    if event.object_type == SUBSCRIPTIONS
]


@pytest.mark.parametrize("start", range(0, len(LIFE) - 6, 3))
def test_every_order_of_a_stretch_of_life_ends_in_the_same_tier(start: int) -> None:
    stretch = [KnownSubscription(one, "ours", Plan.PRO_MONTHLY) for one in LIFE[start : start + 6]]
    now = stretch[-1].snapshot.updated_at
    ends = {folded(list(order)) for order in permutations(stretch)}
    assert ends == {stretch[-1]}
    tier = Tier.PRO if _serves(stretch[-1].snapshot) else Tier.FREE
    assert entitlement([Subscription.of(end) for end in ends], now).tier is tier


def _serves(told: SubscriptionSnapshot) -> bool:
    """Said once more, and otherwise than in the code."""
    if told.status == "paused":
        return told.pause_mode == "free"
    return told.status in ("on_trial", "active", "past_due", "cancelled")


@given(st.lists(snapshots, min_size=1, max_size=7))
def test_what_counts_is_never_older_than_anything_that_was_told(
    told: list[KnownSubscription],
) -> None:
    assert folded(told).snapshot.version == max(one.snapshot.version for one in told)


def verdict(stored: KnownSubscription, incoming: KnownSubscription) -> tuple[str, bool]:
    judgement = judge(stored, incoming)
    took = judgement.known.snapshot == incoming.snapshot
    assert took or judgement.known.snapshot == stored.snapshot
    return ("took " if took else "kept ") + judgement.verdict, judgement.known.doubtful


NEWER_ITEM: dict[str, Any] = {"item": SubscriptionItem(8, LATER, 2)}


@pytest.mark.parametrize(
    ("stored", "incoming", "outcome"),
    [
        (told(), told("cancelled", updated_at=LATER), ("took APPLY", False)),
        (told("cancelled", updated_at=LATER), told(), ("kept STALE", False)),
        # The time of the object stands still while that of its item moves.
        (told(), told(**NEWER_ITEM), ("took APPLY", False)),
        (told(**NEWER_ITEM), told(rendered_at=900), ("kept STALE", False)),
        # A newer version of the same is kept, and nothing is made of it.
        (told(), told(updated_at=LATER), ("took SAME", False)),
        (told(), told(rendered_at=200), ("took SAME", False)),
        (told(), told("past_due", rendered_at=200), ("took APPLY", False)),
        (told(rendered_at=200), told("past_due"), ("kept STALE", False)),
        (told(rendered_at=None), told("past_due"), ("took APPLY", False)),
        (told("past_due"), told(rendered_at=None), ("kept STALE", False)),
        # Nothing of the provider's decides: our own rule does, and says that it did.
        (told("past_due", by_creation=True), told(), ("took APPLY", True)),
        (told(), told("past_due", by_creation=True), ("kept STALE", True)),
        (told(rendered_at=None), told("past_due", rendered_at=None), ("took APPLY", True)),
        # What has expired needs a newer version to serve again, not a later rendering.
        (told("expired"), told(rendered_at=900), ("kept STALE", False)),
        (told("expired"), told(updated_at=LATER), ("took APPLY", False)),
        (told(rendered_at=900), told("expired"), ("took APPLY", False)),
    ],
)
def test_the_rule(
    stored: KnownSubscription, incoming: KnownSubscription, outcome: tuple[str, bool]
) -> None:
    assert verdict(stored, incoming) == outcome


def test_a_doubt_lasts_until_something_stands_above_it() -> None:
    doubted = judge(told(), told("past_due")).known
    assert doubted.doubtful
    again = judge(doubted, told("past_due", customer_id=9)).known
    assert again.doubtful
    assert judge(doubted, told(rendered_at=50)).known.doubtful
    assert not judge(doubted, told(rendered_at=200)).known.doubtful


def test_the_first_word_of_all_counts() -> None:
    assert judge(None, told()).verdict is Verdict.APPLY


def test_whose_it_is_does_not_change_with_a_snapshot() -> None:
    stored = replace(told(), user_id="ann", intent="i")
    incoming = replace(told(updated_at=LATER), organization_id="theirs", plan=Plan.PRO_YEARLY)
    known = judge(stored, incoming).known
    assert (known.organization_id, known.user_id, known.intent) == ("ours", "ann", "i")
    assert known.plan is Plan.PRO_YEARLY


invoices = st.builds(
    Invoice,
    id=st.just("9"),
    store_id=st.just(1),
    subscription_id=st.just("1"),
    status=st.sampled_from(["paid", "pending", "refunded"]),
    created_at=st.just(NOON),
    updated_at=moments,
    test_mode=st.just(True),
    refunded_amount=st.sampled_from([0, 5]),
    rendered_at=st.sampled_from([None, 100]),
)


@given(st.data(), st.lists(invoices, min_size=1, max_size=6))
def test_the_invoice_that_counts_is_the_same_in_every_order(
    data: st.DataObject, told: list[Invoice]
) -> None:
    def last(invoices: list[Invoice]) -> Invoice | None:
        known: Invoice | None = None
        for one in invoices:
            known = later_invoice(known, one)
        return known

    assert last(data.draw(st.permutations(told + told[:2]))) == last(told)
