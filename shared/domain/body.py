"""The body in figures: which are plausible, and how much of it is fat."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import log10

from shared.domain.profiles import HEIGHT_CM, Sex

_SIDED = {
    "bicep_cm": (10, 100),
    "forearm_cm": (10, 80),
    "thigh_cm": (20, 150),
    "calf_cm": (10, 100),
}
PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    "weight_kg": (20, 500),
    "height_cm": HEIGHT_CM,
    "neck_cm": (15, 100),
    "shoulder_cm": (50, 300),
    "chest_cm": (40, 300),
    "waist_cm": (30, 300),
    "hip_cm": (40, 300),
    "body_fat_percent": (1, 75),
    **_SIDED,
    **{f"{side}_{name}": span for name, span in _SIDED.items() for side in ("left", "right")},
}
"""From the least to the most of the metrics we know. Others may be any number."""

NAVY_PERCENT = (2, 60)
"""Beyond, the formula was never held against anybody."""
_NOTHING = Fraction(0)


DERIVED = ("body_fat_percent", "fat_mass_kg", "lean_mass_kg")


class Method(StrEnum):
    """How the share of fat is known: measured by other means and logged, or from girths."""

    MEASURED = "MEASURED"
    US_NAVY = "US_NAVY"


class Obstacle(StrEnum):
    INCOMPLETE = "INCOMPLETE"
    WAIST_NOT_ABOVE_NECK = "WAIST_NOT_ABOVE_NECK"
    IMPLAUSIBLE = "IMPLAUSIBLE"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not known. `missing` names metrics, and `sex`, which stands in the
    profile."""

    code: Obstacle
    message: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """What a body consists of. There is a reason whenever one of the figures is None."""

    body_fat_percent: Fraction | None = None
    fat_mass_kg: Fraction | None = None
    lean_mass_kg: Fraction | None = None
    method: Method | None = None
    reason: Reason | None = None


def implausible(metric: str, value: float) -> str | None:
    """The sentence to refuse a figure with; None when it may be."""
    least, most = PLAUSIBLE.get(metric, (value, value))
    if least <= value <= most:
        return None
    return f"{metric} is between {least} and {most}."


def composition(
    values: Mapping[str, float], sex: Sex | None = None, height_cm: float | None = None
) -> Composition:
    """From one measurement. `sex` and `height_cm` are those of the profile: a height that was
    measured counts before it."""
    if "body_fat_percent" in values:
        refusal = _refusal(values, "body_fat_percent")
        percent, method = _exact(values["body_fat_percent"]), Method.MEASURED
    else:
        known = values if height_cm is None else {"height_cm": height_cm, **values}
        percent, refusal = _by_girths(known, sex)
        method = Method.US_NAVY
    if refusal is not None:
        return Composition(reason=refusal)
    if "weight_kg" not in values:
        refusal = _incomplete("The mass of fat", ["weight_kg"])
    refusal = refusal or _refusal(values, "weight_kg")
    if refusal is not None:
        return Composition(percent, method=method, reason=refusal)
    weight = _exact(values["weight_kg"])
    fat = round(weight * percent / 100, 2)
    return Composition(percent, fat, weight - fat, method)


def _by_girths(known: Mapping[str, float], sex: Sex | None) -> tuple[Fraction, Reason | None]:
    """Nothing is the share of fat where there is a reason."""
    needed = ["height_cm", "neck_cm", "waist_cm", *(["hip_cm"] if sex is Sex.FEMALE else [])]
    missing = [*([] if sex else ["sex"]), *(name for name in needed if name not in known)]
    if sex is None or missing:
        return _NOTHING, _incomplete("Body fat", missing)
    refusal = _refusal(known, *needed)
    if refusal is not None:
        return _NOTHING, refusal
    if known["waist_cm"] <= known["neck_cm"]:
        message = "The waist must be wider than the neck to tell body fat from them."
        return _NOTHING, Reason(Obstacle.WAIST_NOT_ABOVE_NECK, message)
    percent = navy_percent(sex, *(known[name] for name in needed))
    least, most = NAVY_PERCENT
    if not least <= percent <= most:
        message = f"These girths come to a body fat outside {least} to {most} %. Measure again."
        return _NOTHING, Reason(Obstacle.IMPLAUSIBLE, message)
    return _exact(round(percent, 2)), None


def navy_percent(
    sex: Sex, height_cm: float, neck_cm: float, waist_cm: float, hip_cm: float = 0
) -> float:
    """The metric form of Hodgdon and Beckett 1984 (NHRC 84-11, 84-29): girths to density, and
    that to fat by Siri. Off by 3.5 points in men and 3.7 in women (one standard error)."""
    if sex is Sex.MALE:
        density = 1.0324 - 0.19077 * log10(waist_cm - neck_cm) + 0.15456 * log10(height_cm)
    else:
        girths = log10(waist_cm + hip_cm - neck_cm)
        density = 1.29579 - 0.35004 * girths + 0.22100 * log10(height_cm)
    return 495 / density - 450


def _refusal(known: Mapping[str, float], *names: str) -> Reason | None:
    """What devices log by themselves, or bring from elsewhere, may be anything."""
    for name in names:
        message = implausible(name, known[name])
        if message is not None:
            return Reason(Obstacle.IMPLAUSIBLE, message)
    return None


def _incomplete(what: str, missing: list[str]) -> Reason:
    *others, last = missing
    names = f"{', '.join(others)} and {last}" if others else last
    return Reason(Obstacle.INCOMPLETE, f"{what} is not known without {names}.", tuple(missing))


def _exact(value: float) -> Fraction:
    # By way of text: 80.1 means 801 tenths.
    return Fraction(str(value))


def figure_of(
    metric: str, values: Mapping[str, float], sex: Sex | None, height_cm: float | None
) -> Fraction | None:
    """As it was logged, or else derived; None when it is neither."""
    if metric in values:
        return _exact(values[metric])
    if metric not in DERIVED:
        return None
    derived: Fraction | None = getattr(composition(values, sex, height_cm), metric)
    return derived
