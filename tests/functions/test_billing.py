"""`billing`: what is sold, how it is bought, where one's subscription stands."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.domain.access import PlatformRole
from shared.domain.accounts import MembershipRole
from shared.domain.billing import Plan
from shared.domain.limits import HOUR, PROFILES, Limit
from shared.store.database import Database
from shared.store.queries import Query
from shared.store.writes import Delete, Merge
from tests.functions.buying import BASE, KEY, MONTHLY, Counter
from tests.people import People, now
from tests.provider import SHOP, Provider, providing


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with providing(tmp_path) as provider:
        yield provider


@pytest.fixture
def counters(database: Database, people: People, provider: Provider) -> Callable[..., Counter]:
    return lambda **about: Counter(database, people, provider, **about)


@pytest.fixture
def counter(counters: Callable[..., Counter]) -> Counter:
    return counters()


def test_anybody_sees_what_is_sold_and_what_it_costs(counter: Counter) -> None:
    answer = counter.of(None).get(f"{BASE}/plans")
    assert answer.status == 200
    monthly, yearly = answer.data
    assert (monthly["plan"], monthly["interval"]) == ("PRO_MONTHLY", "MONTH")
    assert monthly["price"] == {"amount_cents": 999, "currency": "USD"}
    assert (yearly["plan"], yearly["interval"]) == ("PRO_YEARLY", "YEAR")
    assert yearly["price"] == {"amount_cents": 9_900, "currency": "USD"}
    assert all(isinstance(feature, str) for feature in monthly["features"])


def test_prices_are_asked_for_once_in_ten_minutes(counter: Counter, provider: Provider) -> None:
    for _ in range(5):
        counter.of(None).get(f"{BASE}/plans")
    asked = len(provider.calls)
    assert asked == 3
    counter.monotonic = 601
    counter.of(None).get(f"{BASE}/plans")
    assert len(provider.calls) > asked


def test_while_the_provider_is_out_the_last_known_prices_stand(
    counter: Counter, provider: Provider
) -> None:
    counter.of(None).get(f"{BASE}/plans")
    provider.is_out()
    counter.monotonic = 601
    assert counter.of(None).get(f"{BASE}/plans").data[0]["price"]["amount_cents"] == 999
    tried = len(provider.calls)
    counter.of(None).get(f"{BASE}/plans")
    assert len(provider.calls) == tried


def test_without_any_price_the_plans_are_shown_all_the_same(
    counter: Counter, provider: Provider
) -> None:
    provider.is_out()
    assert [plan["price"] for plan in counter.of(None).get(f"{BASE}/plans").data] == [None, None]
    provider.is_back()
    counter.monotonic = 31
    assert counter.of(None).get(f"{BASE}/plans").data[0]["price"] is not None


def test_a_checkout_is_opened_by_our_server_with_an_intent_of_ours(
    counter: Counter, provider: Provider
) -> None:
    person = counter.people.free()
    answer = counter.check_out(person, plan="PRO_YEARLY")
    assert answer.status == 201
    url = answer.data["checkout_url"]
    assert answer.headers["Location"] == url
    assert datetime.fromisoformat(answer.data["expires_at"]) > datetime.now(UTC)
    sold = provider.shop.find("checkouts", url.partition("?")[0].rpartition("/")[2])
    assert sold.get("variant_id") == SHOP.variant_of(Plan.PRO_YEARLY)
    assert sold.get("checkout_data")["email"] == counter.address(person)
    assert sold.get("product_options")["redirect_url"] == "https://app.example/back"
    (intent,) = counter.office.asked.checkouts.of(person.organization_id)
    assert sold.get("checkout_data")["custom"] == {"intent": intent.id}
    assert (intent.plan, intent.user_id) == (Plan.PRO_YEARLY, person.user_id)
    assert (intent.checkout_id, intent.checkout_url) == (sold.id, url)
    assert intent.subscription_id is None


def test_the_same_key_opens_one_checkout(counter: Counter, provider: Provider) -> None:
    person = counter.people.free()
    first, again = counter.check_out(person), counter.check_out(person)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(provider.shop.every("checkouts")) == 1
    other = counter.check_out(person, plan="PRO_YEARLY")
    assert (other.status, other.code) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_without_a_key_nothing_is_opened(counter: Counter, provider: Provider) -> None:
    answer = counter.of(counter.people.free()).post(f"{BASE}/checkout", MONTHLY)
    assert answer.status == 400
    assert provider.calls == []


def test_an_outage_in_between_is_made_good_by_the_same_request(
    counter: Counter, provider: Provider
) -> None:
    person = counter.people.free()
    provider.is_out()
    failed = counter.check_out(person)
    assert (failed.status, failed.code) == (503, "UNAVAILABLE")
    assert int(failed.headers["Retry-After"]) >= 1
    provider.is_back()
    assert counter.check_out(person).status == 201
    (intent,) = counter.office.asked.checkouts.of(person.organization_id)
    (sold,) = provider.shop.every("checkouts")
    assert sold.get("checkout_data")["custom"] == {"intent": intent.id}


def test_a_checkout_that_was_opened_and_not_answered_is_answered(
    counter: Counter, provider: Provider, database: Database
) -> None:
    person = counter.people.free()
    first = counter.check_out(person)
    # As if the process had ended between the work and the record of the answer.
    for record in database.query(Query("idempotency")):
        database.commit(Delete(record.path))
    assert counter.check_out(person).data == first.data
    assert len(provider.shop.every("checkouts")) == 1


@pytest.mark.parametrize("body", [{"plan": "FREE"}, {"plan": None}, {"plan": 1}, {"price": 1}])
def test_what_is_not_sold_is_not_opened(
    counter: Counter, provider: Provider, body: dict[str, Any]
) -> None:
    assert counter.check_out(counter.people.free(), **body).status == 422
    assert provider.calls == []


def test_who_has_no_account_yet_registers_first(counter: Counter, database: Database) -> None:
    person = counter.people.free()
    database.commit(Merge(("users", person.user_id), {("email",): None}, must_exist=True))
    for path in ("checkout", "portal"):
        answer = counter.of(person).post(f"{BASE}/{path}", raw=b"{", key=KEY)
        assert (answer.status, answer.code) == (403, "FORBIDDEN")


@pytest.mark.parametrize("role", [MembershipRole.MEMBER, MembershipRole.ADMIN, None])
def test_only_an_owner_pays_and_sees_the_portal(
    counter: Counter, database: Database, provider: Provider, role: MembershipRole | None
) -> None:
    person = counter.people.free()
    counter.knows(person, "active")
    membership = ("orgs", person.organization_id, "members", person.user_id)
    if role is None:
        database.commit(Delete(membership))
    else:
        database.commit(Merge(membership, {("role",): role}, must_exist=True))
    for path in ("checkout", "portal"):
        assert counter.of(person).post(f"{BASE}/{path}", raw=b"{", key=KEY).status == 403
    assert counter.standing(person)["tier"] == "PRO"
    assert provider.calls == []


def test_an_admin_of_the_platform_owns_no_organisation_by_it(
    counter: Counter, database: Database
) -> None:
    admin = counter.people.free(role=PlatformRole.ADMIN)
    database.commit(Delete(("orgs", admin.organization_id, "members", admin.user_id)))
    assert counter.of(admin).post(f"{BASE}/portal").status == 403


@pytest.mark.parametrize(
    ("status", "more", "opens"),
    [
        ("active", {}, False),
        ("on_trial", {}, False),
        ("past_due", {}, False),
        ("cancelled", {"ends_at": now() + timedelta(days=3)}, False),
        ("paused", {"pause_mode": "free"}, False),
        ("cancelled", {"ends_at": now() - timedelta(days=3)}, True),
        ("paused", {"pause_mode": "void"}, True),
        ("unpaid", {}, True),
        ("expired", {}, True),
    ],
)
def test_a_checkout_opens_when_no_subscription_gives_access(
    counter: Counter, provider: Provider, status: str, more: dict[str, Any], opens: bool
) -> None:
    person = counter.people.free()
    counter.knows(person, status, **more)
    answer = counter.check_out(person)
    if opens:
        assert answer.status == 201
    else:
        assert (answer.status, answer.code) == (409, "ALREADY_SUBSCRIBED")
        assert provider.calls == []


def test_checkouts_and_portals_are_counted_together(counters: Callable[..., Counter]) -> None:
    counter = counters(rates=replace(PROFILES["local"], billing=Limit("billing", 2, HOUR)))
    person, other = counter.people.free(), counter.people.free()
    counter.knows(person, "expired")
    answers = [counter.check_out(person, key=f"{KEY}-{n}") for n in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[1].headers["RateLimit"].startswith('"billing";r=0')
    refused = counter.of(person).post(f"{BASE}/portal")
    assert (refused.status, refused.code) == (429, "RATE_LIMITED")
    assert int(refused.headers["Retry-After"]) > 60
    assert counter.check_out(other).status == 201


def test_the_portal_is_fetched_when_it_is_asked_for_and_kept_nowhere(
    counter: Counter, provider: Provider, database: Database
) -> None:
    person = counter.people.free()
    sold = provider.sells(counter.address(person))
    counter.knows(person, "active", id=sold.id)
    answer = counter.of(person).post(f"{BASE}/portal")
    assert answer.status == 200
    assert answer.data["url"].startswith(f"{provider.url}/billing?")
    assert "signature=" in answer.data["url"]
    assert answer.headers["Cache-Control"] == "no-store"
    (kept,) = database.query(Query("subscriptions"))
    assert "signature" not in str(kept.data)


def test_checkouts_and_portals_are_audited_and_what_was_refused_is_not(
    counter: Counter, provider: Provider, people: People
) -> None:
    person = people.free()
    for _ in range(2):
        assert counter.check_out(person).status == 201
    assert counter.of(person).post(f"{BASE}/portal").status == 404
    counter.knows(person, "active", id=provider.sells("x@example.com").id)
    assert counter.of(person).post(f"{BASE}/portal").status == 200
    assert counter.check_out(person, key=KEY + "2").status == 409
    assert counter.told(person) == ["PORTAL_OPENED", "CHECKOUT_OPENED", "ORGANIZATION_CREATED"]


@pytest.mark.parametrize("status", ["expired", "unpaid", "cancelled"])
def test_what_is_over_has_a_portal_too(counter: Counter, provider: Provider, status: str) -> None:
    person = counter.people.free()
    counter.knows(person, status, id=provider.sells(counter.address(person)).id)
    assert counter.of(person).post(f"{BASE}/portal").status == 200


def test_who_never_had_a_subscription_has_no_portal(counter: Counter, provider: Provider) -> None:
    person = counter.people.free()
    assert counter.of(person).post(f"{BASE}/portal").status == 404
    counter.knows(person, "active", id="1")
    assert counter.of(person).post(f"{BASE}/portal").status == 404
    provider.is_out()
    assert counter.of(person).post(f"{BASE}/portal").status == 503


def test_who_never_bought_has_the_free_tier(counter: Counter, provider: Provider) -> None:
    assert counter.standing(counter.people.free()) == {
        "tier": "FREE",
        "plan": None,
        "status": None,
        "renews_at": None,
        "ends_at": None,
        "trial_ends_at": None,
        "pause_mode": None,
        "needs_payment_update": False,
    }
    assert provider.calls == []


@pytest.mark.parametrize(
    ("status", "tier", "needs_payment"),
    [
        ("on_trial", "PRO", False),
        ("active", "PRO", False),
        ("past_due", "PRO", True),
        ("unpaid", "FREE", True),
        ("expired", "FREE", False),
        ("in_limbo", "FREE", False),
    ],
)
def test_a_subscription_is_shown_in_the_words_of_the_contract(
    counter: Counter, status: str, tier: str, needs_payment: bool
) -> None:
    person = counter.people.free()
    ends = datetime(2026, 5, 1, tzinfo=UTC)
    counter.knows(person, status, trial_ends_at=ends, ends_at=ends)
    standing = counter.standing(person)
    assert (standing["tier"], standing["status"]) == (tier, status.upper())
    assert standing["needs_payment_update"] is needs_payment
    assert standing["plan"] == "PRO_YEARLY"
    assert standing["trial_ends_at"] == standing["ends_at"] == "2026-05-01T00:00:00Z"


@pytest.mark.parametrize(("mode", "tier"), [("free", "PRO"), ("void", "FREE")])
def test_a_pause_says_of_which_kind_it_is(counter: Counter, mode: str, tier: str) -> None:
    person = counter.people.free()
    counter.knows(person, "paused", pause_mode=mode)
    standing = counter.standing(person)
    assert (standing["tier"], standing["pause_mode"]) == (tier, mode.upper())


def test_who_comes_back_before_the_event_is_served_at_once(
    counter: Counter, provider: Provider
) -> None:
    person = counter.people.free()
    counter.check_out(person)
    assert counter.standing(person)["tier"] == "FREE"
    sold = provider.sells(counter.address(person))
    counter.monotonic = 15
    standing = counter.standing(person)
    assert (standing["tier"], standing["status"]) == ("PRO", "ACTIVE")
    (intent,) = counter.office.asked.checkouts.of(person.organization_id)
    assert intent.subscription_id == sold.id
    assert [told.change for told in counter.office.announced] == ["STARTED"]


def test_the_provider_is_asked_once_in_fifteen_seconds_and_not_for_those_who_bought_nothing(
    counter: Counter, provider: Provider
) -> None:
    person = counter.people.free()
    counter.check_out(person)
    before = len(provider.calls)
    for _ in range(4):
        counter.standing(person)
    assert len(provider.calls) - before == 1
    counter.monotonic = 15
    counter.standing(person)
    assert len(provider.calls) - before == 2
    counter.standing(counter.people.free())
    assert len(provider.calls) - before == 2


def test_an_outage_of_the_provider_hides_nobodys_subscription(
    counter: Counter, provider: Provider
) -> None:
    person = counter.people.free()
    counter.check_out(person)
    provider.is_out()
    assert counter.standing(person)["tier"] == "FREE"


def test_what_somebody_else_bought_is_theirs(counter: Counter, provider: Provider) -> None:
    person, other = counter.people.free(), counter.people.free()
    for one in (person, other):
        counter.check_out(one)
    provider.sells(counter.address(other))
    assert counter.standing(person)["tier"] == "FREE"


def test_an_old_checkout_asks_nobody(
    counter: Counter, provider: Provider, database: Database
) -> None:
    person = counter.people.free()
    counter.check_out(person)
    (intent,) = counter.office.asked.checkouts.of(person.organization_id)
    path, hours_ago = ("checkouts", intent.id), now() - timedelta(hours=2)
    database.commit(Merge(path, {("created_at",): hours_ago}, must_exist=True))
    before = len(provider.calls)
    assert counter.standing(person)["tier"] == "FREE"
    assert len(provider.calls) == before
