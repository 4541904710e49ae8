"""What a process remembers of catalogues."""

from shared.domain.catalogue import Catalogue
from shared.store.catalogue_cache import CatalogueCache, Held


def held(version: int, checked_at: float, size: int = 0) -> Held:
    return Held(version, None, Catalogue.of({}, version), size, checked_at)


def test_a_slow_read_does_not_undo_a_later_write() -> None:
    cache = CatalogueCache()
    written = held(2, checked_at=10)
    cache.keep("org", written)
    cache.keep("org", held(1, checked_at=9))
    assert cache.get("org") is written


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    cache = CatalogueCache(most_characters=5_000)
    for name in ("a", "b"):
        cache.keep(name, held(1, 0, size=1_500))
    cache.get("a")
    cache.keep("c", held(1, 0, size=1_500))
    assert [name for name in "abc" if cache.get(name)] == ["a", "c"]


def test_a_catalogue_over_the_whole_budget_is_kept_alone() -> None:
    cache = CatalogueCache(most_characters=5_000)
    cache.keep("a", held(1, 0))
    cache.keep("b", held(1, 0, size=50_000))
    assert [name for name in "ab" if cache.get(name)] == ["b"]


def test_replacing_and_dropping_give_their_room_back() -> None:
    cache = CatalogueCache(most_characters=5_000)
    for turn in range(10):
        cache.keep("a", held(turn, turn, size=3_000))
    cache.keep("b", held(1, 0, size=500))
    assert cache.get("a") is not None
    cache.drop("a")
    cache.keep("c", held(1, 0, size=3_000))
    assert [name for name in "abc" if cache.get(name)] == ["b", "c"]
