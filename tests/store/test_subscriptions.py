from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.entitlements import Subscription
from shared.store.database import Database
from shared.store.subscriptions import FirestoreSubscriptions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_organisation_finds_its_subscriptions_and_no_others(database: Database) -> None:
    store = FirestoreSubscriptions(database)
    full = Subscription("1652029", "ours", "paused", NOW, NOW, NOW, "void")
    bare = Subscription("2", "ours", "a word of tomorrow", NOW)
    store.put(full)
    store.put(bare)
    store.put(Subscription("3", "theirs", "active", NOW))
    assert set(store.of("ours")) == {full, bare}
    assert store.of("nobody") == ()


def test_the_last_word_replaces_the_one_before(database: Database) -> None:
    store = FirestoreSubscriptions(database)
    first = Subscription("1", "ours", "active", NOW, renews_at=NOW)
    store.put(first)
    store.put(replace(first, status="expired", renews_at=None))
    assert store.of("ours") == (replace(first, status="expired", renews_at=None),)
