"""`billing`: what is sold, how it is bought, where one's subscription stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.billing import main as billing
from functions.billing.plans import Prices
from functions.billing.returning import Returning
from shared.domain.access import PlatformRole
from shared.domain.accounts import MembershipRole
from shared.domain.billing import KnownSubscription, Plan, SubscriptionSnapshot
from shared.domain.limits import HOUR, PROFILES, Limit
from shared.store.database import Database
from shared.store.limits import FirestoreLimits
from shared.store.members import FirestoreMembers
from shared.store.queries import Query
from shared.store.writes import Delete, Merge
from tests.people import People, Person, now
from tests.provider import SHOP, Office, Provider, providing
from tests.wire import Answer, Client

BASE = "/api/v1/billing"
KEY = "key-0123456789abcdef"
MONTHLY = {"plan": "PRO_MONTHLY"}


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with providing(tmp_path) as provider:
        yield provider


@dataclass
class House:
    """One instance of the function."""

    database: Database
    people: People
    provider: Provider
    rates: Any = PROFILES["local"]
    monotonic: float = 0.0
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.office = Office(self.database, self.people)
        client = self.provider.client()
        asked = self.office.asked
        deps = billing.Deps(
            provider=client,
            subscriptions=asked.subscriptions,
            checkouts=asked.checkouts,
            accounts=self.people.accounts,
            members=FirestoreMembers(self.database),
            limits=FirestoreLimits(self.database, now),
            rates=self.rates,
            prices=Prices(client.price, lambda: self.monotonic),
            returning=Returning(asked, client, lambda: self.monotonic),
            return_url="https://app.example/back",
            now=now,
        )
        gate = self.people.gate()
        self.endpoint = billing.endpoint.bound(lambda: gate, lambda: deps)

    def of(self, person: Person | None) -> Client:
        return Client(self.endpoint.answer, person.token if person else None)

    def address(self, person: Person) -> str:
        return f"{person.user_id}@example.com"

    def knows(self, person: Person, status: str, **more: Any) -> None:
        """A subscription of theirs, as the provider showed it a day ago."""
        moment = now() - timedelta(days=1)
        told = SubscriptionSnapshot(
            id=more.pop("id", "777"),
            store_id=SHOP.store_id,
            variant_id=SHOP.variant_of(Plan.PRO_YEARLY),
            status=status,
            created_at=moment,
            updated_at=moment,
            test_mode=True,
            **more,
        )
        known = KnownSubscription(told, person.organization_id, Plan.PRO_YEARLY)
        self.people.subscriptions.put(known)

    def check_out(self, person: Person, key: str = KEY, **body: Any) -> Answer:
        return self.of(person).post(f"{BASE}/checkout", {**MONTHLY, **body}, key=key)

    def standing(self, person: Person) -> Any:
        answer = self.of(person).get(f"{BASE}/subscription")
        assert answer.status == 200, answer.body
        return answer.data


@pytest.fixture
def houses(database: Database, people: People, provider: Provider) -> Callable[..., House]:
    return lambda **about: House(database, people, provider, **about)


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    return houses()


def test_anybody_sees_what_is_sold_and_what_it_costs(house: House) -> None:
    answer = house.of(None).get(f"{BASE}/plans")
    assert answer.status == 200
    monthly, yearly = answer.data
    assert (monthly["plan"], monthly["interval"]) == ("PRO_MONTHLY", "MONTH")
    assert monthly["price"] == {"amount_cents": 999, "currency": "USD"}
    assert (yearly["plan"], yearly["interval"]) == ("PRO_YEARLY", "YEAR")
    assert yearly["price"] == {"amount_cents": 9_900, "currency": "USD"}
    assert all(isinstance(feature, str) for feature in monthly["features"])


def test_prices_are_asked_for_once_in_ten_minutes(house: House, provider: Provider) -> None:
    for _ in range(5):
        house.of(None).get(f"{BASE}/plans")
    asked = len(provider.calls)
    assert asked == 3
    house.monotonic = 601
    house.of(None).get(f"{BASE}/plans")
    assert len(provider.calls) > asked


def test_while_the_provider_is_out_the_last_known_prices_stand(
    house: House, provider: Provider
) -> None:
    house.of(None).get(f"{BASE}/plans")
    provider.is_out()
    house.monotonic = 601
    assert house.of(None).get(f"{BASE}/plans").data[0]["price"]["amount_cents"] == 999
    tried = len(provider.calls)
    house.of(None).get(f"{BASE}/plans")
    assert len(provider.calls) == tried


def test_without_any_price_the_plans_are_shown_all_the_same(
    house: House, provider: Provider
) -> None:
    provider.is_out()
    assert [plan["price"] for plan in house.of(None).get(f"{BASE}/plans").data] == [None, None]
    provider.is_back()
    house.monotonic = 31
    assert house.of(None).get(f"{BASE}/plans").data[0]["price"] is not None


def test_a_checkout_is_opened_by_our_server_with_an_intent_of_ours(
    house: House, provider: Provider
) -> None:
    person = house.people.free()
    answer = house.check_out(person, plan="PRO_YEARLY")
    assert answer.status == 201
    url = answer.data["checkout_url"]
    assert answer.headers["Location"] == url
    assert datetime.fromisoformat(answer.data["expires_at"]) > datetime.now(UTC)
    sold = provider.shop.find("checkouts", url.partition("?")[0].rpartition("/")[2])
    assert sold.get("variant_id") == SHOP.variant_of(Plan.PRO_YEARLY)
    assert sold.get("checkout_data")["email"] == house.address(person)
    assert sold.get("product_options")["redirect_url"] == "https://app.example/back"
    (intent,) = house.office.asked.checkouts.of(person.organization_id)
    assert sold.get("checkout_data")["custom"] == {"intent": intent.id}
    assert (intent.plan, intent.user_id) == (Plan.PRO_YEARLY, person.user_id)
    assert (intent.checkout_id, intent.checkout_url) == (sold.id, url)
    assert intent.subscription_id is None


def test_the_same_key_opens_one_checkout(house: House, provider: Provider) -> None:
    person = house.people.free()
    first, again = house.check_out(person), house.check_out(person)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(provider.shop.every("checkouts")) == 1
    other = house.check_out(person, plan="PRO_YEARLY")
    assert (other.status, other.code) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_without_a_key_nothing_is_opened(house: House, provider: Provider) -> None:
    answer = house.of(house.people.free()).post(f"{BASE}/checkout", MONTHLY)
    assert answer.status == 400
    assert provider.calls == []


def test_an_outage_in_between_is_made_good_by_the_same_request(
    house: House, provider: Provider
) -> None:
    person = house.people.free()
    provider.is_out()
    failed = house.check_out(person)
    assert (failed.status, failed.code) == (503, "UNAVAILABLE")
    assert int(failed.headers["Retry-After"]) >= 1
    provider.is_back()
    assert house.check_out(person).status == 201
    (intent,) = house.office.asked.checkouts.of(person.organization_id)
    (sold,) = provider.shop.every("checkouts")
    assert sold.get("checkout_data")["custom"] == {"intent": intent.id}


def test_a_checkout_that_was_opened_and_not_answered_is_answered(
    house: House, provider: Provider, database: Database
) -> None:
    person = house.people.free()
    first = house.check_out(person)
    # As if the process had ended between the work and the record of the answer.
    for record in database.query(Query("idempotency")):
        database.commit(Delete(record.path))
    assert house.check_out(person).data == first.data
    assert len(provider.shop.every("checkouts")) == 1


@pytest.mark.parametrize("body", [{"plan": "FREE"}, {"plan": None}, {"plan": 1}, {"price": 1}])
def test_what_is_not_sold_is_not_opened(
    house: House, provider: Provider, body: dict[str, Any]
) -> None:
    assert house.check_out(house.people.free(), **body).status == 422
    assert provider.calls == []


def test_who_has_no_account_yet_registers_first(house: House, database: Database) -> None:
    person = house.people.free()
    database.commit(Merge(("users", person.user_id), {("email",): None}, must_exist=True))
    for path in ("checkout", "portal"):
        answer = house.of(person).post(f"{BASE}/{path}", raw=b"{", key=KEY)
        assert (answer.status, answer.code) == (403, "FORBIDDEN")


@pytest.mark.parametrize("role", [MembershipRole.MEMBER, MembershipRole.ADMIN, None])
def test_only_an_owner_pays_and_sees_the_portal(
    house: House, database: Database, provider: Provider, role: MembershipRole | None
) -> None:
    person = house.people.free()
    house.knows(person, "active")
    membership = ("orgs", person.organization_id, "members", person.user_id)
    if role is None:
        database.commit(Delete(membership))
    else:
        database.commit(Merge(membership, {("role",): role}, must_exist=True))
    for path in ("checkout", "portal"):
        assert house.of(person).post(f"{BASE}/{path}", raw=b"{", key=KEY).status == 403
    assert house.standing(person)["tier"] == "PRO"
    assert provider.calls == []


def test_an_admin_of_the_platform_owns_no_organisation_by_it(
    house: House, database: Database
) -> None:
    admin = house.people.free(role=PlatformRole.ADMIN)
    database.commit(Delete(("orgs", admin.organization_id, "members", admin.user_id)))
    assert house.of(admin).post(f"{BASE}/portal").status == 403


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
    house: House, provider: Provider, status: str, more: dict[str, Any], opens: bool
) -> None:
    person = house.people.free()
    house.knows(person, status, **more)
    answer = house.check_out(person)
    if opens:
        assert answer.status == 201
    else:
        assert (answer.status, answer.code) == (409, "ALREADY_SUBSCRIBED")
        assert provider.calls == []


def test_checkouts_and_portals_are_counted_together(houses: Callable[..., House]) -> None:
    house = houses(rates=replace(PROFILES["local"], billing=Limit("billing", 2, HOUR)))
    person, other = house.people.free(), house.people.free()
    house.knows(person, "expired")
    answers = [house.check_out(person, key=f"{KEY}-{n}") for n in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[1].headers["RateLimit"].startswith('"billing";r=0')
    refused = house.of(person).post(f"{BASE}/portal")
    assert (refused.status, refused.code) == (429, "RATE_LIMITED")
    assert int(refused.headers["Retry-After"]) > 60
    assert house.check_out(other).status == 201


def test_the_portal_is_fetched_when_it_is_asked_for_and_kept_nowhere(
    house: House, provider: Provider, database: Database
) -> None:
    person = house.people.free()
    sold = provider.sells(house.address(person))
    house.knows(person, "active", id=sold.id)
    answer = house.of(person).post(f"{BASE}/portal")
    assert answer.status == 200
    assert answer.data["url"].startswith(f"{provider.url}/billing?")
    assert "signature=" in answer.data["url"]
    assert answer.headers["Cache-Control"] == "no-store"
    (kept,) = database.query(Query("subscriptions"))
    assert "signature" not in str(kept.data)


@pytest.mark.parametrize("status", ["expired", "unpaid", "cancelled"])
def test_what_is_over_has_a_portal_too(house: House, provider: Provider, status: str) -> None:
    person = house.people.free()
    house.knows(person, status, id=provider.sells(house.address(person)).id)
    assert house.of(person).post(f"{BASE}/portal").status == 200


def test_who_never_had_a_subscription_has_no_portal(house: House, provider: Provider) -> None:
    person = house.people.free()
    assert house.of(person).post(f"{BASE}/portal").status == 404
    house.knows(person, "active", id="1")
    assert house.of(person).post(f"{BASE}/portal").status == 404
    provider.is_out()
    assert house.of(person).post(f"{BASE}/portal").status == 503


def test_who_never_bought_has_the_free_tier(house: House, provider: Provider) -> None:
    assert house.standing(house.people.free()) == {
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
    house: House, status: str, tier: str, needs_payment: bool
) -> None:
    person = house.people.free()
    ends = datetime(2026, 5, 1, tzinfo=UTC)
    house.knows(person, status, trial_ends_at=ends, ends_at=ends)
    standing = house.standing(person)
    assert (standing["tier"], standing["status"]) == (tier, status.upper())
    assert standing["needs_payment_update"] is needs_payment
    assert standing["plan"] == "PRO_YEARLY"
    assert standing["trial_ends_at"] == standing["ends_at"] == "2026-05-01T00:00:00Z"


@pytest.mark.parametrize(("mode", "tier"), [("free", "PRO"), ("void", "FREE")])
def test_a_pause_says_of_which_kind_it_is(house: House, mode: str, tier: str) -> None:
    person = house.people.free()
    house.knows(person, "paused", pause_mode=mode)
    standing = house.standing(person)
    assert (standing["tier"], standing["pause_mode"]) == (tier, mode.upper())


def test_who_comes_back_before_the_event_is_served_at_once(
    house: House, provider: Provider
) -> None:
    person = house.people.free()
    house.check_out(person)
    assert house.standing(person)["tier"] == "FREE"
    sold = provider.sells(house.address(person))
    house.monotonic = 15
    standing = house.standing(person)
    assert (standing["tier"], standing["status"]) == ("PRO", "ACTIVE")
    (intent,) = house.office.asked.checkouts.of(person.organization_id)
    assert intent.subscription_id == sold.id
    assert [told.change for told in house.office.announced] == ["STARTED"]


def test_the_provider_is_asked_once_in_fifteen_seconds_and_not_for_those_who_bought_nothing(
    house: House, provider: Provider
) -> None:
    person = house.people.free()
    house.check_out(person)
    before = len(provider.calls)
    for _ in range(4):
        house.standing(person)
    assert len(provider.calls) - before == 1
    house.monotonic = 15
    house.standing(person)
    assert len(provider.calls) - before == 2
    house.standing(house.people.free())
    assert len(provider.calls) - before == 2


def test_an_outage_of_the_provider_hides_nobodys_subscription(
    house: House, provider: Provider
) -> None:
    person = house.people.free()
    house.check_out(person)
    provider.is_out()
    assert house.standing(person)["tier"] == "FREE"


def test_what_somebody_else_bought_is_theirs(house: House, provider: Provider) -> None:
    person, other = house.people.free(), house.people.free()
    for one in (person, other):
        house.check_out(one)
    provider.sells(house.address(other))
    assert house.standing(person)["tier"] == "FREE"


def test_an_old_checkout_asks_nobody(house: House, provider: Provider, database: Database) -> None:
    person = house.people.free()
    house.check_out(person)
    (intent,) = house.office.asked.checkouts.of(person.organization_id)
    path, hours_ago = ("checkouts", intent.id), now() - timedelta(hours=2)
    database.commit(Merge(path, {("created_at",): hours_ago}, must_exist=True))
    before = len(provider.calls)
    assert house.standing(person)["tier"] == "FREE"
    assert len(provider.calls) == before
