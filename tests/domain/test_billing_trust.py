"""What is not about our shop changes nothing of ours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.billing import Invoice, Plan, SubscriptionSnapshot
from shared.domain.billing_reading import read_invoice, read_subscription
from shared.domain.billing_trust import ParkReason
from tests.billing import (
    MONTHLY,
    SHOP,
    START,
    YEARLY,
    intent,
    invoice_attributes,
    subscription_attributes,
)

SUBSCRIPTION = read_subscription("1", subscription_attributes(), None)
INVOICE = read_invoice("9", invoice_attributes(1), None)


@pytest.mark.parametrize("one", [SUBSCRIPTION, INVOICE])
def test_store_and_mode_have_to_be_ours(one: SubscriptionSnapshot | Invoice) -> None:
    assert SHOP.fault(one, True) is None
    assert SHOP.fault(one) is None
    assert SHOP.fault(one, False) is ParkReason.WRONG_MODE
    assert SHOP.fault(replace(one, test_mode=False), True) is ParkReason.WRONG_MODE
    assert SHOP.fault(replace(one, store_id=1), True) is ParkReason.FOREIGN_STORE
    live = replace(SHOP, test_mode=False)
    assert live.fault(one, True) is ParkReason.WRONG_MODE
    assert live.fault(replace(one, test_mode=False), False) is None


def test_a_variant_has_to_be_a_plan_of_ours() -> None:
    assert SHOP.fault(replace(SUBSCRIPTION, variant_id=7), True) is ParkReason.UNKNOWN_VARIANT


def test_the_first_variant_of_a_plan_is_sold_and_the_others_are_known() -> None:
    shop = replace(SHOP, plans={MONTHLY: Plan.PRO_MONTHLY, 8: Plan.PRO_MONTHLY, **SHOP.plans})
    assert shop.variant_of(Plan.PRO_MONTHLY) == MONTHLY
    assert shop.variant_of(Plan.PRO_YEARLY) == YEARLY
    assert shop.fault(replace(SUBSCRIPTION, variant_id=8)) is None


def test_a_checkout_is_open_until_it_expires_or_something_came_of_it() -> None:
    opened = intent(expires_at=START)
    before, at_opening = START - timedelta(seconds=1), opened.created_at
    assert opened.is_open(before)
    assert opened.is_open(at_opening)
    assert not opened.is_open(START)
    assert not opened.is_open(at_opening - timedelta(seconds=1))
    assert not replace(opened, subscription_id="1").is_open(before)
