"""Whoever is erased is found nowhere any more, and nobody else has lost a byte."""

from collections.abc import Callable
from functools import partial

import pytest

from shared.domain.accounts import MembershipRole
from shared.domain.audit import breaks
from shared.domain.erasure import ErasureState
from shared.domain.errors import Erased, Unauthenticated, Unavailable
from shared.domain.organizations import Membership
from shared.store.account_documents import user_path
from shared.store.audit import FirestoreAudit
from shared.store.database import Database
from shared.store.guards import tombstone_path
from shared.store.members import FirestoreMembers, membership_creation
from shared.store.writes import Merge, Put
from tests.erasing import House, email_key, emptied_house, furnish
from tests.people import now
from tests.races import outcomes, together
from tools.infra.personal import read_personal
from tools.local.testing import StartedEmulators


@pytest.fixture
def house(database: Database, project: str, emulators: StartedEmulators) -> House:
    return emptied_house(database, project, emulators)


def test_of_somebody_who_was_everywhere_nothing_is_left(house: House) -> None:
    database, ann, ben = house.database, house.people.free(), house.people.free()
    assert furnish(database, ann) >= {
        row.collection for row in read_personal().values() if row.is_somebodys
    } - {"tombstones"}
    furnish(database, ben)
    files = [f"uploads/{ann.user_id}/a", f"{ann.user_id}/export", f"{ben.user_id}/export"]
    for name in files:
        house.storage.write(house.bucket, name, "text/plain", ["what is theirs"])
    key, others = email_key(database, ann), house.contents(ben)
    assert len(house.of(ann, key)) > 35

    house.erase(ann)

    assert house.of(ann, key) == []
    assert house.storage.names(house.bucket) == files[2:]
    assert house.contents(ben) == others
    stone = database.get(tombstone_path(ann.user_id))
    assert stone is not None
    assert stone.data["state"] == ErasureState.PROVEN
    assert (stone.data["objects"], stone.data["documents"] > 25) == (2, True)
    audit = FirestoreAudit(database)
    for chain in audit.heads():
        if chain == ann.organization_id:
            assert list(breaks(audit.chain(chain), audit.head(chain))) == []


def test_who_has_taken_it_back_or_asked_nothing_stays(house: House) -> None:
    ann = house.people.free()
    before = house.contents(ann)
    house.deliver(ann)
    assert house.contents(ann) == before


def test_stopped_anywhere_it_goes_on_with_what_is_left(house: House) -> None:
    """In steps as small as they can be: each delivery is out of time at once."""
    ann = house.people.free()
    furnish(house.database, ann)
    house.seconds = -1.0
    house.due(ann)
    rounds = 0
    house.deliver(ann)
    while house.outbox.messages:
        rounds += 1
        assert rounds < 100
        assert house.people.accounts.caller(ann.user_id, ann.session_id) is None
        house.outbox.messages.clear()
        house.deliver(ann)
    assert rounds > 10
    assert house.is_proven(ann)


def test_two_at_once_do_no_more_than_one(house: House) -> None:
    ann = house.people.free()
    furnish(house.database, ann)
    house.due(ann)
    together([lambda: house.deliver(ann)] * 3)
    house.deliver(ann)
    assert house.is_proven(ann)


def test_what_comes_late_is_refused_and_leaves_nothing(house: House) -> None:
    ann = house.people.free()
    house.erase(ann)
    late = ("users", ann.user_id, "events", "e"), ("orgs", ann.organization_id, "usage", "u")
    for path in late:
        with pytest.raises(Erased):
            house.database.commit(Put(path, {"a": 1}))
    with pytest.raises(Unauthenticated):
        house.people.accounts.end_all_sessions(ann.user_id)
    assert house.of(ann) == []


def test_while_others_write_nothing_survives_the_erasure(house: House) -> None:
    """A hundred writers that read before the end: what they wrote is erased, or was refused."""
    ann = house.people.free()
    house.due(ann)

    def late(number: int) -> None:
        path = ("users", ann.user_id, "workouts", f"w{number}")
        house.database.commit(Put(path, {"a": number}))

    calls: list[Callable[[], None]] = [partial(late, number) for number in range(100)]
    told = outcomes(together([*calls[:50], lambda: house.deliver(ann), *calls[50:]]))
    assert set(told) <= {"done", "Erased"}
    assert house.of(ann) == []


def test_a_shared_organisation_stays_with_its_heir_and_names_them_no_more(house: House) -> None:
    database, ann, ben = house.database, house.people.free(), house.people.free()
    oid = ann.organization_id
    database.commit(membership_creation(Membership(oid, ben.user_id, MembershipRole.MEMBER, now())))
    program = {"owner_id": ann.user_id, "name": "PPL"}
    database.commit(
        Put(("orgs", oid, "programs", "p"), program),
        Put(("orgs", oid, "shelves", "programs"), {"entries": {"p": program}}),
        Put(
            ("catalogue", oid),
            {"exercises_json": f'{{"x":{{"created_by":"{ann.user_id}"}}}}', "version": 1},
        ),
    )
    house.erase(ann)
    assert house.of(ann) == []
    assert [one.user_id for one in FirestoreMembers(database).of(oid)] == [ben.user_id]
    assert FirestoreMembers(database).owners(oid) == (ben.user_id,)
    shelf = database.get(("orgs", oid, "shelves", "programs"))
    assert shelf is not None
    assert shelf.data["entries"]["p"] == {"owner_id": "nobody", "name": "PPL"}


def test_who_inherits_and_leaves_at_the_same_time_takes_it_along(house: House) -> None:
    database, ann, ben = house.database, house.people.free(), house.people.free()
    oid = ann.organization_id
    database.commit(membership_creation(Membership(oid, ben.user_id, MembershipRole.MEMBER, now())))
    house.due(ben)
    assert house.deps().leavers.begin(ben.user_id)
    house.due(ann)
    with pytest.raises(Unavailable):  # and the delivery comes again
        house.deliver(ann)
    house.deliver(ben)
    house.deliver(ann)
    assert house.is_proven(ann)
    assert house.is_proven(ben)
    assert database.get(("orgs", oid)) is None


def test_what_would_charge_them_is_cancelled_when_they_ask(house: House) -> None:
    ann = house.people.pro()
    house.database.commit(
        Merge(
            user_path(ann.user_id),
            {("deletion_due_at",): now().replace(year=2099)},
            must_exist=True,
        )
    )
    house.deliver(ann)
    subscription = house.people.subscriptions.of(ann.organization_id)[0]
    assert house.provider.ids == [subscription.id]
    assert house.people.accounts.caller(ann.user_id, ann.session_id) is not None


def test_a_scan_finds_what_was_left_by_its_name(house: House) -> None:
    ann = house.people.free()
    house.erase(ann)
    hidden = ("notes", "of", "rows", "else", "nothing", "down")
    house.database.commit(Put(hidden, {"text": f"about {ann.user_id.upper()}"}))
    assert house.of(ann) == ["/".join(hidden)]
