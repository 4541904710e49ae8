"""Mistakes that somebody may make in the code, and the words by which CI names each.

Those of the infrastructure are in tests/infra/test_mistakes.py; `make mistakes` runs both.
"""

import pytest

from tests.mistakes.tree import (
    RUFFLED,
    Mistake,
    mistaken,
    read_mistakes,
    said_by_gates,
    said_by_ruff,
    said_by_tests,
)

MISTAKES = read_mistakes()
ALL = [one for found in MISTAKES.values() for one in found]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of all mistakes at once, by all checks, as CI runs them."""
    tree = mistaken(tmp_path_factory.mktemp("mistakes"), ALL)
    tests = [one.said.removeprefix("FAILED ") for one in MISTAKES["tests"]]
    return said_by_gates(tree) + said_by_ruff(tree, RUFFLED) + said_by_tests(tree, *tests)


@pytest.mark.parametrize("mistake", ALL, ids=lambda one: one.what)
def test_a_mistake_is_named(said: str, mistake: Mistake) -> None:
    assert mistake.said in said, said


def test_there_are_enough_of_them() -> None:
    """Each with words of its own, or one would be taken for another."""
    assert len(ALL) >= 30
    assert len({one.said for one in ALL}) == len(ALL)
