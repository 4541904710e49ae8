"""`first-admin`: one who registered becomes an admin while there is none."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.clients.address_keys import AddressKeys
from shared.clients.secrets import Version
from shared.domain.access import PlatformRole
from shared.domain.accounts import Account
from shared.domain.audit import name_of
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.channel import live_channel
from shared.store.database import Changed, Database
from shared.store.writes import Merge
from tools.operate.first_admin import Appointing
from tools.operate.stopped import Stopped

ADDRESS = "Ann@Example.com"
ANN = ("users", "ann")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
key_of = AddressKeys(lambda: [Version(1, NOW, b"key of addresses")])


@dataclass(frozen=True)
class Office:
    database: Database

    @property
    def appointing(self) -> Appointing:
        return Appointing(self.database, key_of)

    def registers(self, user_id: str) -> None:
        email = f"{user_id}@example.com"
        account = Account(user_id, email, key_of(email), f"org-{user_id}", NOW)
        FirestoreAccounts(self.database, AccountCache(), lambda: NOW).add(account, "no hash")

    def account(self) -> dict[str, Any]:
        found = self.database.get(ANN)
        assert found is not None
        return found.data

    def entry(self) -> dict[str, Any] | None:
        found = self.database.get(("audit", name_of("first-admin", "ann")))
        return None if found is None else found.data


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database)
    office.registers("ann")
    return office


def test_who_registered_becomes_an_admin_and_the_audit_log_says_so(office: Office) -> None:
    assert office.appointing.appoint(ADDRESS, dry_run=True) == "ann would become an admin"
    assert (office.account()["role"], office.entry()) == (PlatformRole.USER, None)
    before = office.account()
    assert office.appointing.appoint(ADDRESS) == "ann is an admin"
    assert office.account() == before | {"role": PlatformRole.ADMIN}
    entry = office.entry()
    assert entry is not None
    assert (entry["action"], entry["user_id"]) == ("FIRST_ADMIN_APPOINTED", "ann")


def test_there_is_one_first_admin(office: Office) -> None:
    office.appointing.appoint(ADDRESS)
    office.registers("bob")
    with pytest.raises(Stopped, match="There is an admin"):
        office.appointing.appoint("bob@example.com")


def test_nobody_and_the_suspended_become_none(office: Office) -> None:
    with pytest.raises(Stopped, match="Nobody has registered"):
        office.appointing.appoint("nobody@example.com")
    office.database.commit(Merge(ANN, {("standing",): "SUSPENDED"}, must_exist=True))
    with pytest.raises(Stopped, match="suspended"):
        office.appointing.appoint(ADDRESS)


def test_an_account_that_changed_meanwhile_is_left_alone(office: Office, project: str) -> None:
    class Slow(Database):
        """Between what is read and what is written, somebody writes."""

        def query(self, *_: Any) -> Any:
            office.database.commit(Merge(ANN, {("version",): 9}, must_exist=True))
            return []

    slow = Slow(project, live_channel())
    with pytest.raises(Changed):
        Appointing(slow, key_of).appoint(ADDRESS)
    assert office.account()["role"] == PlatformRole.USER
