"""Solving in turns."""

import threading

import pytest

from shared.domain.errors import Unavailable
from shared.domain.planning.model import Model, Outcome
from shared.solver.turns import Turns


def a_choice() -> Model:
    model = Model()
    model.hold({model.choose(0, 9, -1): 2, model.choose(0, 9, -1): 3}, upper=11)
    return model


def test_one_waits_for_the_other_and_solves_then() -> None:
    turns = Turns(free=threading.BoundedSemaphore(1))
    order: list[str] = []

    def second() -> None:
        with turns.taken() as solver:
            order.append(solver.solve(a_choice(), 1).outcome)

    with turns.taken():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.05)
        order.append("first")
    waiting.join()
    assert order == ["first", Outcome.SOLVED]


def test_who_waits_too_long_is_told_to_come_again_and_a_turn_that_failed_is_over() -> None:
    turns = Turns(patience_seconds=0.01, free=threading.BoundedSemaphore(1))
    with turns.taken(), pytest.raises(Unavailable), turns.taken():
        pass
    with pytest.raises(ZeroDivisionError), turns.taken():
        raise ZeroDivisionError
    with turns.taken():
        pass


def test_a_turn_has_an_end() -> None:
    with Turns(working_seconds=0.0).taken() as solver, pytest.raises(Unavailable):
        solver.solve(a_choice(), 1)
