"""What a month of billing costs: operations that tests count, times list prices."""

from collections.abc import Mapping

from tools.costs.pricing import (
    MEMORY_GIB,
    MESSAGE_BYTES,
    REQUEST_SECONDS,
    Counted,
    Line,
    line,
)

SUBSCRIPTIONS = 1_000
_MONTH_SECONDS = 30 * 24 * 3_600
_STORED_BYTES = 2_000
"""Of one event's record, with its indexes: the largest of what stays."""


EVENTS: Mapping[str, Counted] = {
    "first of a subscription": Counted(6, 4, announces=1),
    "change": Counted(2, 3, announces=1),
    "the same once more": Counted(1, 2),
    "payment": Counted(2, 3, announces=1),
    "of no use": Counted(0, 1),
}
"""Held against the code by tests/structure/test_budgets_of_billing.py."""

CHECKOUT = Counted(5, 7)
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
        line("Firestore reads by events and checkouts", reads, "firestore_read"),
        line("Firestore reads by asking the provider", asking, "firestore_read"),
        line("Firestore writes", writes, "firestore_write"),
        line("GiB that stay stored", received * _STORED_BYTES / 2**30, "firestore_gib_month"),
        line("bytes of Pub/Sub", messages * MESSAGE_BYTES, "pubsub_byte"),
        line("requests of functions", requests, "request"),
        line("vCPU seconds", requests * REQUEST_SECONDS, "vcpu_second"),
        line("GiB seconds", requests * REQUEST_SECONDS * MEMORY_GIB, "gib_second"),
        line("vCPU seconds of one warm webhook", _MONTH_SECONDS, "idle_vcpu_second"),
        line("GiB seconds of one warm webhook", _MONTH_SECONDS * MEMORY_GIB, "idle_gib_second"),
    ]
