"""`subscription_reconcile`: what the events did not tell us is found out and made good."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.subscription_reconcile import main as reconcile
from functions.subscription_reconcile.passes import Deps
from shared.domain.billing import Intent, KnownSubscription, Plan
from shared.domain.billing_changes import Announcement, Change
from shared.domain.billing_trust import ParkReason
from shared.domain.entitlements import Tier, entitlement
from shared.domain.errors import Unavailable
from shared.store.database import Database
from shared.store.queries import Query
from tests.people import People, Person, now
from tests.provider import SHOP, Office, Provider, providing
from tests.wire import Answer, Client
from tools.local.lemonsqueezy.shop import Thing

YEARLY = SHOP.variant_of(Plan.PRO_YEARLY)


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with providing(tmp_path) as provider:
        yield provider


@dataclass
class Job:
    database: Database
    people: People
    provider: Provider
    announced: list[Announcement] = field(default_factory=list)
    nobody_listens: bool = False

    def __post_init__(self) -> None:
        self.office = Office(self.database, self.people, self._publish)
        deps = Deps(
            self.office.asked, self.provider.client(), self.office.bookkeeper.announce_late, now
        )
        job = reconcile.job.bound(lambda: deps, lambda: lambda _: None)
        self.client = Client(job.answer)

    def _publish(self, told: Announcement) -> None:
        if self.nobody_listens:
            raise Unavailable
        self.announced.append(told)

    def run(self, scope: str = "ALL") -> dict[str, int]:
        answer = self.call(scope)
        assert answer.status == 200, answer.body
        found: dict[str, int] = answer.json
        return found

    def call(self, scope: str) -> Answer:
        return self.client.post("/", {"scope": scope})

    def tier(self, person: Person) -> Tier:
        held = self.people.subscriptions.of(person.organization_id)
        return entitlement(held, now()).tier

    def opens(self, person: Person, number: int = 1, **about: Any) -> Intent:
        """A checkout, as `billing` stores it."""
        usual = {
            "id": f"intent-{number}-{person.user_id[:8]}",
            "organization_id": person.organization_id,
            "user_id": person.user_id,
            "plan": Plan.PRO_MONTHLY,
            "created_at": now() - timedelta(minutes=number),
            "expires_at": now() + timedelta(hours=6),
        }
        intent = Intent(**{**usual, **about})
        self.office.asked.checkouts.add(intent)
        return intent

    def has_told(self, person: Person, **about: Any) -> Thing:
        """A subscription of theirs that we know as the provider has it."""
        self.opens(person, len(self.provider.shop.every("subscriptions")) + 1)
        sold = self.provider.sells(address(person), **about)
        assert self.run()["claimed"] == 1
        self.announced.clear()
        return sold


def address(person: Person) -> str:
    return f"{person.user_id}@example.com"


@pytest.fixture
def job(database: Database, people: People, provider: Provider) -> Job:
    return Job(database, people, provider)


def faults(job: Job) -> list[ParkReason]:
    return [one.fault for one in job.office.bookkeeper.parked.newest()]


@pytest.mark.parametrize("scope", ["ALL", "NEAR"])
def test_where_nothing_is_nothing_drifts(job: Job, scope: str) -> None:
    assert set(job.run(scope).values()) == {0}


@pytest.mark.parametrize(
    ("how", "change", "tier"),
    [
        ("cancel", Change.CANCELLED, Tier.PRO),
        ("pause_void", Change.PAUSED, Tier.FREE),
        ("pause_free", Change.PAUSED, Tier.PRO),
        ("fail", Change.PAST_DUE, Tier.PRO),
        ("expire", Change.EXPIRED, Tier.FREE),
        ("renew", Change.RENEWED, Tier.PRO),
        ("change_plan", Change.PLAN_CHANGED, Tier.PRO),
    ],
)
def test_what_no_event_told_us_is_made_good_and_told(
    job: Job, how: str, change: Change, tier: Tier
) -> None:
    person = job.people.free()
    sold = job.has_told(person)
    job.provider.changes(sold.id, how)
    counts = job.run()
    assert (counts["checked"], counts["drifted"], counts["repaired"]) == (1, 1, 1)
    assert job.tier(person) is tier
    assert [(told.change, told.source) for told in job.announced] == [(change, "RECONCILE")]


def test_what_is_right_is_left_alone(job: Job) -> None:
    job.has_told(job.people.free())
    written = job.database.query(Query("subscriptions"))[0].stamp
    assert job.run() == {
        "announced_late": 0,
        "checked": 1,
        "drifted": 0,
        "repaired": 0,
        "claimed": 0,
        "parked": 0,
        "waiting": 0,
        "missing": 0,
    }
    assert job.database.query(Query("subscriptions"))[0].stamp == written
    assert len(job.database.query(Query("webhook_events"))) == 1


def test_a_purchase_whose_every_event_was_lost_is_given_to_who_made_it(job: Job) -> None:
    person, other = job.people.free(), job.people.free()
    intent = job.opens(person)
    job.opens(other)
    sold = job.provider.sells(address(person).upper())
    assert job.run()["claimed"] == 1
    assert (job.tier(person), job.tier(other)) == (Tier.PRO, Tier.FREE)
    known = job.people.subscriptions.find(sold.id)
    assert known is not None
    assert (known.intent, known.user_id) == (intent.id, person.user_id)


@pytest.mark.parametrize(
    "about",
    [
        {"plan": Plan.PRO_YEARLY},
        {"created_at": now() + timedelta(days=1)},
        {"created_at": now() - timedelta(hours=9), "expires_at": now() - timedelta(hours=3)},
        {"subscription_id": "1"},
    ],
    ids=["other plan", "opened later", "expired before", "used"],
)
def test_a_checkout_that_it_cannot_have_come_of_claims_nothing(
    job: Job, about: dict[str, Any]
) -> None:
    person = job.people.free()
    job.opens(person, **about)
    job.provider.sells(address(person))
    assert job.run()["parked"] == 1
    assert job.tier(person) is Tier.FREE


def test_whose_it_is_nobody_guesses_and_it_is_put_aside_once(job: Job) -> None:
    person = job.people.free()
    job.opens(person)
    job.provider.sells("somebody@example.com")
    nights = [job.run() for _ in range(3)]
    assert [night["parked"] for night in nights] == [1, 0, 0]
    assert [night["waiting"] for night in nights] == [0, 1, 1]
    assert faults(job) == [ParkReason.UNCLAIMED]
    assert job.tier(person) is Tier.FREE


def test_in_a_night_of_lost_events_everybody_gets_what_they_paid_for(job: Job) -> None:
    buyers, idler = [job.people.free() for _ in range(4)], job.people.free()
    for person in (*buyers, idler):
        job.opens(person)
    for person in buyers:
        job.provider.sells(address(person))
    assert job.run()["claimed"] == 4
    assert {job.tier(person) for person in buyers} == {Tier.PRO}
    assert job.tier(idler) is Tier.FREE


def test_an_admin_binds_what_nobody_claimed(job: Job) -> None:
    person = job.people.free()
    job.provider.sells("somebody@example.com")
    job.run()
    (parked,) = job.office.bookkeeper.parked.newest()
    event = job.office.bookkeeper.parked.event(parked.key)
    assert event is not None
    job.office.bookkeeper.handle(replace(event, organization_id=person.organization_id))
    assert job.tier(person) is Tier.PRO
    assert job.run()["drifted"] == 0
    assert faults(job) == []


def test_what_nobody_claimed_is_bound_as_it_stands_by_then(job: Job) -> None:
    person = job.people.free()
    sold = job.provider.sells("somebody@example.com")
    job.run()
    with job.provider.shop.changing():
        sold.change(status="expired")
    assert [job.run()["parked"] for _ in range(2)] == [1, 0]
    (parked,) = job.office.bookkeeper.parked.newest()
    event = job.office.bookkeeper.parked.event(parked.key)
    assert event is not None
    job.office.bookkeeper.handle(replace(event, organization_id=person.organization_id))
    assert job.tier(person) is Tier.FREE


def test_what_we_do_not_sell_is_put_aside_once(job: Job) -> None:
    sold = job.provider.sells("somebody@example.com")
    with job.provider.shop.changing():
        sold.change(variant_id=1)
    assert [job.run()["parked"] for _ in range(2)] == [1, 0]
    assert faults(job) == [ParkReason.UNKNOWN_VARIANT]


def test_what_the_provider_no_longer_shows_is_told_and_taken_from_nobody(job: Job) -> None:
    person = job.people.free()
    sold = job.has_told(person)
    with job.provider.shop.changing():
        job.provider.shop.remove(sold)
    counts = job.run()
    assert (counts["missing"], counts["drifted"]) == (1, 1)
    assert job.tier(person) is Tier.PRO


def test_what_a_list_left_out_is_asked_for_by_itself(job: Job) -> None:
    person = job.people.free()
    sold = job.has_told(person)
    with job.provider.shop.changing():
        # Another shop's lists do not show it; asked for by its name it is still there.
        sold.change(store_id=2, status="expired")
    counts = job.run()
    assert (counts["missing"], counts["parked"]) == (0, 1)
    assert faults(job) == [ParkReason.FOREIGN_STORE]
    assert job.tier(person) is Tier.PRO


def test_many_subscriptions_cost_a_call_for_each_hundred(job: Job) -> None:
    sold = job.has_told(job.people.free())
    with job.provider.shop.changing():
        for _ in range(149):
            job.provider.shop.add("subscriptions", {**sold.attributes, "variant_id": 1}, {})
    before = len(job.provider.calls)
    counts = job.run()
    assert (counts["checked"], counts["parked"]) == (150, 149)
    assert len(job.provider.calls) - before == 2


def test_the_hour_asks_for_those_whose_turn_it_is_and_for_no_others(job: Job) -> None:
    due, idle = job.people.free(), job.people.free()
    renewed = job.has_told(due)
    other = job.has_told(idle)
    told = job.people.subscriptions.find(renewed.id)
    assert told is not None
    an_hour_ago = now() - timedelta(hours=1)
    late = replace(told, snapshot=replace(told.snapshot, renews_at=an_hour_ago))
    job.people.subscriptions.put(late)
    job.provider.changes(renewed.id, "expire")
    job.provider.changes(other.id, "expire")
    before = len(job.provider.calls)
    counts = job.run("NEAR")
    assert (counts["checked"], counts["repaired"]) == (1, 1)
    assert (job.tier(due), job.tier(idle)) == (Tier.FREE, Tier.PRO)
    assert len(job.provider.calls) - before == 1
    assert job.run("NEAR")["checked"] == 0


def test_the_hour_asks_again_about_failed_payments(job: Job) -> None:
    person = job.people.free()
    sold = job.has_told(person)
    job.provider.changes(sold.id, "fail")
    job.run()
    job.provider.changes(sold.id, "give_up")
    assert job.run("NEAR")["repaired"] == 1
    assert job.tier(person) is Tier.FREE


@pytest.mark.parametrize(("status", "repaired"), [("paused", 1), ("active", 0)])
def test_the_hour_settles_what_was_in_doubt(job: Job, status: str, repaired: int) -> None:
    person = job.people.free()
    sold = job.provider.sells(address(person))
    shown = job.provider.client().subscription(sold.id)
    assert shown is not None
    earlier = replace(shown.snapshot, status=status, rendered_at=1)
    organization = person.organization_id
    doubted = KnownSubscription(earlier, organization, Plan.PRO_MONTHLY, doubtful=True)
    job.people.subscriptions.put(doubted)
    assert job.run("NEAR")["repaired"] == repaired
    settled = job.people.subscriptions.find(sold.id)
    assert settled is not None
    assert (settled.snapshot.status, settled.doubtful) == ("active", False)
    assert job.run("NEAR")["checked"] == 0


def test_the_hour_finds_what_has_just_been_bought_without_an_event(job: Job) -> None:
    person = job.people.free()
    job.opens(person)
    job.provider.sells(address(person))
    assert job.run("NEAR")["claimed"] == 1
    assert job.tier(person) is Tier.PRO


@pytest.mark.parametrize("scope", ["ALL", "NEAR"])
def test_an_outage_of_the_provider_is_tried_again_later(job: Job, scope: str) -> None:
    person = job.people.free()
    job.opens(person)
    job.provider.sells(address(person))
    job.provider.is_out()
    answer = job.call(scope)
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    job.provider.is_back()
    assert job.run(scope)["claimed"] == 1


def test_what_could_not_be_told_then_is_told_now_under_the_same_names(job: Job) -> None:
    person = job.people.free()
    job.opens(person)
    job.provider.sells(address(person))
    job.nobody_listens = True
    assert job.call("ALL").status == 503
    assert job.tier(person) is Tier.PRO
    assert job.announced == []
    job.nobody_listens = False
    assert job.run("NEAR")["announced_late"] == 1
    assert [told.change for told in job.announced] == [Change.STARTED]
    assert job.run("NEAR")["announced_late"] == 0


def test_drift_is_one_line_of_figures(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    def figures() -> Any:
        lines = map(json.loads, capsys.readouterr().out.splitlines())
        (line,) = [line for line in lines if line["message"] == "billing_drift"]
        return line

    person = job.people.free()
    sold = job.has_told(person)
    capsys.readouterr()
    job.run()
    assert (figures()["severity"], job.announced) == ("INFO", [])
    job.provider.changes(sold.id, "expire")
    job.run()
    line = figures()
    assert (line["severity"], line["scope"]) == ("WARNING", "ALL")
    assert (line["checked"], line["drifted"], line["repaired"], line["missing"]) == (1, 1, 1, 0)


@pytest.mark.parametrize("body", [{}, {"scope": "SOME"}, {"scope": None}, {"scope": "ALL", "x": 1}])
def test_an_order_says_what_is_wanted(job: Job, body: dict[str, Any]) -> None:
    assert job.client.post("/", body).status == 400
    assert job.provider.calls == []
