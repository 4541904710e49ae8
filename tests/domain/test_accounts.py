from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from shared.domain.access import FRESH, Caller, PlatformRole
from shared.domain.accounts import Account, AccountStanding, caller
from shared.domain.muscles import Muscle
from shared.domain.profiles import Experience, Profile, Units
from shared.domain.sessions import Session
from shared.domain.targets import VolumeTarget
from shared.domain.zones import PastZone, Zones

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
TARGETS = {Muscle.ABS: VolumeTarget(Fraction(1), Fraction(2))}


@pytest.fixture
def account() -> Account:
    return Account(
        id="u",
        email="ann@example.com",
        email_key="k",
        organization_id="o",
        created_at=START,
        profile=Profile(
            time_zone="Asia/Tokyo",
            volume_targets=TARGETS,
            units=Units.IMPERIAL,
            experience=Experience.NOVICE,
        ),
        role=PlatformRole.ADMIN,
        sessions={"s": Session("s", START, START + timedelta(hours=1))},
    )


def test_a_live_session_speaks_for_its_account(account: Account) -> None:
    found = caller(account, "s", START)
    assert found is not None
    assert (found.user_id, found.organization_id, found.session_id) == ("u", "o", "s")
    assert found.role is PlatformRole.ADMIN
    assert found.signed_in_at == START
    assert found.time_zone == "Asia/Tokyo"
    assert found.volume_targets == TARGETS
    assert (found.units, found.experience) == (Units.IMPERIAL, Experience.NOVICE)
    assert not found.is_anonymous


def test_a_session_that_ended_speaks_for_nobody(account: Account) -> None:
    assert caller(account, "other", START) is None
    assert caller(account, "s", account.sessions["s"].ends_at) is None


def test_a_suspended_account_has_no_caller(account: Account) -> None:
    assert caller(replace(account, standing=AccountStanding.SUSPENDED), "s", START) is None


def test_without_an_address_somebody_is_anonymous(account: Account) -> None:
    found = caller(replace(account, email=None, email_key=None), "s", START)
    assert found is not None
    assert found.is_anonymous


def test_a_new_time_zone_holds_from_now_on(account: Account) -> None:
    moved = account.told(Profile(time_zone="Europe/Berlin"), START, lambda: True)
    assert moved.zones == Zones("Europe/Berlin", (PastZone("Asia/Tokyo", START),))
    found = caller(moved, "s", START)
    assert found is not None
    assert found.zones == moved.zones


def test_a_time_zone_told_before_anything_is_logged_always_was(account: Account) -> None:
    moved = account.told(Profile(time_zone="Europe/Berlin"), START, lambda: False)
    assert moved.zones == Zones("Europe/Berlin")


def test_nobody_asks_about_the_log_when_the_zone_stays(account: Account) -> None:
    profile = replace(account.profile, full_name="Ann")

    def asked() -> bool:
        raise AssertionError

    assert account.told(profile, START, asked) == replace(account, profile=profile)


def test_a_sign_in_is_fresh_for_five_minutes() -> None:
    ann = Caller("ann", "home", PlatformRole.USER, "s", START)
    assert ann.signed_in_lately(START + FRESH)
    assert not ann.signed_in_lately(START + FRESH + timedelta(microseconds=1))
