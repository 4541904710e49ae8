"""Rounding and showing figures."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.figures import PerWeek, in_sets, per_week, rounded, shown


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Fraction(7, 3), 2.3333),
        (Fraction(14, 3), 4.6667),
        (Fraction(49, 4), 12.25),
        (Fraction(5, 100_000), 0.0),
        (Fraction(15, 100_000), 0.0002),
        (Fraction(25, 100_000), 0.0002),
        (Fraction(250_001, 1_000_000_000), 0.0003),
        (Fraction(0), 0.0),
        (Fraction(-15, 100_000), -0.0002),
        (Fraction(-25, 100_000), -0.0002),
    ],
)
def test_figures_are_rounded_half_to_even_at_four_decimals(
    figure: Fraction, expected: float
) -> None:
    assert rounded(figure) == expected


@given(st.fractions(-2_000, 2_000, max_denominator=200_000))
def test_rounding_agrees_with_decimal_arithmetic(figure: Fraction) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(figure.numerator) / Decimal(figure.denominator)
        assert rounded(figure) == float(exact.quantize(Decimal("0.0001"), ROUND_HALF_EVEN))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Fraction(10), "10"),
        (Fraction(15, 2), "7.5"),
        (Fraction(70, 3), "23.3333"),
        (Fraction(12_345_678, 10_000), "1234.5678"),
        (Fraction(0), "0"),
    ],
)
def test_people_read_figures_without_trailing_zeros(figure: Fraction, words: str) -> None:
    assert shown(figure) == words


@given(st.integers(0, 5_000), st.fractions(Fraction(1, 20), 7, max_denominator=28))
def test_quarters_become_sets_a_week(quarters: int, times: Fraction) -> None:
    assert PerWeek(times)[quarters] == Fraction(quarters, 4) * times


def test_figures_are_made_once_and_only_so_many_are_kept() -> None:
    weekly = per_week(Fraction(7, 3))
    assert per_week(Fraction(7, 3)) is weekly
    assert weekly[8] is weekly[8]
    crowded = PerWeek(Fraction(1))
    for quarters in range(PerWeek.KEPT + 50):
        assert crowded[quarters] == Fraction(quarters, 4)
    assert len(crowded) == PerWeek.KEPT


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Fraction(1), "1 set"),
        (Fraction(2), "2 sets"),
        (Fraction(1, 2), "0.5 sets"),
        (Fraction(0), "0 sets"),
    ],
)
def test_one_set_is_no_plural(figure: Fraction, words: str) -> None:
    assert in_sets(figure) == words
