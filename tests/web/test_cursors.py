"""Cursors, also those that somebody made up: the mark in them is no secret."""

import pytest

from shared.domain.errors import Invalid
from shared.domain.log.events import EntityKind
from shared.web.cursors import cursor, place_of


def test_a_place_comes_back_as_it_went_in() -> None:
    text = cursor("list", "ann", 2**63 - 1, EntityKind.WORKOUT, "2026-11-02 w")
    place = place_of(text, "list", "ann", int, EntityKind, str)
    assert place == [2**63 - 1, EntityKind.WORKOUT, "2026-11-02 w"]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (2**63, int),
        (-(10**30), int),
        (True, int),
        ("1", int),
        (1, str),
        ("a\0", str),
        ("\ud800", str),
        ("sock", EntityKind),
        (1, EntityKind),
    ],
)
def test_what_the_database_cannot_be_asked_about_is_refused(
    part: str | int, kind: type[str | int]
) -> None:
    with pytest.raises(Invalid):
        place_of(cursor("list", "ann", part), "list", "ann", kind)
    with pytest.raises(Invalid):
        place_of(cursor("list", "ann"), "list", "ann", kind)
