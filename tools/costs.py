"""What a month of billing costs: operations that tests count, times list prices.

`python -m tools.costs` prints what docs/costs.md says of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PRICES: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "prices.yaml").read_text())
SUBSCRIPTIONS = 1_000
_MESSAGE_BYTES = 1_000
_MONTH_SECONDS = 30 * 24 * 3_600
_REQUEST_SECONDS = 0.1
_MEMORY_GIB = 0.5
_STORED_BYTES = 2_000
"""Of one event's record, with its indexes: the largest of what stays."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Firestore operations of one event, in `billing_events`."""

    reads: int
    writes: int
    announces: int = 0


EVENTS: Mapping[str, Counted] = {
    "first of a subscription": Counted(6, 4, announces=1),
    "change": Counted(2, 3, announces=1),
    "the same once more": Counted(1, 2),
    "payment": Counted(2, 3, announces=1),
    "of no use": Counted(0, 1),
}
"""Held against the code by tests/structure/test_budgets_of_billing.py."""

CHECKOUT = Counted(4, 5)
"""Of `billing`. One in five that are opened is paid for."""
CHECKOUTS = 0.10 * 5
MONTH: Mapping[str, float] = {
    # Everybody renews: a change and a payment. A tenth is new, a twentieth cancels and a twentieth
    # expires, three in a hundred fail to pay and most of those recover. The provider says each
    # change twice, and sends an order with each purchase.
    "first of a subscription": 0.10,
    "change": 1.00 + 0.05 + 0.05 + 0.03 + 0.02,
    "the same once more": 1.25,
    "payment": 1.00 + 0.10 + 0.03 + 0.02,
    "of no use": 0.10,
}
"""Events of one subscription."""

FOLLOWERS = 3
"""Functions that hear an announcement: audit, fair use, letters."""
FOLLOWING = Counted(0, 1)
"""The audit log's entry."""
PERIOD = Counted(1, 1)
"""Fair use begins again, with every start and renewal."""
LETTER = Counted(1, 2)
LETTERS = 1.00 + 0.10 + 0.10 + 0.03 + 0.05
"""Receipts, beginnings, failures and ends, of one subscription."""
NIGHTS, HOURS = 30, 720
NEAR = 25 / 720
"""How many of all stand within a day before and an hour after a turn."""


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    quantity: float
    price: float

    @property
    def money(self) -> float:
        return self.quantity * self.price


def month(subscriptions: int = SUBSCRIPTIONS) -> list[Line]:
    """What is used up, by price."""
    events = {name: often * subscriptions for name, often in MONTH.items()}
    announced = sum(EVENTS[name].announces * often for name, often in events.items())
    periods, letters = subscriptions * 1.10, subscriptions * LETTERS
    reads = sum(EVENTS[name].reads * often for name, often in events.items())
    writes = sum(EVENTS[name].writes * often for name, often in events.items())
    opened = subscriptions * CHECKOUTS
    reads += periods * PERIOD.reads + letters * LETTER.reads + opened * CHECKOUT.reads
    writes += announced * FOLLOWING.writes + periods * PERIOD.writes
    writes += letters * LETTER.writes + opened * CHECKOUT.writes
    asking = subscriptions * NIGHTS + (subscriptions * NEAR + 5) * HOURS
    received = sum(events.values())
    # Each message is published once and delivered to each of its subscribers.
    messages = received * 2 + announced * (1 + FOLLOWERS) + letters * 2
    requests = received * 2 + announced * FOLLOWERS + letters + opened
    return [
        _line("Firestore reads by events and checkouts", reads, "firestore_read"),
        _line("Firestore reads by asking the provider", asking, "firestore_read"),
        _line("Firestore writes", writes, "firestore_write"),
        _line("GiB that stay stored", received * _STORED_BYTES / 2**30, "firestore_gib_month"),
        _line("bytes of Pub/Sub", messages * _MESSAGE_BYTES, "pubsub_byte"),
        _line("requests of functions", requests, "request"),
        _line("vCPU seconds", requests * _REQUEST_SECONDS, "vcpu_second"),
        _line("GiB seconds", requests * _REQUEST_SECONDS * _MEMORY_GIB, "gib_second"),
        _line("vCPU seconds of one warm webhook", _MONTH_SECONDS, "idle_vcpu_second"),
        _line("GiB seconds of one warm webhook", _MONTH_SECONDS * _MEMORY_GIB, "idle_gib_second"),
    ]


def table(lines: list[Line]) -> str:
    rows = [f"| {one.what} | {_number(one.quantity)} | ${one.money:.4f} |" for one in lines]
    total = sum(one.money for one in lines)
    return "\n".join(
        [
            "| what | how much | money |",
            "|---|---:|---:|",
            *rows,
            f"| **total** | | **${total:.2f}** |",
        ]
    )


def _line(what: str, quantity: float, price: str) -> Line:
    return Line(what, quantity, PRICES[price])


def _number(quantity: float) -> str:
    return f"{quantity:,.0f}" if quantity >= 10 else f"{quantity:.4f}"


def main() -> None:
    print(table(month()))


if __name__ == "__main__":
    main()
