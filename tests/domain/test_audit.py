"""A chain of audit entries shows whatever is done to it afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.audit import (
    SYSTEM,
    AuditEntry,
    Break,
    Head,
    Linked,
    Unreadable,
    breaks,
    linked,
    name_of,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def entry(number: int, **about: object) -> AuditEntry:
    usual = {
        "id": name_of("test", str(number)),
        "action": "ROLE_CHANGED",
        "actor": "ann",
        "organization_id": "gym",
        "occurred_at": NOON + timedelta(seconds=number),
        "user_id": "bob",
        "facts": {"role": "ADMIN", "count": number},
    }
    return AuditEntry(**{**usual, **about})  # type: ignore[arg-type]


def chain_of(length: int) -> list[Linked]:
    chain: list[Linked] = []
    for number in range(length):
        head = chain[-1].link.head if chain else Head()
        chain.append(linked(entry(number), head, salt=f"salt {number}"))
    return chain


def found(chain: Sequence[Linked | Unreadable], head: Head) -> list[Break]:
    return list(breaks(chain, head))


@given(st.integers(0, 8))
def test_a_chain_that_nobody_touched_holds(length: int) -> None:
    chain = chain_of(length)
    assert found(chain, chain[-1].link.head if chain else Head()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"action": "MEMBER_LEFT"},
        {"actor": "eve"},
        {"user_id": None},
        {"facts": {"role": "OWNER", "count": 1}},
        {"organization_id": "club"},
        {"occurred_at": NOON},
        {"id": name_of("other")},
    ],
)
def test_a_changed_entry_shows(change: dict[str, object]) -> None:
    chain = chain_of(4)
    head = chain[-1].link.head
    chain[1] = replace(chain[1], entry=entry(1, **change))
    assert [one.sequence for one in found(chain, head)] == [2]


@given(st.integers(0, 5), st.integers(1, 4))
def test_what_was_taken_out_shows(first: int, count: int) -> None:
    chain = chain_of(6)
    head = chain[-1].link.head
    del chain[first : first + count]
    assert found(chain, head)


@given(st.permutations(range(5)).filter(lambda order: order != list(range(5))))
def test_another_order_shows(order: list[int]) -> None:
    chain = chain_of(5)
    assert found([chain[place] for place in order], chain[-1].link.head)


def test_what_was_put_behind_or_in_between_shows() -> None:
    chain = chain_of(3)
    head = chain[-1].link.head
    forged = linked(entry(9), head, "salt")
    assert found([*chain, forged], head) == [Break(5, "more than there should be")]
    between = linked(entry(9), chain[0].link.head, "salt")
    assert found([chain[0], between, *chain[1:]], head)


def test_a_chain_written_anew_from_some_place_shows_by_its_end() -> None:
    chain = chain_of(3)
    head = chain[-1].link.head
    anew = [chain[0]]
    for number in (1, 2):
        anew.append(linked(entry(number, actor="eve"), anew[-1].link.head, "salt"))
    assert found(anew, head) == [Break(4, "another end")]
    assert found(chain[:2], head) == [Break(3, "the end is missing")]


def test_the_person_can_be_erased_and_the_chain_holds() -> None:
    chain = chain_of(3)
    head = chain[-1].link.head
    gone = replace(chain[1].entry, actor=SYSTEM, user_id=None, facts={})
    chain[1] = Linked(gone, replace(chain[1].link, salt=""), is_erased=True)
    assert found(chain, head) == []
    erased = chain[1]
    chain[1] = replace(erased, entry=replace(gone, action="OTHER"))
    assert [one.what for one in found(chain, head)] == ["changed"]
    # Nobody is put in the place of who is gone.
    for blamed in (replace(gone, actor="eve"), replace(gone, facts={"role": "OWNER"})):
        chain[1] = replace(erased, entry=blamed)
        assert found(chain, head) == [Break(2, "who or what was changed")]


def test_two_who_did_the_same_have_other_digests() -> None:
    first, second = (linked(entry(1), Head(), salt) for salt in ("one", "two"))
    assert first.link.personal != second.link.personal


def test_a_name_tells_nothing_of_its_parts() -> None:
    assert name_of("first-admin", "ann") == name_of("first-admin", "ann")
    assert name_of("first-admin", "ann") != name_of("first-admina", "nn")
    assert "ann" not in name_of("ann")


def test_an_entry_from_another_place_shows() -> None:
    chain, other = chain_of(3), chain_of(3)
    other[1] = linked(entry(1), Head(1, "another chain"), "salt")
    assert Break(2, "not behind the one before it") in found(
        [chain[0], other[1], chain[2]], chain[-1].link.head
    )


def test_an_entry_that_is_there_twice_shows() -> None:
    chain = chain_of(3)
    twice = [chain[0], chain[0], *chain[1:]]
    assert found(twice, chain[-1].link.head) == [Break(1, "there twice")]


def test_what_is_no_entry_shows_by_its_place() -> None:
    chain: list[Linked | Unreadable] = [*chain_of(3)]
    chain[1] = Unreadable(2)
    assert Break(2, "cannot be read") in found(chain, chain_of(3)[-1].link.head)


def test_an_entry_that_lists_do_not_show_in_its_place_shows() -> None:
    chain = chain_of(3)
    head = chain[-1].link.head
    chain[2] = replace(chain[2], is_misplaced=True)
    assert found(chain, head) == [Break(3, "lists show it elsewhere")]
