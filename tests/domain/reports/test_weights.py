"""The trend of the weight, week by week."""

from datetime import datetime, timedelta
from fractions import Fraction

from shared.domain.log.measurements import Measurement
from shared.domain.reports.facts import Weight
from shared.domain.reports.weights import weekly_weights, weight_in
from shared.domain.weeks import IsoWeek
from shared.domain.zones import Zones
from tests.domain.training import moment

W40 = IsoWeek(2026, 40)
MONDAY = moment("2026-09-28T07:00")


def measured(at: datetime, **values: float) -> Measurement:
    return Measurement(f"m{at}", at, values)


def test_a_week_has_the_trend_of_its_last_reading() -> None:
    daily = [80.0, 79.2, 80.4, 79.0, 78.8]
    at = [MONDAY + timedelta(days=day) for day in range(5)]
    found = weekly_weights(
        [measured(one, weight_kg=kg) for one, kg in zip(at, daily, strict=True)], Zones()
    )
    assert {week: round(float(kg), 4) for week, kg in found.items()} == {W40: 79.7641}


def test_weeks_without_a_reading_have_none() -> None:
    found = weekly_weights(
        [measured(MONDAY, weight_kg=80.1), measured(MONDAY + timedelta(weeks=1), waist_cm=85)],
        Zones(),
    )
    assert found == {W40: Fraction("80.1")}
    assert weight_in(W40, found) == Weight(Fraction("80.1"), None)
    assert weight_in(W40.later(1), found) is None
    assert weight_in(W40, {**found, W40.later(-1): Fraction(81)}) == Weight(
        Fraction("80.1"), Fraction(81)
    )


def test_a_reading_belongs_to_the_day_of_the_clock() -> None:
    late = measured(moment("2026-10-04T22:30"), weight_kg=80)
    assert list(weekly_weights([late], Zones("Europe/Berlin"))) == [W40.later(1)]
    assert list(weekly_weights([late], Zones())) == [W40]
