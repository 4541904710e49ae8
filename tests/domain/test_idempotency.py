"""Claims of requests: what they make has the same ids whenever they are run."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.idempotency import Claim, digest

TEXTS = st.lists(st.text(st.characters(codec="utf-8")), max_size=4)


def test_what_a_request_makes_has_one_id_each() -> None:
    ids = [Claim("a", "f").derived_id(ordinal) for ordinal in range(3)]
    assert ids == [Claim("a", "other").derived_id(ordinal) for ordinal in range(3)]
    assert len({*ids, Claim("b", "f").derived_id(0)}) == 4
    assert {uuid.UUID(one).version for one in ids} == {4}


@given(TEXTS, TEXTS)
def test_no_two_lists_of_texts_meet(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_a_text_that_is_no_unicode_has_a_hash_too() -> None:
    assert digest("\ud800") != digest("\ud801")
