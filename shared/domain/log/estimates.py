"""The estimated one-repetition maximum: what somebody could lift once."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from shared.domain.exercises import LoadMode
from shared.domain.log.workouts import LoggedSet
from shared.domain.programs import SetKind

FIRM_UP_TO = 10
SOFT_UP_TO = 15
"""Reps. Of more, no formula tells anything (Reynolds 2006)."""

WITH_PAUSES = frozenset({SetKind.REST_PAUSE, SetKind.MYO_REP, SetKind.CLUSTER})
"""Their reps were not done in one go."""


class Confidence(StrEnum):
    EXACT = "EXACT"
    FIRM = "FIRM"
    SOFT = "SOFT"


@dataclass(frozen=True, slots=True)
class OneRepMax:
    kg: Fraction
    """Of a BODYWEIGHT lift: the body and what hangs on it."""
    confidence: Confidence


def one_rep_max(kg: Fraction, reps: int) -> OneRepMax | None:
    """Epley 1985: w (1 + r / 30), and w itself for a single. None for no rep, no load, or more
    reps than `SOFT_UP_TO`."""
    if not 1 <= reps <= SOFT_UP_TO or kg <= 0:
        return None
    if reps == 1:
        return OneRepMax(kg, Confidence.EXACT)
    confidence = Confidence.FIRM if reps <= FIRM_UP_TO else Confidence.SOFT
    return OneRepMax(kg * (30 + reps) / 30, confidence)


def lifted_kg(one: LoggedSet, mode: LoadMode, body_kg: Fraction | None) -> Fraction | None:
    """What a rep moved; None where nobody knows: assistance and bands are not weighed, and a
    BODYWEIGHT lift needs a measured body."""
    if mode is LoadMode.EXTERNAL:
        return one.load.kg
    if mode is LoadMode.BODYWEIGHT and body_kg is not None:
        return body_kg + one.load.kg
    return None


def estimate(one: LoggedSet, mode: LoadMode, body_kg: Fraction | None) -> OneRepMax | None:
    """By the completed reps alone: neither forced reps nor reps in reserve are added."""
    kg = lifted_kg(one, mode, body_kg)
    is_timed = one.reps is None or one.duration_seconds is not None or one.distance_m is not None
    if kg is None or is_timed or one.kind in WITH_PAUSES or one.kind is SetKind.WARMUP:
        return None
    return one_rep_max(kg, one.reps or 0)
