"""When two names are the same name."""

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.naming import name_key, sought, tidied

E_ACUTE, E_AND_ACCENT = "\N{LATIN SMALL LETTER E WITH ACUTE}", "e\N{COMBINING ACUTE ACCENT}"


def test_case_spaces_and_the_encoding_of_accents_make_no_other_name() -> None:
    assert name_key(f" D{E_ACUTE}velopp{E_ACUTE}\t couch\xa0") == name_key(
        f"D{E_AND_ACCENT}VELOPP{E_AND_ACCENT} Couch"
    )
    assert name_key("Straße") == name_key("STRASSE")
    assert name_key("\N{FULLWIDTH LATIN CAPITAL LETTER D}ip") == name_key("Dip")


def test_what_cannot_be_seen_makes_no_other_name() -> None:
    hidden = "\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}\x07"
    assert name_key(f"Bench{hidden} Press{hidden}") == name_key("Bench Press")
    assert name_key(f" {hidden} ") == ""


def test_an_accent_or_a_hyphen_makes_another_name() -> None:
    assert len({name_key(name) for name in ("Pull Up", "Pull-Up", "Pullup", "Püll Up")}) == 4


def test_names_are_sought_without_accents() -> None:
    assert sought(f"CAF{E_ACUTE} Ärger") == sought(f"caf{E_AND_ACCENT} arger") == "cafe arger"


def test_a_tidied_name_reads_as_it_was_meant() -> None:
    assert tidied(f"  Caf{E_AND_ACCENT}\n Curl ") == f"Caf{E_ACUTE} Curl"


@given(st.text())
def test_tidying_again_changes_nothing(name: str) -> None:
    assert tidied(tidied(name)) == tidied(name)
    assert name_key(tidied(name)) == name_key(name)


@given(st.text())
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
