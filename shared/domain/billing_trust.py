"""What has to be so before an event of the provider's may change anything of ours.

A signature proves that the provider sent it; not that it is about our shop, our plans, this
environment or a checkout that our server opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.billing import Invoice, Plan, SubscriptionSnapshot


class ParkReason(StrEnum):
    """Why an event was put aside, for an admin to look at."""

    FOREIGN_STORE = "FOREIGN_STORE"
    WRONG_MODE = "WRONG_MODE"
    UNKNOWN_VARIANT = "UNKNOWN_VARIANT"
    NO_INTENT = "NO_INTENT"
    UNKNOWN_INTENT = "UNKNOWN_INTENT"
    REUSED_INTENT = "REUSED_INTENT"
    UNCLAIMED = "UNCLAIMED"
    """Found by asking the provider: a subscription that no event has told us of."""
    MALFORMED = "MALFORMED"


@dataclass(frozen=True, slots=True)
class Storefront:
    """Our shop at the provider. A plan may have had several variants: old ones must stay here for
    as long as somebody pays by them."""

    store_id: int
    plans: Mapping[int, Plan]
    test_mode: bool

    def fault(
        self, told: SubscriptionSnapshot | Invoice, told_mode: bool | None = None
    ) -> ParkReason | None:
        """`told_mode`: what the event says of itself, beside what its object says."""
        if told.store_id != self.store_id:
            return ParkReason.FOREIGN_STORE
        if told.test_mode is not self.test_mode or told_mode not in (None, self.test_mode):
            return ParkReason.WRONG_MODE
        if isinstance(told, SubscriptionSnapshot) and told.variant_id not in self.plans:
            return ParkReason.UNKNOWN_VARIANT
        return None

    def variant_of(self, plan: Plan) -> int:
        """The one that is sold: the plan's first."""
        return next(variant for variant, sold in self.plans.items() if sold is plan)
