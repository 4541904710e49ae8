"""What admins may do to accounts, and to one another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account, AccountStanding
from shared.domain.admins import appointed, expect_no_admin, reinstated, suspended
from shared.domain.errors import Conflict, Forbidden, LastAdmin, Refusal
from shared.domain.sessions import Session

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADMIN, USER = PlatformRole.ADMIN, PlatformRole.USER
SUSPENDED = AccountStanding.SUSPENDED
BOB = Account(
    "bob", "bob@example.com", "key", "org", NOON, sessions={"s": Session("s", NOON, NOON)}
)
BOSS = replace(BOB, id="boss", role=ADMIN)

Change = Callable[[frozenset[str], str, Account], Account]


def made(role: PlatformRole) -> Change:
    return lambda admins, by, account: appointed(admins, by, account, role)


CHANGES: list[Change] = [suspended, reinstated, made(ADMIN), made(USER)]


def test_who_is_suspended_has_no_session_and_keeps_the_rest() -> None:
    gone = suspended(frozenset({"boss"}), "boss", BOB)
    assert gone == replace(BOB, standing=SUSPENDED, sessions={})
    assert suspended(frozenset({"boss"}), "boss", gone) == gone
    assert reinstated(frozenset({"boss"}), "boss", gone) == replace(BOB, sessions={})
    assert reinstated(frozenset({"boss"}), "boss", BOB) == BOB


def test_nobody_suspends_themselves() -> None:
    with pytest.raises(Conflict, match="yourself"):
        suspended(frozenset({"boss", "other"}), "boss", BOSS)


def test_a_role_is_another_version_of_what_its_owner_sees() -> None:
    admin = appointed(frozenset({"boss"}), "boss", BOB, ADMIN)
    assert admin == replace(BOB, role=ADMIN, version=2)
    assert appointed(frozenset({"boss"}), "boss", admin, ADMIN) is admin
    assert appointed(frozenset({"boss", "bob"}), "boss", admin, USER) == replace(BOB, version=3)


@pytest.mark.parametrize(
    "about", [{"email": None}, {"standing": SUSPENDED}, {"deletion_due_at": NOON}]
)
def test_some_cannot_be_admins(about: dict[str, Any]) -> None:
    with pytest.raises(Conflict):
        appointed(frozenset({"boss"}), "boss", replace(BOB, **about), ADMIN)


def test_who_is_an_admin_is_not_deleted_before_they_step_down() -> None:
    with pytest.raises(Conflict, match="steps down"):
        expect_no_admin(BOSS)
    expect_no_admin(BOB)


def test_the_last_admin_does_not_step_down() -> None:
    with pytest.raises(LastAdmin):
        appointed(frozenset({"boss"}), "boss", BOSS, USER)
    assert appointed(frozenset({"boss", "other"}), "boss", BOSS, USER).role is USER


@pytest.mark.parametrize("change", CHANGES)
def test_who_is_no_admin_any_longer_changes_nothing(change: Change) -> None:
    with pytest.raises(Forbidden):
        change(frozenset({"other"}), "boss", BOB)


@pytest.mark.parametrize("about", [{"standing": AccountStanding.MERGED}, {"is_erasing": True}])
@pytest.mark.parametrize("change", CHANGES)
def test_an_account_that_is_used_no_longer_stays_as_it_is(
    change: Change, about: dict[str, Any]
) -> None:
    with pytest.raises(Conflict, match="no longer"):
        change(frozenset({"boss"}), "boss", replace(BOB, **about))


@given(
    st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 2), st.integers(0, 2)), max_size=12)
)
def test_whatever_admins_do_to_one_another_one_is_left(
    done: list[tuple[Change, int, int]],
) -> None:
    people = {str(number): replace(BOSS, id=str(number)) for number in range(3)}
    for change, by, of in done:
        admins = frozenset(one.id for one in people.values() if one.role is ADMIN and one.is_active)
        try:
            people[str(of)] = change(admins, str(by), people[str(of)])
        except Refusal:
            continue
        assert any(one.role is ADMIN and one.is_active for one in people.values())
