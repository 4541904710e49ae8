"""The job that finds who is to be erased: all of them, and nobody waits for anybody else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

import functions.erasures.main as erasures
from shared.domain.errors import Unauthenticated, Unavailable
from shared.store.account_documents import user_path
from shared.store.database import Database
from shared.store.deletions import FirestoreDeletions
from shared.store.erasing.leavers import FirestoreLeavers
from shared.store.guards import tombstone_path
from shared.store.writes import Merge, Put, Write
from tests.erasing import Cancelled, emptied_house
from tests.people import People, now
from tests.races import outcomes, together
from tests.wire import Client
from tools.local.testing import StartedEmulators

A_PAGE, ROUNDS = 4, 15


@dataclass
class Clock:
    """A job over the database, and whom it announced."""

    database: Database
    told: list[str] = field(default_factory=list)
    is_down: bool = False
    each_takes: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        self.time = now()

    def publish(self, topic: str, message: Any, **_: str) -> None:
        if self.is_down:
            raise Unavailable
        assert topic == "account-leaving"
        self.told.append(message.user_id)
        self.time += self.each_takes

    def run(self) -> tuple[int, Any]:
        accounts = People(self.database).accounts
        deletions = FirestoreDeletions(self.database, accounts, now, A_PAGE)
        deps = erasures.Deps(deletions, self, lambda: self.time)
        answer = Client(erasures.job.bound(lambda: deps, lambda: lambda _: None).answer).post("/")
        return answer.status, answer.json


@pytest.fixture
def clock(database: Database) -> Clock:
    return Clock(database)


def leaving(clock: Clock, count: int, after: timedelta = timedelta(0)) -> list[str]:
    """The longest due first; some of them at the same moment."""
    names = [f"u{after.days}-{number:04}" for number in range(count)]
    due = clock.time - timedelta(days=1) + after
    writes: list[Write] = [
        Put(("users", name), {"deletion_due_at": due + timedelta(seconds=place // 3)})
        for place, name in enumerate(names)
    ]
    clock.database.commit(*writes)
    return names


def test_everybody_who_is_due_is_announced_however_many_they_are(clock: Clock) -> None:
    due = leaving(clock, 2 * A_PAGE + 1)
    leaving(clock, 2, after=timedelta(days=2))
    clock.database.commit(Put(("users", "stays"), {"deletion_due_at": None}))
    assert clock.run() == (200, {"announced": 2 * A_PAGE + 1})
    assert sorted(clock.told) == due
    places = [due.index(name) // 3 for name in clock.told]
    assert places == sorted(places)


def test_a_run_stops_in_time_and_the_next_goes_on(clock: Clock) -> None:
    due = leaving(clock, 5)
    clock.each_takes = timedelta(minutes=3)
    assert clock.run() == (200, {"announced": 2})
    for name in clock.told:  # they are erased
        clock.database.commit(Put(("users", name), {"deletion_due_at": None}))
    clock.each_takes = timedelta(0)
    assert clock.run() == (200, {"announced": 3})
    assert sorted(clock.told) == due


def test_what_pubsub_does_not_take_is_announced_when_the_clock_calls_again(clock: Clock) -> None:
    (due,) = leaving(clock, 1)
    clock.is_down = True
    assert clock.run()[0] == 503
    clock.is_down = False
    assert clock.run() == (200, {"announced": 1})
    assert clock.told == [due]


class Down(Cancelled):
    def cancel(self, subscription_id: str) -> None:
        raise Unavailable


def test_who_cannot_be_erased_keeps_nobody_else_waiting_and_is_found_again(
    clock: Clock, people: People, project: str, emulators: StartedEmulators
) -> None:
    """Twice at once, and each delivered twice: as Scheduler and Pub/Sub may."""
    house = emptied_house(clock.database, project, emulators)
    payer, others = people.pro(), [people.free()]
    for one in (payer, *others):
        house.due(one)
    clock.time = now()
    ran = (200, {"announced": 2})
    assert together([clock.run] * 2) == [ran, ran]
    assert len(clock.told) == 4
    house.provider = Down()
    everyone = {one.user_id: one for one in (payer, *others)}
    calls = [partial(house.deliver, everyone[name]) for name in clock.told]
    assert set(outcomes(together(calls))) == {"done", "Unavailable"}
    for one in others:
        house.deliver(one)
        assert house.is_proven(one)
    assert clock.database.get(user_path(payer.user_id)) is not None
    assert people.accounts.caller(payer.user_id, payer.session_id) is not None, "not yet begun"
    clock.told.clear()
    clock.time = now()
    assert clock.run() == (200, {"announced": 1})
    house.provider = Cancelled()
    house.deliver(everyone[clock.told[0]])
    assert house.is_proven(payer)
    assert len(house.provider.ids) == 1


def test_taking_it_back_is_in_time_or_too_late_and_never_both(clock: Clock, people: People) -> None:
    deletions = FirestoreDeletions(clock.database, people.accounts, now)
    leavers = FirestoreLeavers(clock.database, people.accounts, now)
    for _ in range(ROUNDS):
        who = people.free().user_id
        due: dict[tuple[str, ...], object] = {("deletion_due_at",): now()}
        clock.database.commit(Merge(user_path(who), due, must_exist=True))
        calls: list[Callable[[], Any]] = [
            partial(deletions.take_back, who),
            partial(leavers.begin, who),
        ]
        back, begun = together(calls)
        account = clock.database.get(user_path(who))
        stone = clock.database.get(tombstone_path(who))
        assert account is not None
        is_erasing = bool(account.data.get("is_erasing"))
        assert isinstance(back, Unauthenticated) is is_erasing
        assert (begun is not None) is (stone is not None) is is_erasing
        assert (account.data["deletion_due_at"] is not None) is is_erasing
