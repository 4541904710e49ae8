import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.emails import compared, is_written_well, local_part, tidied


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann@example.com", "  ANN@Example.COM\t"),
        ("j\u00f6rg@example.com", "jo\u0308rg@example.com"),
        ("J\u00d6RG@example.com", "jo\u0308rg@example.com"),
        ("stra\u00dfe@example.com", "STRASSE@example.com"),
        ("\u03b1\u0345\u0301@example.com", "\u03b1\u0301\u0345@example.com"),
    ],
)
def test_spelling_of_one_address_compares_equal(one: str, other: str) -> None:
    assert compared(one) == compared(other)


def test_different_addresses_compare_different() -> None:
    assert compared("ann@example.com") != compared("an@example.com")
    assert compared("a.nn@example.com") != compared("ann@example.com")


def test_what_is_shown_keeps_its_case_and_loses_its_blanks() -> None:
    assert tidied("  Jo\u0308rg@Example.com ") == "J\u00f6rg@Example.com"


@given(st.text())
def test_comparing_what_was_compared_changes_nothing(text: str) -> None:
    once = compared(text)
    assert compared(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_composition_never_matters(text: str) -> None:
    assert compared(unicodedata.normalize("NFD", text)) == compared(text)
    assert compared(tidied(text)) == compared(text)


@given(st.text(st.characters(codec="latin-1")))
def test_case_never_matters(text: str) -> None:
    assert compared(text.lower()) == compared(text) == compared(text.casefold())


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.com",
        "  ann@example.com ",
        "a.n+n_x'y@sub.example.co",
        "j\u00f6rg@b\u00fccher.example",
        "1@2.3a",
        f"{'a' * 64}@example.com",
        f"a@{'b' * 63}.com",
    ],
)
def test_addresses_that_are_written_well(address: str) -> None:
    assert is_written_well(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "@example.com",
        "ann@example",
        "ann@@example.com",
        "a b@example.com",
        "ann@exam ple.com",
        "ann@example..com",
        "ann@.example.com",
        "ann@example.com.",
        "ann@-example.com",
        "ann@example-.com",
        "ann@exa_mple_.com",
        ".ann@example.com",
        "ann.@example.com",
        "a..n@example.com",
        "ann\n@example.com",
        "ann@example.com\x00x",
        "ann,bob@example.com",
        '"ann"@example.com',
        f"{'a' * 65}@example.com",
        f"a@{'b' * 64}.com",
        f"ann@{'b' * 60}.{'b' * 60}.{'b' * 60}.{'b' * 60}.{'b' * 10}.com",
    ],
)
def test_addresses_that_are_not(address: str) -> None:
    assert not is_written_well(address)


def test_the_local_part_is_what_stands_before_the_last_at() -> None:
    assert local_part("ann@example.com") == "ann"
