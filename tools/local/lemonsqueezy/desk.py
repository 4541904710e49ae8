"""Where things happen in the shop: each change is kept, and its events go out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tools.local.lemonsqueezy import changes, moments
from tools.local.lemonsqueezy.deliveries import Deliveries
from tools.local.lemonsqueezy.shop import Shop, Thing
from tools.local.lemonsqueezy.wire import Wire


class Desk:
    def __init__(self, shop: Shop, wire: Wire, deliveries: Deliveries) -> None:
        self._shop, self._wire, self._deliveries = shop, wire, deliveries

    def buy(
        self,
        variant_id: int,
        name: str,
        email: str,
        custom: Mapping[str, Any],
        *,
        trial: bool = False,
        quietly: bool = False,
    ) -> Thing:
        """`quietly`: nobody is told."""
        with self._shop.changing():
            begun, events = changes.buy(self._shop, variant_id, name, email, custom, trial=trial)
            told = self._told(events)
            told += self._told(changes.settle(begun), seconds=30)
        if not quietly:
            self._deliveries.send(told)
        return begun

    def change(
        self, subscription_id: str, name: str, asked: Mapping[str, str], *, quietly: bool = False
    ) -> Thing:
        """Raises `Missing`, `NotNow`, and `KeyError` for what cannot be done at all."""
        with self._shop.changing():
            subscription = self._shop.find("subscriptions", subscription_id)
            told = self._told(changes.change(self._shop, subscription, name, asked))
        if not quietly:
            self._deliveries.send(told)
        return subscription

    def _told(self, events: changes.Events, seconds: int = 0) -> list[dict[str, Any]]:
        """Written one after the other, so that their links end one after the other."""
        begun = moments.now() + timedelta(seconds=seconds)
        return [
            self._wire.event(name, thing, str(uuid4()), begun + timedelta(seconds=number))
            for number, (name, thing) in enumerate(events)
        ]
