"""Which findings about volume there are, measured on doses."""

from fractions import Fraction

import pytest
from hypothesis import given

from shared.domain.linting.findings import AboutMuscle, AboutPlan, AboutSession, Rule
from shared.domain.linting.ground import Ground
from shared.domain.linting.yardstick import Doses, Yardstick
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan
from shared.domain.targets import Targets, Verdict, VolumeTarget
from shared.domain.volume import weekly_volume
from tests.domain import strategies
from tests.domain.published import CATALOGUE

ONCE = Yardstick({}, Fraction(1))
TWICE = Yardstick({}, Fraction(2))


def sets(*sessions: float, muscle: Muscle = Muscle.CHEST) -> Doses:
    return [{muscle: int(dose * 4)} for dose in sessions]


def rules(yardstick: Yardstick, doses: Doses) -> list[Rule]:
    return [key.rule for key in yardstick.muscle_keys(doses, Muscle.CHEST)]


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ([5, 5], []),
        ([5, 4.75], [Rule.UNDER_VOLUME]),
        ([0, 0], [Rule.MISSING_MUSCLE]),
        ([10, 10], []),
        ([10, 9, 1.25], [Rule.OVER_VOLUME]),
        ([10, 0], [Rule.LOW_FREQUENCY]),
        ([0.25, 0], [Rule.UNDER_VOLUME, Rule.LOW_FREQUENCY]),
        ([10.25, 2], [Rule.SESSION_OVERLOAD]),
        ([11, 0, 12], [Rule.OVER_VOLUME, Rule.SESSION_OVERLOAD, Rule.SESSION_OVERLOAD]),
    ],
)
def test_a_muscle_is_judged_by_its_week_its_sessions_and_its_frequency(
    doses: list[float], expected: list[Rule]
) -> None:
    assert rules(ONCE, sets(*doses)) == expected


def test_an_overloaded_session_is_named() -> None:
    assert ONCE.muscle_keys(sets(5, 10.25), Muscle.CHEST) == [
        AboutSession(Rule.SESSION_OVERLOAD, Muscle.CHEST, 1)
    ]


def test_sessions_count_as_often_as_they_are_trained() -> None:
    assert rules(TWICE, sets(5)) == []
    assert rules(TWICE, sets(4.75)) == [Rule.UNDER_VOLUME]
    assert rules(TWICE, sets(10, 0.25)) == [Rule.OVER_VOLUME]
    assert rules(Yardstick({}, Fraction(3, 4)), sets(5, 5)) == [
        Rule.UNDER_VOLUME,
        Rule.LOW_FREQUENCY,
    ]
    assert rules(Yardstick({}, Fraction(2, 3)), sets(6, 6, 6)) == []


def test_who_wants_none_of_a_muscle_is_not_told_that_it_is_missing_or_seldom_trained() -> None:
    own = Yardstick({Muscle.CHEST: VolumeTarget(Fraction(0), Fraction(5))}, Fraction(1))
    assert rules(own, sets(0)) == []
    assert rules(own, sets(5)) == []
    assert rules(own, sets(5.25)) == [Rule.OVER_VOLUME]


PUSH = (Muscle.CHEST, Muscle.FRONT_DELTS, Muscle.TRICEPS)
PULL = (Muscle.LATS, Muscle.RHOMBOIDS, Muscle.REAR_DELTS, Muscle.ELBOW_FLEXORS)


def sides(push: int, pull: int) -> Doses:
    """Quarters of a set for each muscle of either side."""
    return [{**dict.fromkeys(PUSH, push), **dict.fromkeys(PULL, pull)}]


@pytest.mark.parametrize(
    ("push", "pull", "lopsided"),
    [
        (40, 40, False),
        (60, 40, False),
        (61, 40, True),
        (40, 60, False),
        (40, 61, True),
        (16, 0, True),
        (15, 0, False),
        (0, 16, True),
        (0, 0, False),
    ],
)
def test_one_side_has_half_as_much_again_as_the_other(push: int, pull: int, lopsided: bool) -> None:
    expected = [AboutPlan(Rule.PUSH_PULL_IMBALANCE)] if lopsided else []
    assert ONCE.balance_keys(sides(push, pull)) == expected


def test_sides_are_compared_by_the_sets_of_a_muscle() -> None:
    doses = sides(60, 40)
    assert [ONCE.mean(doses, PUSH), TWICE.mean(doses, PULL)] == [15, 20]


@given(strategies.plans(inline=True), strategies.targets())
def test_lint_and_the_report_agree(plan: Plan, own: Targets) -> None:
    report = weekly_volume(plan, CATALOGUE, own)
    found = {
        (key.rule, key.muscle)
        for key in Ground(plan, CATALOGUE, own).keys
        if isinstance(key, AboutMuscle | AboutSession)
    }
    for volume in report.muscles:
        low = volume.status is Verdict.BELOW_MINIMUM
        missing = (Rule.MISSING_MUSCLE, volume.muscle) in found
        under = (Rule.UNDER_VOLUME, volume.muscle) in found
        assert low == (missing or under)
        assert missing == (low and volume.weekly_sets == 0)
        assert ((Rule.OVER_VOLUME, volume.muscle) in found) == (
            volume.status in {Verdict.HIGH, Verdict.EXCESSIVE}
        )
        assert ((Rule.SESSION_OVERLOAD, volume.muscle) in found) == (
            volume.largest_session_sets > 10
        )
        assert ((Rule.LOW_FREQUENCY, volume.muscle) in found) == (
            volume.minimum > 0 and 0 < volume.frequency_per_week < 2
        )
