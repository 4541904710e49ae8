"""The body in figures: one measurement, and where a metric is going."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from shared.domain.body import composition
from shared.domain.coach.telling.items import Item
from shared.domain.coach.telling.said import Said, day_said, mass_in
from shared.domain.log.measurements import Measurement
from shared.domain.profiles import Sex, Units
from shared.domain.reports.plain import number, tenths
from shared.domain.trend import Point, weekly_rate

MOST_METRICS = 30
_STILL = Fraction(1, 20)
"""A metric that moves less than this in a week stands, as far as anybody can tell."""
_SIGNS = {"percent": "%", "cm": "cm"}
_NAMES = {
    "weight_kg": "body weight",
    "body_fat_percent": "body fat",
    "lean_mass_kg": "lean mass",
    "fat_mass_kg": "fat mass",
}


def measurement_item(one: Measurement, day: date, sex: Sex | None, height_cm: float | None) -> Item:
    body = composition(one.values, sex, height_cm)
    values: dict[str, object] = {
        "day": str(day),
        "values": dict(sorted(one.values.items())[:MOST_METRICS]),
    }
    for name in ("body_fat_percent", "fat_mass_kg", "lean_mass_kg"):
        figure = getattr(body, name)
        if figure is not None and name not in one.values:
            values[name] = number(figure)
    if one.notes:
        values["notes"] = one.notes[:300]
    return Item(f"measurement:{one.id}", f"What was measured on {day_said(day)}.", values)


def trend_item(metric: str, points: Sequence[Point]) -> Item:
    """`points`: at least one, the last of them the newest. The trend is smoothed: what the scales
    showed is `latest`."""
    last, rate = points[-1], weekly_rate(points)
    unit = metric.rpartition("_")[2]
    values: dict[str, object] = {
        "metric": metric,
        "day": str(last.day),
        f"latest_{unit}": number(last.value),
        f"trend_{unit}": number(last.trend),
        "days_measured": len(points),
    }
    if rate is not None:
        values[f"change_a_week_{unit}"] = number(rate)
    return Item(f"trend:{metric}", f"Your {metric_name(metric)}: the trend.", values)


def trend_said(metric: str, points: Sequence[Point], units: Units) -> Said:
    last, rate, item = points[-1], weekly_rate(points), trend_item(metric, points)
    name = metric_name(metric)
    text = (
        f"Your {name} was {_figure(metric, last.value, units)} on {day_said(last.day)}; the trend "
        f"is {_figure(metric, last.trend, units)}"
    )
    if rate is None:
        return Said(f"{text}.", [item])
    if abs(rate) < _STILL:
        return Said(f"{text} and holds still.", [item])
    way = "up" if rate > 0 else "down"
    return Said(f"{text}, going {way} by {_change(metric, abs(rate), units)} a week.", [item])


def metric_name(metric: str) -> str:
    return _NAMES.get(metric) or metric.rpartition("_")[0].replace("_", " ") or metric


def _figure(metric: str, value: Fraction, units: Units) -> str:
    if metric.endswith("_kg"):
        return mass_in(value, units)
    unit = _SIGNS.get(metric.rpartition("_")[2])
    return f"{tenths(value)} {unit}" if unit else str(tenths(value))


def _change(metric: str, value: Fraction, units: Units) -> str:
    # A tenth is too coarse for what a body does in a week.
    if metric.endswith("_kg") and units is Units.METRIC:
        return f"{number(round(value, 2))} kg"
    return _figure(metric, value, units)
