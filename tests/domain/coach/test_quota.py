"""The arithmetic of a month's answers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coach.model import Tokens
from shared.domain.coach.quota import (
    FREE_A_MONTH,
    LONGEST_ASK,
    Denied,
    Month,
    Spent,
    Usage,
    charge,
    give_back,
    monthly_limit,
    reserve,
)
from shared.domain.entitlements import Tier
from shared.domain.limits import PROFILES, FairUse, anonymous_coach_asks, coach_asks

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAIR = FairUse(a_month=12, at_once=4)
COST = Spent(Tokens(10, 5), 7)

steps = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "charge", "give back", "wait"]),
        st.integers(0, 30),
        st.sampled_from(list(Tier)),
    ),
    max_size=120,
)


@given(steps)
def test_whatever_happens_in_whatever_order_the_free_tier_gets_ten_at_most(
    happened: list[tuple[str, int, Tier]],
) -> None:
    usage, now, charged = Usage(), NOON, {Tier.FREE: 0, Tier.PRO: 0}
    for what, number, tier in happened:
        name = str(number)
        match what:
            case "reserve":
                outcome = reserve(usage, name, f"user {number % 7}", tier, FAIR, now)
                usage = usage if isinstance(outcome, Denied) else outcome
            case "charge":
                held, counted = usage.reserved.get(name), charge(usage, name, COST)
                assert (counted is None) == (held is None)
                if counted is not None and held is not None:
                    usage = counted
                    charged[held.tier] += 1
            case "give back":
                usage = give_back(usage, name, COST)
            case _:
                now += timedelta(seconds=number)
        assert usage.used_free == charged[Tier.FREE] <= FREE_A_MONTH
        assert usage.used == sum(charged.values())


def test_all_ten_can_be_had_after_any_number_of_failures() -> None:
    usage = Usage()
    for number in range(FREE_A_MONTH):
        for _ in range(3):
            failed = reserve(usage, "failed", "ann", Tier.FREE, FAIR, NOON)
            assert isinstance(failed, Usage)
            usage = give_back(failed, "failed", COST)
        held = reserve(usage, str(number), "ann", Tier.FREE, FAIR, NOON)
        assert isinstance(held, Usage)
        counted = charge(held, str(number), COST)
        assert counted is not None
        usage = counted
    assert reserve(usage, "more", "ann", Tier.FREE, FAIR, NOON) is Denied.USED_UP
    assert usage.spent == Spent(Tokens(400, 200), 280)


def test_a_reservation_no_longer_counts_when_its_time_is_up() -> None:
    usage = Usage()
    for number in range(FAIR.at_once):
        held = reserve(usage, str(number), "ann", Tier.PRO, FAIR, NOON)
        assert isinstance(held, Usage)
        usage = held
    assert reserve(usage, "more", "ann", Tier.PRO, FAIR, NOON) is Denied.AT_ONCE
    later = reserve(usage, "more", "ann", Tier.PRO, FAIR, NOON + LONGEST_ASK)
    assert isinstance(later, Usage)
    assert set(later.reserved) == {"more"}


def test_pro_waits_for_others_when_they_hold_the_rest_of_fair_use() -> None:
    usage = Usage(used=FAIR.a_month - 1)
    held = reserve(usage, "last", "ann", Tier.PRO, FAIR, NOON)
    assert isinstance(held, Usage)
    assert reserve(held, "more", "bob", Tier.PRO, FAIR, NOON) is Denied.CROWDED
    full = Usage(used=FAIR.a_month)
    assert reserve(full, "more", "bob", Tier.PRO, FAIR, NOON) is Denied.FAIR_USE


def test_what_pro_holds_is_not_taken_from_the_free_ten() -> None:
    held = reserve(Usage(used_free=9, used=9), "pro", "ann", Tier.PRO, FAIR, NOON)
    assert isinstance(held, Usage)
    assert isinstance(reserve(held, "free", "ann", Tier.FREE, FAIR, NOON), Usage)


def test_a_month_is_one_of_utc() -> None:
    east = datetime(2027, 1, 1, 5, tzinfo=timezone(timedelta(hours=14)))
    month = Month.of(east)
    assert str(month) == "202612"
    assert (month.begins_at, month.ends_at) == (
        datetime(2026, 12, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    )


def test_only_the_free_tier_has_a_number_and_is_shown_its_own() -> None:
    assert [monthly_limit(tier) for tier in (Tier.FREE, Tier.PRO)] == [10, None]
    usage = Usage(used=7, used_free=3)
    assert (usage.used_on(Tier.FREE), usage.used_on(Tier.PRO)) == (3, 7)


@pytest.mark.parametrize("name", PROFILES)
def test_models_are_asked_so_often_a_person_and_answer_strangers_by_network(name: str) -> None:
    (ask,), (by_network,) = (
        coach_asks(PROFILES[name], "ann"),
        anonymous_coach_asks(PROFILES[name], "192.0.2.1", "202603"),
    )
    assert (ask.subject, by_network.subject) == ("ann", "192.0.2.1|202603")


def test_the_months_of_two_who_are_one_add_up_and_what_one_had_reserved_is_nobodys() -> None:
    reserved = reserve(Usage(used=3, used_free=2, spent=COST), "a", "ann", Tier.FREE, FAIR, NOON)
    assert isinstance(reserved, Usage)
    both = Usage(used=4, used_free=4, spent=COST).with_that_of(reserved)
    assert both == Usage(used=7, used_free=6, spent=COST + COST)
