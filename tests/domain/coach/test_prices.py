"""What models cost, in millionths of a dollar."""

import pytest

from shared.domain.coach.model import Size, Tokens
from shared.domain.coach.prices import Price, read_prices

TEXTS = ("FULL=0.10/0.40", "QUICK=0.075/0.30")


def test_a_dollar_for_a_million_tokens_is_a_millionth_for_one() -> None:
    prices = read_prices(TEXTS)
    assert prices[Size.FULL].micros(Tokens(1_000_000, 0)) == 100_000
    assert prices[Size.FULL].micros(Tokens(0, 1_000_000)) == 400_000
    assert prices[Size.QUICK].micros(Tokens(1_000, 1_000)) == 375


def test_a_cost_is_rounded_up_so_that_no_question_is_free() -> None:
    assert Price.read("0.10/0.40").micros(Tokens(1, 0)) == 1
    assert Price.read("0/0").micros(Tokens(1, 1)) == 0


@pytest.mark.parametrize(
    "texts",
    [
        ("FULL=0.10/0.40",),
        ("FULL=0.10", "QUICK=1/1"),
        ("FULL=a/b", "QUICK=1/1"),
        ("FULL=-1/1", "QUICK=1/1"),
        ("FULL=NaN/1", "QUICK=1/1"),
        ("HUGE=1/1", *TEXTS),
        (),
    ],
)
def test_prices_that_are_not_whole_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"price|Size"):
        read_prices(texts)
