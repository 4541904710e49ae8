"""The dashboard against what is stored."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from shared.domain.accounts import Account, AccountStanding
from shared.domain.billing import Invoice, KnownSubscription, Plan, SubscriptionSnapshot
from shared.domain.coach.model import Tokens
from shared.domain.coach.quota import Spent
from shared.domain.entitlements import Tier
from shared.domain.limits import FairUse
from shared.domain.sessions import Session
from shared.store.coach_usage import FirestoreCoachUsage
from shared.store.database import Database
from shared.store.figures import months_before
from shared.store.invoices import KeptInvoice, kept_write
from shared.store.subscriptions import FirestoreSubscriptions
from tests.administering import administered
from tests.people import People, now
from tests.races import together
from tests.wire import Client

DASHBOARD = "/api/v1/admin/dashboard"


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def admin(people: People, database: Database, clock: Clock) -> Client:
    client = administered(people, database, clock=clock)
    return client.signed_in(people.admin().token)


def joined(people: People, days: int, seen: int | None, **about: Any) -> str:
    """Somebody who came so many days ago, and was seen last so many ago."""
    name = uuid.uuid4().hex
    account = Account(name, f"{name}@example.com", name, f"org-{name}", now() - timedelta(days))
    if seen is not None:
        at = now() - timedelta(seen)
        about["sessions"] = {"s": Session("s", at, at)}
    people.accounts.add(replace(account, **about))
    return name


def test_people_are_counted(admin: Client, people: People, database: Database) -> None:
    people.anonymous()
    joined(people, 0, 0, is_verified=True)
    joined(people, 8, 0, standing=AccountStanding.SUSPENDED)
    for days in (1, 6, 7, 29, 30):
        joined(people, 40, days)
    joined(people, 40, None)
    assert admin.get(DASHBOARD).data["users"] == {
        "total": 10,
        "anonymous": 1,
        "verified": 1,
        "suspended": 1,
        "new_in_7_days": 3,
        "new_in_30_days": 4,
        "active_today": 4,
        "active_in_7_days": 6,
        "active_in_30_days": 8,
    }


def test_who_comes_back_is_active_and_who_is_signed_out_stays_so(
    admin: Client, people: People, clock: Clock
) -> None:
    person = joined(people, 5, 3)
    assert admin.get(DASHBOARD).data["users"]["active_today"] == 1
    people.accounts.rotate_session(person, "s", 1)
    people.accounts.end_all_sessions(person)
    clock.at += 60
    assert admin.get(DASHBOARD).data["users"]["active_today"] == 2


def subscribed(database: Database, number: int, plan: Plan, status: str, **about: Any) -> None:
    told = SubscriptionSnapshot(
        id=str(number),
        store_id=1,
        variant_id=1,
        status=status,
        created_at=now(),
        updated_at=now(),
        test_mode=True,
        **about,
    )
    FirestoreSubscriptions(database).put(KnownSubscription(told, f"org-{number}", plan))


def test_subscriptions_are_counted_by_plan_and_by_what_they_are(
    admin: Client, database: Database
) -> None:
    monthly, yearly = Plan.PRO_MONTHLY, Plan.PRO_YEARLY
    statuses = ["active", "active", "on_trial", "past_due", "paused", "expired", "unpaid"]
    for number, status in enumerate(statuses):
        subscribed(database, number, monthly, status)
    subscribed(database, 20, yearly, "cancelled", ends_at=now() + timedelta(days=1))
    subscribed(database, 21, yearly, "cancelled", ends_at=now() - timedelta(days=1))
    subscribed(database, 22, yearly, "active")
    nothing = {"trialing": 0, "past_due": 0, "paused": 0, "cancelled_but_paid": 0}
    assert admin.get(DASHBOARD).data["subscriptions"] == [
        {**dict.fromkeys(nothing, 1), "plan": monthly, "active": 2, "cancelled_but_paid": 0},
        {**nothing, "plan": yearly, "active": 1, "cancelled_but_paid": 1},
    ]


def invoiced(database: Database, number: int, plan: Plan | None = None, **about: Any) -> None:
    told = Invoice(
        id=f"i{number}",
        store_id=1,
        subscription_id="1",
        status="paid",
        created_at=now(),
        updated_at=now(),
        test_mode=True,
    )
    kept = KeptInvoice(replace(told, **about), "org", plan=plan)
    database.commit(kept_write(kept, None))


def test_money_is_added_up_by_currency_to_the_smallest_unit(
    admin: Client, database: Database
) -> None:
    monthly, yearly = Plan.PRO_MONTHLY, Plan.PRO_YEARLY
    invoiced(database, 1, monthly, currency="USD", total=1199, tax=200)
    invoiced(database, 2, monthly, currency="USD", total=2**53 + 1, tax=0)
    back = {"status": "refunded", "refunded_amount": 1199, "refunded": True}
    invoiced(database, 3, monthly, currency="USD", total=1199, tax=200, **back)
    partly = {"status": "partial_refund", "refunded_amount": 7}
    invoiced(database, 4, monthly, currency="USD", total=999, tax=0, **partly)
    for number, status in enumerate(("pending", "void")):
        invoiced(database, 10 + number, monthly, currency="USD", total=5, status=status)
    long_ago = now() - timedelta(days=200)
    invoiced(database, 20, monthly, currency="USD", total=5, created_at=long_ago)
    invoiced(database, 21, yearly, currency="EUR", total=9999, tax=0, created_at=long_ago)
    invoiced(database, 22, currency="EUR", total=100, tax=0)
    assert admin.get(DASHBOARD).data["revenue"] == [
        {
            "currency": "EUR",
            "month_gross": 100,
            "month_tax": 0,
            "month_refunded": 0,
            "recurring_monthly": 833,
        },
        {
            "currency": "USD",
            "month_gross": 2**53 + 1 + 1199 + 1199 + 999,
            "month_tax": 400,
            "month_refunded": 1206,
            "recurring_monthly": 2**53 + 1 + 999,
        },
    ]


def test_what_the_coach_did_this_month_is_added_up(admin: Client, database: Database) -> None:
    usage = FirestoreCoachUsage(database, now)
    for number, organization in enumerate(("one", "one", "two")):
        held = usage.hold(f"q{number}", organization, "ann", Tier.FREE, FairUse(100, 2))
        usage.charge(held, Spent(Tokens(100, 10), 7), lambda: ())  # type: ignore[arg-type]
    before = FirestoreCoachUsage(database, lambda: now() - timedelta(days=32))
    held = before.hold("old", "one", "ann", Tier.FREE, FairUse(100, 2))
    before.charge(held, Spent(Tokens(100, 10), 7), lambda: ())  # type: ignore[arg-type]
    assert admin.get(DASHBOARD).data["coach"] == {
        "organizations": 2,
        "answers": 3,
        "tokens_in": 300,
        "tokens_out": 30,
        "cost_micros": 21,
    }


def test_it_is_counted_once_a_minute_however_many_look(
    admin: Client, people: People, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    assert admin.signed_in(people.pro().token).get(DASHBOARD).code == "FORBIDDEN"
    admin.get("/api/v1/admin/billing/parked")
    capsys.readouterr()
    looks: list[Callable[[], Any]] = [partial(admin.get, DASHBOARD) for _ in range(4)]
    first, *others = [one.data for one in together(looks)]  # type: ignore[union-attr]
    assert others == [first] * 3
    reads = [json.loads(line)["reads"] for line in capsys.readouterr().out.splitlines()]
    # Nine of people, ten of subscriptions, one of the coach, and that there are no invoices.
    assert sorted(reads) == [0, 0, 0, 21]
    people.free()
    assert admin.get(DASHBOARD).data == first
    clock.at += 60
    assert admin.get(DASHBOARD).data["users"]["total"] == first["users"]["total"] + 1


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2028, 2, 29), 12, (2027, 2, 28)),
        ((2026, 1, 5), 1, (2025, 12, 5)),
    ],
)
def test_a_month_before_is_the_same_day_or_the_last_one(
    day: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*day, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)
