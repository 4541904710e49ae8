"""Verdicts on weekly sets, and the muscles they are about."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.muscles import Muscle
from shared.domain.targets import DEFAULT_TARGET, Verdict, VolumeTarget

HAIR = Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("weekly_sets", "verdict"),
    [
        (Fraction(0), Verdict.BELOW_MINIMUM),
        (10 - HAIR, Verdict.BELOW_MINIMUM),
        (Fraction(10), Verdict.OPTIMAL),
        (Fraction(20), Verdict.OPTIMAL),
        (20 + HAIR, Verdict.HIGH),
        (Fraction(25), Verdict.HIGH),
        (25 + HAIR, Verdict.EXCESSIVE),
    ],
)
def test_the_usual_bounds_are_exact(weekly_sets: Fraction, verdict: Verdict) -> None:
    assert DEFAULT_TARGET.verdict(weekly_sets) is verdict


@given(st.fractions(0, 80), st.tuples(st.fractions(0, 60), st.fractions(0, 60)))
def test_verdicts_agree_with_comparing_fractions(
    weekly_sets: Fraction, bounds: tuple[Fraction, Fraction]
) -> None:
    low, high = sorted(bounds)
    verdict = VolumeTarget(low, high).verdict(weekly_sets)
    assert (verdict is Verdict.BELOW_MINIMUM) == (weekly_sets < low)
    assert (verdict is Verdict.OPTIMAL) == (low <= weekly_sets <= high)
    assert (verdict is Verdict.HIGH) == (high < weekly_sets <= high * 5 / 4 and weekly_sets >= low)
    assert (verdict is Verdict.EXCESSIVE) == (weekly_sets > high * 5 / 4 and weekly_sets >= low)


def test_someone_who_wants_none_of_a_muscle_is_served_by_none() -> None:
    assert VolumeTarget(Fraction(0), Fraction(0)).verdict(Fraction(0)) is Verdict.OPTIMAL


def test_there_are_eighteen_muscles_with_plain_names() -> None:
    labels = [muscle.label for muscle in Muscle]
    assert len(labels) == 18
    assert labels[:5] == ["Chest", "Lats", "Traps", "Rhomboids", "Front delts"]
    assert Muscle.ELBOW_FLEXORS.label == "Elbow flexors"
