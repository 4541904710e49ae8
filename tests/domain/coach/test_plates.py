from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coach.plates import BARS, HEAVIEST, PLATES, Loading, loadings
from shared.domain.log.workouts import Load, LoadUnit


def per_side(load: str, unit: LoadUnit = LoadUnit.KG, bar: str | None = None) -> list[list[str]]:
    found = loadings(Load(Decimal(load), unit), None if bar is None else Decimal(bar))
    return [[str(plate) for plate in one.per_side] for one in found]


def test_known_loads() -> None:
    assert per_side("100") == [["25", "15"]]
    assert per_side("142.5") == [["25", "25", "10", "1.25"]]
    assert per_side("225", LoadUnit.LB) == [["45", "45"]]
    assert per_side("60", bar="15") == [["20", "2.5"]]


def test_fewer_plates_come_before_heavier_ones() -> None:
    # The heaviest first would take three: 45, 10 and 5.
    assert per_side("165", LoadUnit.LB) == [["35", "25"]]


def test_between_two_loads_both_are_told() -> None:
    assert [one.total for one in loadings(Load(Decimal(61)))] == [Decimal(60), Decimal("62.5")]


@pytest.mark.parametrize("load", ["0", "12", "20"])
def test_less_than_the_bar_is_the_bar(load: str) -> None:
    assert loadings(Load(Decimal(load))) == (Loading(Decimal(20), Decimal(20), LoadUnit.KG, ()),)


def test_nobody_lifts_so_much() -> None:
    assert loadings(Load(HEAVIEST[LoadUnit.KG] + 1)) == ()


@given(st.sampled_from(LoadUnit), st.integers(0, 230))
def test_plates_and_bar_add_up(unit: LoadUnit, steps: int) -> None:
    wanted = BARS[unit] + 2 * PLATES[unit][-1] * steps
    (found,) = loadings(Load(wanted, unit))
    assert found.bar + 2 * sum(found.per_side) == found.total == wanted
    assert list(found.per_side) == sorted(found.per_side, reverse=True)
    greedy, left = 0, (wanted - BARS[unit]) / 2
    for plate in PLATES[unit]:
        taken, left = divmod(left, plate)
        greedy += int(taken)
    assert len(found.per_side) <= greedy
