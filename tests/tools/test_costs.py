"""The page about costs says what is computed."""

import pytest

from tools import costs
from tools.manifest import ROOT


def test_the_page_says_what_is_computed() -> None:
    assert costs.table(costs.month()) in (ROOT / "docs/costs.md").read_text()


def test_twice_the_subscriptions_cost_twice_but_for_what_runs_anyway() -> None:
    once, twice = (
        {line.what: line.money for line in costs.month(number)} for number in (1_000, 2_000)
    )
    for what, money in once.items():
        factor = 1 if "warm" in what else 2
        # Asking hourly has a part that does not grow.
        assert twice[what] == pytest.approx(money * factor, rel=0.07)


def test_every_event_of_a_month_has_a_price() -> None:
    assert costs.MONTH.keys() == costs.EVENTS.keys()
    known = {name for name in costs.PRICES if name != "noted"}
    assert all(costs.PRICES[name] > 0 for name in known)
