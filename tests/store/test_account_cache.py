from datetime import UTC, datetime

from shared.domain.accounts import Account
from shared.store.account_cache import ACCOUNT_CACHE_SECONDS, AccountCache

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def account(user_id: str) -> Account:
    return Account(user_id, None, None, "o", START)


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_was_read_is_kept_for_ten_seconds_from_the_beginning_of_the_read() -> None:
    clock = Seconds()
    cache = AccountCache(clock)

    def slow(user_id: str) -> Account:
        clock.now += 4
        return account(user_id)

    cache.read_through("u", slow)
    clock.now = ACCOUNT_CACHE_SECONDS - 0.1
    assert cache.get("u") == account("u")
    clock.now = ACCOUNT_CACHE_SECONDS
    assert cache.get("u") is None


def test_a_read_that_a_change_overtook_is_not_kept() -> None:
    cache = AccountCache()

    def read(user_id: str) -> Account:
        cache.drop(user_id)
        return account(user_id)

    assert cache.read_through("u", read) == account("u")
    assert cache.get("u") is None


def test_an_account_that_is_not_there_is_not_kept() -> None:
    cache = AccountCache()
    assert cache.read_through("u", lambda _: None) is None
    assert cache.get("u") is None


def test_the_longest_kept_makes_room() -> None:
    cache = AccountCache(most=2)
    for name in ("a", "b", "a", "c"):
        cache.read_through(name, account)
    assert [cache.get(name) is not None for name in ("a", "b", "c")] == [True, False, True]
