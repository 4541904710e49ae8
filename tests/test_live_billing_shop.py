"""The shop whose events count, as the settings name it."""

from dataclasses import replace

import pytest

from shared.domain.billing import Plan
from shared.live_billing import storefront
from shared.settings import Billing, MissingSetting
from tests.billing import (
    SHOP,
)


def told_of_the_shop(**more: object) -> Billing:
    settings = Billing(31_415, ("PRO_MONTHLY=1001", "PRO_YEARLY=1002"), "true")
    return replace(settings, **more)  # type: ignore[arg-type]


def test_the_shop_is_read_from_the_settings() -> None:
    assert storefront(told_of_the_shop()) == SHOP
    assert not storefront(told_of_the_shop(lemonsqueezy_test_mode="false")).test_mode
    variants = ("PRO_MONTHLY=5", "PRO_YEARLY=6", "PRO_MONTHLY=4")
    shop = storefront(told_of_the_shop(lemonsqueezy_variants=variants))
    assert shop.variant_of(Plan.PRO_MONTHLY) == 5
    assert set(shop.plans) == {4, 5, 6}


@pytest.mark.parametrize(
    ("about", "named"),
    [
        ({"lemonsqueezy_test_mode": "True"}, "TEST_MODE"),
        ({"lemonsqueezy_test_mode": "yes"}, "TEST_MODE"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1",)}, "VARIANTS"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1", "PRO_YEARLY")}, "VARIANTS"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1", "PRO_WEEKLY=2")}, "VARIANTS"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1", "PRO_YEARLY=1")}, "VARIANTS"),
    ],
)
def test_a_setting_that_could_let_the_wrong_thing_count_stops_everything(
    about: dict[str, object], named: str
) -> None:
    with pytest.raises(MissingSetting, match=named):
        storefront(told_of_the_shop(**about))
