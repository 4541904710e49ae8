"""Checkouts that our server opened, and which of them something could have been bought by."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.billing import Plan
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Changed, Database, Exists
from tests.billing import START, intent


def test_a_checkout_is_added_once_and_completed_when_the_provider_has_answered(
    database: Database,
) -> None:
    store = FirestoreCheckouts(database)
    opened = intent(email_key="a" * 64)
    store.add(opened)
    assert store.find(opened.id) == opened
    with pytest.raises(Exists):
        store.add(replace(opened, organization_id="theirs"))
    later = START + timedelta(hours=3)
    store.complete(opened.id, "c-1", "https://shop.example/c-1", later)
    completed = store.find(opened.id)
    assert completed == replace(
        opened, checkout_id="c-1", checkout_url="https://shop.example/c-1", expires_at=later
    )
    assert store.find("nobody-s") is None


def test_nothing_that_was_never_opened_is_completed(database: Database) -> None:
    with pytest.raises(Changed):
        FirestoreCheckouts(database).complete("i", "c", "https://shop.example/c", START)


def test_an_organisation_finds_its_checkouts_and_no_others(database: Database) -> None:
    store = FirestoreCheckouts(database)
    for one in (intent("1"), intent("2"), intent("3", "theirs")):
        store.add(one)
    assert {one.id for one in store.of("ours")} == {"1", "2"}
    assert store.of("nobody") == ()


def test_the_checkouts_open_at_a_moment_are_those_of_the_plan_that_nothing_came_of(
    database: Database,
) -> None:
    store = FirestoreCheckouts(database)
    day = timedelta(days=1)
    for one in (
        intent("second", created_at=START - timedelta(minutes=1)),
        intent("first", "theirs", created_at=START - timedelta(hours=1)),
        intent("yearly", plan=Plan.PRO_YEARLY),
        intent("bought", subscription_id="7"),
        intent("too-late", created_at=START + timedelta(seconds=1)),
        intent("expired", expires_at=START),
        intent("long-ago", created_at=START - 3 * day),
    ):
        store.add(one)
    found = store.open_at(START, Plan.PRO_MONTHLY)
    assert [one.id for one in found] == ["first", "second"]
