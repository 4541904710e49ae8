import pytest

from shared.domain.common_passwords import COMMON_PASSWORDS
from shared.domain.passwords import LONGEST, SHORTEST, weakness

OWNER = "Mary.Poppins@example.com"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "        x",
        "\U0001f3cb" * 8,
        "x7\tQ\u00e9\u4e2d#k",
        "q" * 7 + "z" * (LONGEST - 7),
        "hypertroq-is-where-i-lift",
        "poppins likes mary.poppin",
    ],
)
def test_any_characters_make_a_password(password: str) -> None:
    assert weakness(password, OWNER) is None


def test_length_is_counted_in_characters() -> None:
    assert weakness("\U0001f3cb" * (SHORTEST - 1), OWNER) is not None
    assert weakness("\U0001f3cb" * LONGEST, OWNER) is None
    assert weakness("\U0001f3cb" * (LONGEST + 1), OWNER) is not None


@pytest.mark.parametrize("password", ["password", "PassWord", "12345678", "qwertyuiop", "iloveyou"])
def test_common_passwords_are_refused_in_any_case(password: str) -> None:
    assert weakness(password, OWNER) is not None


@pytest.mark.parametrize(
    "password", ["hypertroq", "HypertroQ", "HYPERTROQ1", "hypertroq2024!", "__HypertroQ__"]
)
def test_the_products_name_is_refused_however_it_is_dressed(password: str) -> None:
    assert weakness(password, OWNER) is not None


@pytest.mark.parametrize(
    "password",
    [
        "mary.poppins@example.com",
        "MARY.POPPINS@EXAMPLE.COM",
        "my mary.poppins@example.com!",
        "mary.poppins",
        "Mary.Poppins1964",
    ],
)
def test_ones_own_address_is_refused(password: str) -> None:
    assert weakness(password, OWNER) is not None


def test_a_name_of_two_letters_is_too_short_to_look_for() -> None:
    assert weakness("jo-1234567", "jo@example.com") is None
    assert weakness("joe-1234567", "joe@example.com") is not None


def test_an_unknown_address_still_leaves_the_other_rules() -> None:
    assert weakness("hypertroq", None) is not None
    assert weakness("correct horse", None) is None
    assert weakness("correct horse", "") is None


def test_the_list_holds_three_thousand_that_length_alone_would_let_through() -> None:
    assert len(COMMON_PASSWORDS) == 3000
    assert all(len(word) >= SHORTEST and word == word.casefold() for word in COMMON_PASSWORDS)
    assert all(weakness(word, None) is not None for word in COMMON_PASSWORDS)
