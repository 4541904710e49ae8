"""Who was merged into an account is erased like anybody: with the account, or before it."""

from datetime import timedelta

import pytest

from shared.domain.merging import MergeState
from shared.store.account_documents import user_path
from shared.store.database import Database
from shared.store.deletions import FirestoreDeletions
from tests.erasing import House, emptied_house
from tests.merging import Two, mover_over
from tests.people import now
from tools.local.testing import StartedEmulators


@pytest.fixture
def house(database: Database, project: str, emulators: StartedEmulators) -> House:
    return emptied_house(database, project, emulators)


@pytest.fixture
def two(house: House) -> Two:
    two = Two(house.database, house.people.free(), house.people.anonymous())
    two.trains(workouts=1, sets=1)
    return two


def due(house: House) -> list[str]:
    deletions = FirestoreDeletions(house.database, house.people.accounts, now)
    return list(deletions.due(now() + timedelta(seconds=1)))


def test_once_all_has_moved_what_is_left_of_them_goes(house: House, two: Two) -> None:
    two.merge()
    mover_over(house.database).merges.settle(two.nobody.user_id)
    assert due(house) == [two.nobody.user_id]
    house.deliver(two.nobody)
    assert house.is_proven(two.nobody)
    # That the account has taken them up is its own affair.
    places = {place.partition("/")[0] for place in house.of(two.nobody)}
    assert places <= {"audit", "merges"}
    assert two.log.orders() == [1, 2, 3]
    house.erase(two.ann)
    assert house.is_proven(two.ann)
    assert house.of(two.ann) == house.of(two.nobody) == []


def test_they_go_with_an_account_that_goes_before_all_has_moved(house: House, two: Two) -> None:
    begun = two.begin()
    assert begun.state is not MergeState.MOVED
    house.erase(two.ann)
    assert house.is_proven(two.ann)
    assert due(house) == [two.nobody.user_id]
    house.deliver(two.nobody)
    assert house.is_proven(two.nobody)
    assert house.of(two.ann) == house.of(two.nobody) == []
    assert house.database.get(user_path(two.nobody.user_id)) is None
