"""Firestore away, Pub/Sub away: a purchase made meanwhile ends in Pro all the same."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.shopping import Shop, Shopper, eventually
from tools.local.environment import VARIABLES
from tools.local.testing import Stack, running_stack

# Emulators of its own, which nobody else misses while they stand still.
OWN = dict.fromkeys(VARIABLES.values(), "") | {"GOOGLE_CLOUD_PROJECT": ""}


@contextmanager
def away(stack: Stack, emulator: str) -> Iterator[None]:
    """It takes connections and answers nothing, as a service does that is in trouble."""
    port = stack.about["emulators"][emulator].rpartition(":")[2]
    process = listening_at(port)
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def listening_at(port: str) -> int:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"--port={port}" in command.read_text().split("\0"):
                return int(command.parent.name)
        except OSError:
            continue
    raise AssertionError(f"nobody was started for {port}")


def last_statuses(shop: Shop, subscription_id: str) -> set[int | None]:
    return {one["attempts"][-1]["status"] for one in shop.deliveries(subscription_id)}


@pytest.mark.timeout(180)
def test_what_is_paid_for_in_an_outage_is_there_after_it(tmp_path: Path) -> None:
    with running_stack(tmp_path, **OWN) as stack:
        shop = Shop.of(stack)
        with_firestore_away_events_are_taken_in_and_wait(stack, shop)
        with_pubsub_away_events_come_again(stack, shop)


def with_firestore_away_events_are_taken_in_and_wait(stack: Stack, shop: Shop) -> None:
    shopper = Shopper.at(stack)
    url = shopper.checkout_url()
    with away(stack, "firestore"):
        subscription_id = shop.pay(url)
        started = time.monotonic()
        assert eventually(shop.is_done)
        assert time.monotonic() - started < 3
        assert last_statuses(shop, subscription_id) == {200}
    assert eventually(shopper.has_pro, 30)


def with_pubsub_away_events_come_again(stack: Stack, shop: Shop) -> None:
    shopper = Shopper.at(stack)
    url = shopper.checkout_url()
    shop.control(retry_scale=0.2)
    with away(stack, "pubsub"):
        subscription_id = shop.pay(url)
        assert eventually(lambda: last_statuses_or_none(shop, subscription_id) == {503})
        assert shopper.send("GET", "/users/me").status_code == 200
        assert not shopper.has_pro()
    assert eventually(shop.is_done, 20)
    assert last_statuses(shop, subscription_id) == {200}
    assert eventually(shopper.has_pro, 20)


def last_statuses_or_none(shop: Shop, subscription_id: str) -> set[int | None]:
    """Nothing, until each was tried once."""
    sent = shop.deliveries(subscription_id)
    return last_statuses(shop, subscription_id) if all(one["attempts"] for one in sent) else set()
