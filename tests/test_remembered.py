"""Results that are kept while there is room."""

from shared.remembered import Remembered


def test_work_is_done_once_for_a_key() -> None:
    done: list[str] = []
    kept: Remembered[str, int] = Remembered(most=2)

    def work(key: str) -> int:
        done.append(key)
        return len(done)

    def ask(key: str) -> int:
        return kept.get(key, lambda: work(key))

    assert [ask("a"), ask("a"), ask("b"), ask("a")] == [1, 1, 2, 1]
    assert done == ["a", "b"]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept: Remembered[str, str] = Remembered(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: "first")
    assert kept.get("a", lambda: "again") == "first"
    assert kept.get("b", lambda: "again") == "again"
