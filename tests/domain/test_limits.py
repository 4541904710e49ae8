"""The table of limits: who is counted where, in both sets of numbers."""

import pytest

from shared.domain.limits import (
    MINUTE,
    PROFILES,
    TABLE,
    By,
    Held,
    Rate,
    anonymous_coach_asks,
    billing_asks,
    coach_asks,
    file_asks,
    own_data_asks,
    password_asks,
    planning_asks,
    registration_asks,
)

NAMES = list(PROFILES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rate", Rate)
def test_every_limit_of_a_row_counts_somebody_and_has_a_name_of_its_own(
    rate: Rate, name: str
) -> None:
    row = TABLE[rate]
    limits = row.limits(PROFILES[name])
    assert len(limits) == len(row.by)
    assert bool(limits) is (rate is not Rate.SIGNED)
    assert len({limit.name for limit in limits}) == len(limits)
    assert all(limit.allowed > 0 and limit.seconds > 0 for limit in limits)


def test_no_two_rows_share_a_limit() -> None:
    names = [limit.name for row in TABLE.values() for limit in row.limits(PROFILES["local"])]
    assert len(names) == len(set(names))


def test_what_must_not_be_had_by_asking_many_instances_is_counted_for_all_of_them() -> None:
    """So it is closed in an outage; what else there is goes on."""
    held = {rate for rate, row in TABLE.items() if row.held is Held.INSTANCE}
    assert held == {Rate.OPEN, Rate.UNPROVED, Rate.READ, Rate.WRITE, Rate.SIGNED}


def test_nobody_without_an_account_is_counted_by_what_they_can_have_more_of() -> None:
    assert set(TABLE[Rate.REGISTRATION].by) == {By.NETWORK}
    assert TABLE[Rate.OPEN].by == TABLE[Rate.UNPROVED].by == (By.NETWORK,)
    assert By.NETWORK in TABLE[Rate.COACH].by


def test_production_allows_no_more_than_one_machine_has() -> None:
    for row in TABLE.values():
        pairs = zip(*(row.limits(PROFILES[name]) for name in ("production", "local")), strict=True)
        for production, local in pairs:
            assert (production.name, production.seconds) == (local.name, local.seconds)
            assert production.allowed <= local.allowed


def test_one_person_cannot_write_a_thousand_programs_in_a_minute() -> None:
    writes = PROFILES["production"].writes
    assert (writes.seconds, writes.allowed) == (MINUTE, 120)


def test_tools_on_one_machine_are_not_in_the_way_of_themselves() -> None:
    """What the contract names no number for allows 600 a minute to one person."""
    named = {Rate.OPEN, Rate.SIGNED, Rate.REGISTRATION, Rate.PASSWORD, Rate.LETTER, Rate.COACH}
    for rate in set(Rate) - named:
        for limit in TABLE[rate].limits(PROFILES["local"]):
            assert limit.allowed * MINUTE >= 600 * limit.seconds, limit


def test_each_is_asked_of_whom_it_counts() -> None:
    numbers = PROFILES["production"]
    asked = [
        *billing_asks(numbers, "org"),
        *file_asks(numbers, "ann"),
        *own_data_asks(numbers, "ann"),
        *planning_asks(numbers, "ann"),
        *coach_asks(numbers, "ann"),
    ]
    assert [(ask.limit.name, ask.subject) for ask in asked] == [
        ("billing", "org"),
        ("files", "ann"),
        ("own-data", "ann"),
        ("planning", "ann"),
        ("coach-hour", "ann"),
    ]


def test_the_answers_of_a_network_are_those_of_one_month() -> None:
    march, april = (
        anonymous_coach_asks(PROFILES["local"], "192.0.2.1", month)[0]
        for month in ("202603", "202604")
    )
    assert march.limit == april.limit
    assert march.subject != april.subject


def test_password_checks_are_asked_narrowest_first() -> None:
    asks = password_asks(PROFILES["production"], "key", "192.0.2.1")
    assert [ask.subject for ask in asks] == ["key|192.0.2.1", "key", "192.0.2.1"]
    assert [ask.limit.name for ask in asks] == ["login", "login-account", "login-network"]


def test_registrations_are_counted_by_network() -> None:
    asks = registration_asks(PROFILES["local"], "192.0.2.1")
    assert {ask.subject for ask in asks} == {"192.0.2.1"}
    assert [(ask.limit.allowed, ask.limit.seconds) for ask in asks] == [(120, 60), (1000, 3600)]


def test_the_numbers_of_the_local_stack() -> None:
    local = PROFILES["local"]
    here, account = local.failed_logins_here, local.failed_logins_of_account
    assert (here.allowed, here.seconds, here.then_every) == (10, 900, None)
    assert (account.allowed, account.seconds, account.then_every) == (100, 900, 5)
    assert (local.failed_logins_of_network.allowed, local.open_routes.allowed) == (500, 600)
