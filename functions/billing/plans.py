"""What is sold: the plans, and what they cost by the payment provider's word."""

import time
from collections.abc import Callable
from threading import Lock

from shared.clients.lemonsqueezy import Price
from shared.domain.billing import Plan
from shared.domain.errors import Unavailable

from .schemas import Interval, PlanView, PriceView

_FRESH_SECONDS = 600
_RETRY_SECONDS = 30
_FEATURES = [
    "Create, copy and edit programs",
    "Custom exercises",
    "Unlimited questions to the coach",
    "Programs as PDF",
]
_SOLD = {
    Plan.PRO_MONTHLY: ("Pro, monthly", Interval.MONTH),
    Plan.PRO_YEARLY: ("Pro, yearly", Interval.YEAR),
}


class Prices:
    """Asked for again after ten minutes. While the provider is out, the last known ones stand, and
    it is not asked at every turn. Threads may share it."""

    def __init__(
        self, ask: Callable[[Plan], Price | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask, self._clock = ask, clock
        self._known: dict[Plan, Price | None] = {}
        self._ask_at = float("-inf")
        self._asking = Lock()

    def of(self, plan: Plan) -> Price | None:
        is_time = self._clock() >= self._ask_at
        # Who has something to show need not wait for somebody else's question.
        if is_time and self._asking.acquire(blocking=not self._known):
            try:
                self._ask_again()
            finally:
                self._asking.release()
        return self._known.get(plan)

    def _ask_again(self) -> None:
        if self._clock() < self._ask_at:
            return
        try:
            self._known = {plan: self._ask(plan) for plan in _SOLD}
            self._ask_at = self._clock() + _FRESH_SECONDS
        except Unavailable:
            self._ask_at = self._clock() + _RETRY_SECONDS


def shown(prices: Prices) -> list[PlanView]:
    return [
        PlanView(
            plan=plan,
            name=name,
            price=_price(prices.of(plan)),
            interval=interval,
            features=_FEATURES,
        )
        for plan, (name, interval) in _SOLD.items()
    ]


def _price(price: Price | None) -> PriceView | None:
    if price is None:
        return None
    return PriceView(amount_cents=price.amount_cents, currency=price.currency)
