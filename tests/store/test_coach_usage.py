"""The month's answers: exact whoever asks at once, whatever fails, whoever dies in between."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest

from shared.domain.coach.model import Tokens
from shared.domain.coach.quota import FREE_A_MONTH, LONGEST_ASK, Denied, Month, Spent
from shared.domain.entitlements import Tier
from shared.domain.errors import Unavailable
from shared.domain.limits import FairUse
from shared.store.coach_usage import FirestoreCoachUsage, Held
from shared.store.database import Database, Exists
from shared.store.usage import FirestoreUsage, current_period
from shared.store.writes import Create, Write
from tests.clocks import START, Clock
from tests.races import together

FAIR = FairUse(a_month=40, at_once=3)
MONTH = Month.of(START)
COST = Spent(Tokens(100, 20), 30)
ORG = "o"

Connected = Callable[[], Database]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def usage(database: Database, clock: Clock) -> FirestoreCoachUsage:
    return FirestoreCoachUsage(database, clock, patience_seconds=0)


def hold(usage: FirestoreCoachUsage, tier: Tier = Tier.FREE, user: str = "ann") -> Held | Denied:
    return usage.hold(str(uuid4()), ORG, user, tier, FAIR)


def held(usage: FirestoreCoachUsage, tier: Tier = Tier.FREE, user: str = "ann") -> Held:
    outcome = hold(usage, tier, user)
    assert isinstance(outcome, Held)
    return outcome


def nothing() -> Sequence[Write]:
    return ()


def answered(usage: FirestoreCoachUsage, tier: Tier = Tier.FREE, user: str = "ann") -> None:
    usage.charge(held(usage, tier, user), COST, nothing)


@pytest.mark.parametrize("chance_of_failure", [0.0, 0.5])
def test_of_fifty_who_ask_at_once_over_three_connections_exactly_ten_are_answered(
    connected: Connected, chance_of_failure: float
) -> None:
    stores = [FirestoreCoachUsage(connected(), patience_seconds=60) for _ in range(3)]
    chance = Random(4)
    fails = [chance.random() < chance_of_failure for _ in range(50)]

    def ask(number: int) -> str:
        store = stores[number % 3]
        outcome = store.hold(str(number), ORG, "ann", Tier.FREE, FairUse(1, 10))
        if isinstance(outcome, Denied):
            return outcome
        if fails[number]:
            store.give_back(outcome, COST)
            return "failed"
        store.charge(outcome, COST, nothing)
        return "answered"

    results = together([lambda number=number: ask(number) for number in range(50)])  # type: ignore[misc]
    assert results.count("answered") == FREE_A_MONTH
    assert set(results) - {"answered", "failed"} == {Denied.USED_UP}
    month = Month.of(datetime.now(UTC))
    counted = stores[0].of(ORG, month)
    assert (counted.used, counted.used_free, counted.reserved) == (10, 10, {})
    asked = results.count("answered") + results.count("failed")
    assert counted.spent == Spent(Tokens(100 * asked, 20 * asked), 30 * asked)


def test_what_dies_between_reserving_and_charging_is_free_again_when_its_time_is_up(
    usage: FirestoreCoachUsage, clock: Clock
) -> None:
    lost = [held(usage, user=str(number)) for number in range(FREE_A_MONTH)]
    assert hold(usage, user="bob") is Denied.CROWDED
    clock.pass_by(LONGEST_ASK.total_seconds())
    for number in range(FREE_A_MONTH):
        answered(usage, user=str(number))
    assert hold(usage) is Denied.USED_UP
    with pytest.raises(Unavailable):
        # Whoever comes that late has no answer left to give.
        usage.charge(lost[0], COST, nothing)
    assert usage.of(ORG, MONTH).used == FREE_A_MONTH


def test_the_same_question_asked_again_after_a_crash_holds_one_answer(
    usage: FirestoreCoachUsage,
) -> None:
    for _ in range(20):
        assert isinstance(usage.hold("mine", ORG, "ann", Tier.FREE, FAIR), Held)
    assert len(usage.of(ORG, MONTH).reserved) == 1


def test_an_answer_belongs_to_the_month_in_which_it_was_reserved(
    usage: FirestoreCoachUsage, clock: Clock
) -> None:
    clock.moment = datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)
    for _ in range(FREE_A_MONTH - 1):
        answered(usage)
    late = held(usage)
    clock.pass_by(1)
    answered(usage)
    usage.charge(late, COST, nothing)
    assert usage.of(ORG, Month(2026, 3)).used == FREE_A_MONTH
    assert usage.of(ORG, Month(2026, 4)).used == 1


def test_what_is_kept_of_an_answer_is_kept_with_the_charge_or_not_at_all(
    database: Database, usage: FirestoreCoachUsage
) -> None:
    kept = Create(("users", "ann"), {"is": "there"})
    usage.charge(held(usage), COST, lambda: [kept])
    again = held(usage)
    with pytest.raises(Exists):
        usage.charge(again, COST, lambda: [kept])
    assert usage.of(ORG, MONTH).used == 1


def test_pro_is_held_to_fair_use_and_its_answers_are_not_held_against_who_is_free_again(
    usage: FirestoreCoachUsage,
) -> None:
    answered(usage)
    for _ in range(FAIR.a_month - 1):
        answered(usage, Tier.PRO)
    assert hold(usage, Tier.PRO) is Denied.FAIR_USE
    for _ in range(FREE_A_MONTH - 1):
        answered(usage)
    assert hold(usage) is Denied.USED_UP


def test_no_one_person_has_more_in_work_than_are_fair_at_once(usage: FirestoreCoachUsage) -> None:
    for _ in range(FAIR.at_once):
        held(usage, Tier.PRO)
    assert hold(usage, Tier.PRO) is Denied.AT_ONCE
    held(usage, Tier.PRO, user="bob")


def test_tokens_of_pro_are_counted_in_the_paid_period_as_well(
    database: Database, usage: FirestoreCoachUsage
) -> None:
    FirestoreUsage(database).begin_period(ORG, START - timedelta(days=3), "event")
    first = held(usage, Tier.PRO)
    usage.charge(first, COST, nothing)
    usage.add(first, COST)
    answered(usage)
    period = database.get(current_period(ORG))
    assert period is not None
    assert (period.data["tokens_in"], period.data["tokens_out"]) == (200, 40)
    assert usage.of(ORG, MONTH).spent.tokens == Tokens(300, 60)
