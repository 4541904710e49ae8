"""Who may be merged into whom, and what is told along."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from shared.domain.accounts import Account, AccountStanding
from shared.domain.errors import Conflict, Forbidden, Refusal
from shared.domain.merging import MergeState, Merging, Moved, expect_mergeable, told_along
from shared.domain.muscles import Muscle
from shared.domain.profiles import Experience, Profile, Sex
from shared.domain.targets import VolumeTarget
from shared.domain.zones import PastZone

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
ANN = Account("ann", "ann@example.com", "key", "org-ann", NOW)
NOBODY = Account("nobody", None, None, "org-nobody", NOW)


@pytest.mark.parametrize(
    ("account", "anonymous", "refusal"),
    [
        (ANN, ANN, Conflict),
        (ANN, replace(NOBODY, email="bob@example.com"), Forbidden),
        (ANN, replace(NOBODY, standing=AccountStanding.SUSPENDED), Forbidden),
        (ANN, replace(NOBODY, standing=AccountStanding.MERGED), Forbidden),
        (replace(ANN, standing=AccountStanding.SUSPENDED), NOBODY, Forbidden),
        (ANN, replace(NOBODY, deletion_due_at=NOW), Conflict),
        (replace(ANN, deletion_due_at=NOW), NOBODY, Conflict),
    ],
    ids=str,
)
def test_only_an_anonymous_person_goes_over_to_a_good_account(
    account: Account, anonymous: Account, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        expect_mergeable(account, anonymous)
    expect_mergeable(ANN, NOBODY)


def test_what_moved_adds_up_and_a_merge_that_has_moved_knows() -> None:
    both = Moved(workouts=1, left_out=2) + Moved(workouts=3, answers=4)
    assert both == Moved(workouts=4, answers=4, left_out=2)
    merging = Merging("nobody", "ann", "org-ann", "org-nobody", NOW)
    assert not merging.is_moved
    assert replace(merging, state=MergeState.SETTLED).is_moved


def told(own: dict[str, Any], other: dict[str, Any], *logged: bool, **past: Any) -> Account:
    account = replace(ANN, profile=Profile(**own))
    anonymous = replace(NOBODY, profile=Profile(**other), **past)
    has_logged, anonymous_has_logged = logged or (True, True)
    return told_along(account, anonymous, NOW, has_logged, anonymous_has_logged)


def test_what_only_the_anonymous_person_said_is_told_along() -> None:
    few, many = (VolumeTarget(Fraction(least), Fraction(20)) for least in (1, 9))
    other: dict[str, Any] = {
        "full_name": "Nobody",
        "sex": Sex.FEMALE,
        "birth_date": date(1990, 1, 1),
        "height_cm": 170.0,
        "experience": Experience.NOVICE,
        "volume_targets": {Muscle.CHEST: few, Muscle.ABS: few},
    }
    after = told({"full_name": "Ann", "volume_targets": {Muscle.CHEST: many}}, other)
    targets = {Muscle.CHEST: many, Muscle.ABS: few}
    assert after.profile == Profile(**{**other, "full_name": "Ann", "volume_targets": targets})
    assert after.version == ANN.version + 1
    assert told(other, {}).version == ANN.version


def test_an_account_without_a_log_takes_over_whose_days_the_log_counts() -> None:
    past = (PastZone("Asia/Tokyo", NOW - timedelta(days=9)),)
    berlin = {"time_zone": "Europe/Berlin"}
    after = told({}, berlin, False, True, past_zones=past)
    assert (after.profile.time_zone, after.past_zones) == ("Europe/Berlin", past)
    # What the account chose holds from now on.
    after = told({"time_zone": "Asia/Kolkata"}, berlin, False, True, past_zones=past)
    assert after.profile.time_zone == "Asia/Kolkata"
    assert after.past_zones == (*past, PastZone("Europe/Berlin", NOW))
    assert told({"time_zone": "Asia/Kolkata"}, berlin, False, False).past_zones == ()
    assert told({}, berlin, True, True, past_zones=past).past_zones == ()
