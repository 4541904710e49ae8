"""What may be an id."""

import pytest

from shared.domain.ids import is_id


@pytest.mark.parametrize("text", ["1", "-", "_a", "a_-B9", "a__b__", "x" * 64, "_" + "x" * 63])
def test_letters_digits_and_two_signs_make_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text", ["", "x" * 65, "_" + "x" * 64, "a/b", "..", "é", "a\n", "\n", "__x__", "__", "____"]
)
def test_anything_else_is_none_and_neither_is_what_the_database_keeps_to_itself(text: str) -> None:
    assert not is_id(text)
