"""Accounts as admins change them: audited in the commit, one at a time, and one admin is left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shared.domain.access import PlatformRole
from shared.domain.accounts import AccountStanding
from shared.domain.audit import PLATFORM, Linked, breaks
from shared.domain.errors import Forbidden, Invalid, LastAdmin, NotFound
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.audit import FirestoreAudit
from shared.store.channel import live_channel
from shared.store.database import Database
from shared.store.people import FirestorePeople, active_admins, place_of
from shared.store.writes import Merge
from tests.people import People, now
from tests.races import outcomes, together

ADMIN, USER = PlatformRole.ADMIN, PlatformRole.USER


@pytest.fixture
def store(database: Database, people: People) -> FirestorePeople:
    return FirestorePeople(database, people.accounts)


def told(database: Database) -> list[tuple[str, str, str | None]]:
    """Of the platform's chain, which holds."""
    audit = FirestoreAudit(database)
    chain = list(audit.chain(PLATFORM))
    assert list(breaks(chain, audit.head(PLATFORM))) == []
    entries = [one.entry for one in chain if isinstance(one, Linked)]
    return [(one.action, one.actor, one.user_id) for one in entries]


def test_each_change_has_its_entry_and_what_is_so_already_has_none(
    store: FirestorePeople, people: People, database: Database
) -> None:
    boss, bob = people.admin().user_id, people.free().user_id
    for _ in range(2):
        assert store.suspend(boss, bob).standing is AccountStanding.SUSPENDED
    for _ in range(2):
        assert store.reinstate(boss, bob).is_active
    for _ in range(2):
        assert store.appoint(boss, bob, ADMIN).role is ADMIN
    stored = store.find(bob)
    assert stored is not None
    assert (stored.sessions, stored.role, stored.version) == ({}, ADMIN, 2)
    assert told(database) == [
        ("ACCOUNT_SUSPENDED", boss, bob),
        ("ACCOUNT_REINSTATED", boss, bob),
        ("PLATFORM_ROLE_CHANGED", boss, bob),
    ]


def test_nothing_is_written_of_what_is_refused(
    store: FirestorePeople, people: People, database: Database
) -> None:
    boss, bob, other = people.admin().user_id, people.free().user_id, people.free().user_id
    with pytest.raises(Forbidden):
        store.suspend(bob, other)
    with pytest.raises(NotFound):
        store.suspend(boss, "nobody")
    assert told(database) == []


def test_an_admin_who_is_suspended_is_none(store: FirestorePeople, people: People) -> None:
    boss, other = people.admin().user_id, people.admin().user_id
    store.suspend(boss, other)
    assert active_admins(store.database) == {boss}
    with pytest.raises(Forbidden):
        store.reinstate(other, other)
    assert store.reinstate(boss, other).role is ADMIN


def test_of_admins_who_go_for_one_another_one_is_always_left(
    people: People, connected: Callable[[], Database]
) -> None:
    """Rounds of two instances: both step down, depose or suspend one another."""
    instances = [connected(), connected()]
    stores = [
        FirestorePeople(one, FirestoreAccounts(one, AccountCache(), now)) for one in instances
    ]
    first, second = people.admin().user_id, people.admin().user_id
    database = people.database
    for turn in range(20):
        calls: list[Callable[[], object]] = [
            [
                partial(stores[0].appoint, first, first, USER),
                partial(stores[0].appoint, first, second, USER),
                partial(stores[0].suspend, first, second),
            ][turn % 3],
            [
                partial(stores[1].appoint, second, second, USER),
                partial(stores[1].suspend, second, first),
            ][turn % 2],
        ]
        results = outcomes(together(calls))
        assert active_admins(database), (turn, results)
        anew: dict[tuple[str, ...], object] = {("standing",): "ACTIVE", ("role",): ADMIN}
        database.commit(*(Merge(("users", one), anew, must_exist=True) for one in (first, second)))
    assert len(told(database)) >= 20


def test_who_steps_down_while_another_does_is_the_last(
    people: People, connected: Callable[[], Database]
) -> None:
    first, second = people.admin().user_id, people.admin().user_id
    other = FirestorePeople(connected(), people.accounts)

    class Slow(Database):
        """Once it was asked who is an admin, the other one steps down."""

        happens = [partial(other.appoint, second, second, USER)]  # noqa: RUF012

        def query(self, *about: Any, **more: Any) -> Any:
            found = super().query(*about, **more)
            if self.happens:
                self.happens.pop()()
            return found

    slow = Slow("", live_channel())
    vars(slow).update(vars(people.database))
    with pytest.raises(LastAdmin):
        FirestorePeople(slow, people.accounts).appoint(first, first, USER)
    assert active_admins(people.database) == {first}


def test_everybody_is_listed_once_in_the_order_they_came_whoever_came_together(
    store: FirestorePeople, people: People
) -> None:
    noon = now()
    came = []
    for number in range(6):
        person = people.free()
        moment = noon + timedelta(seconds=number // 3)
        people.database.commit(
            Merge(("users", person.user_id), {("created_at",): moment}, must_exist=True)
        )
        came.append((moment, person.user_id))
    for newest_first in (True, False):
        listed, beyond = [], None
        while page := store.arrived(beyond, 2, newest_first=newest_first):
            listed += [(one.created_at, one.id) for one in page]
            beyond = place_of(page[-1])
        assert listed == sorted(came, reverse=newest_first)
    assert store.count() == 6


@pytest.mark.parametrize("place", ["", "x", "2026-01-01", "2026-01-01T00:00:00.0Z~../x"])
def test_what_is_no_place_is_refused(store: FirestorePeople, place: str) -> None:
    with pytest.raises(Invalid):
        store.arrived(place, 1, newest_first=True)


def test_who_is_suspended_after_their_password_was_looked_at_gets_no_session(
    store: FirestorePeople, people: People
) -> None:
    boss, bob = people.admin(), people.free()
    identified = people.accounts.identify_by_id(bob.user_id)
    assert identified is not None
    store.suspend(boss.user_id, bob.user_id)
    session = replace(identified.account.sessions[bob.session_id], id="another")
    with pytest.raises(Forbidden, match="suspended"):
        people.accounts.start_session(identified, session)
