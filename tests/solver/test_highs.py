"""The solver, on programs small enough to be solved by looking."""

import threading
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.errors import Unavailable
from shared.domain.planning.model import Model, Outcome, Solution
from shared.solver.highs import Highs

Knapsack = tuple[list[tuple[int, int]], int]


def knapsack(items: list[tuple[int, int]], room: int) -> Model:
    model = Model(gap=0.0)
    taken = [model.choose(0, 1, -worth) for worth, _ in items]
    model.hold(dict(zip(taken, (size for _, size in items), strict=True)), upper=room)
    return model


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 20)), min_size=1, max_size=8))
def test_the_best_choice_is_found(items: list[tuple[int, int]]) -> None:
    solution = Highs().solve(knapsack(items, 25), 3)
    worth = sum(items[place][0] for place in range(len(items)) if solution.whole(place))
    assert worth == max(
        sum(one[0] for one, taken in zip(items, choice, strict=True) if taken)
        for choice in product((0, 1), repeat=len(items))
        if sum(one[1] for one, taken in zip(items, choice, strict=True) if taken) <= 25
    )


def test_what_cannot_be_is_proven_and_what_is_whole_stays_whole_unless_relaxed() -> None:
    model = Model()
    half = model.choose(0, 1, 1)
    model.hold({half: 2}, lower=1, upper=1)
    assert Highs().solve(model, 3).outcome is Outcome.INFEASIBLE
    assert Highs().solve(model, 3, relaxed=True).values == (0.5,)
    model.hold({}, lower=1)
    assert Highs().solve(model, 3, relaxed=True) == Solution(Outcome.INFEASIBLE, ())


def test_without_time_nothing_is_decided() -> None:
    model = Model()
    # A market to be split: long to decide, whatever is seen at first sight.
    many = [model.choose(0, 1, 1) for _ in range(40)]
    for shift in range(4):
        terms = {one: (place * 7919 + shift * 1291) % 97 + 1 for place, one in enumerate(many)}
        half = sum(terms.values()) // 2
        model.hold(terms, lower=half, upper=half)
    assert Highs().solve(model, 0.0) == Solution(Outcome.UNDECIDED, ())
    with pytest.raises(Unavailable):
        Highs(until=0.0).solve(model, 3)


def test_threads_solve_beside_each_other_and_find_the_same() -> None:
    items = [(place * 13 % 29 + 1, place * 7 % 19 + 1) for place in range(40)]
    found: list[Solution] = []
    threads = [
        threading.Thread(target=lambda: found.append(Highs().solve(knapsack(items, 90), 3)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
