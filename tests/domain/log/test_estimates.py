"""The oracles of Epley 1985 for 100 kg, and the bounds within which a guess is made."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from shared.domain.exercises import LoadMode
from shared.domain.figures import rounded
from shared.domain.log.estimates import Confidence, estimate, lifted_kg, one_rep_max
from shared.domain.log.workouts import Load, LoadUnit, LoggedSet
from shared.domain.programs import SetKind

SET = LoggedSet("s", SetKind.WORKING, Load(Decimal(100)), datetime(2026, 11, 2, tzinfo=UTC), reps=5)


@pytest.mark.parametrize(
    ("reps", "kg", "confidence"),
    [
        (1, 100.0, Confidence.EXACT),
        (2, 106.6667, Confidence.FIRM),
        (3, 110.0, Confidence.FIRM),
        (5, 116.6667, Confidence.FIRM),
        (8, 126.6667, Confidence.FIRM),
        (10, 133.3333, Confidence.FIRM),
        (11, 136.6667, Confidence.SOFT),
        (12, 140.0, Confidence.SOFT),
        (15, 150.0, Confidence.SOFT),
    ],
)
def test_epleys_oracles(reps: int, kg: float, confidence: Confidence) -> None:
    guess = one_rep_max(Fraction(100), reps)
    assert guess is not None
    assert (rounded(guess.kg), guess.confidence) == (kg, confidence)


@pytest.mark.parametrize(("kg", "reps"), [(100, 0), (100, 16), (100, 500), (0, 5)])
def test_of_no_rep_of_too_many_and_of_no_load_nothing_is_guessed(kg: int, reps: int) -> None:
    assert one_rep_max(Fraction(kg), reps) is None


def test_completed_reps_count_alone() -> None:
    helped = replace(SET, forced_reps=3, rir=2.0)
    assert estimate(helped, LoadMode.EXTERNAL, None) == one_rep_max(Fraction(100), 5)


def test_pounds_are_exact() -> None:
    single = replace(SET, reps=1, load=Load(Decimal(135), LoadUnit.LB))
    guess = estimate(single, LoadMode.EXTERNAL, None)
    assert guess is not None
    assert guess.kg == Fraction("61.23496995")


def test_a_bodyweight_lift_needs_a_measured_body() -> None:
    assert estimate(SET, LoadMode.BODYWEIGHT, None) is None
    guess = estimate(replace(SET, load=Load(Decimal(10))), LoadMode.BODYWEIGHT, Fraction(80))
    assert guess is not None
    assert guess.kg == 105


@pytest.mark.parametrize("mode", [LoadMode.ASSISTED, LoadMode.BAND])
def test_help_and_bands_are_not_weighed(mode: LoadMode) -> None:
    assert lifted_kg(SET, mode, Fraction(80)) is None
    assert estimate(SET, mode, Fraction(80)) is None


@pytest.mark.parametrize(
    "one",
    [
        replace(SET, kind=SetKind.WARMUP),
        replace(SET, kind=SetKind.REST_PAUSE),
        replace(SET, kind=SetKind.MYO_REP),
        replace(SET, kind=SetKind.CLUSTER),
        replace(SET, duration_seconds=30.0),
        replace(SET, distance_m=20.0),
        replace(SET, reps=None, duration_seconds=30.0),
    ],
)
def test_what_was_not_lifted_in_one_go_by_reps_tells_nothing(one: LoggedSet) -> None:
    assert estimate(one, LoadMode.EXTERNAL, None) is None
