"""Wishes that cannot all be met: which clash, and what would do."""

from fractions import Fraction
from typing import Any

import pytest

from shared.domain.catalogue import Catalogue
from shared.domain.errors import Infeasible, Unavailable
from shared.domain.exercises import Equipment
from shared.domain.muscles import Muscle
from shared.domain.planning.conflicts import conflicts_in
from shared.domain.planning.generation import generate
from shared.domain.planning.model import Model, Outcome, Solution
from shared.domain.planning.splits import splits_for
from shared.domain.planning.wishes import Wish, Wishes
from shared.domain.targets import VolumeTarget
from tests.domain.planning.making import CURATED, LIGHT, SOLVER, wishing

DUMBBELLS = frozenset({Equipment.DUMBBELL, Equipment.BODYWEIGHT})


def conflicts(
    wishes: Wishes, solver: Any = SOLVER, catalogue: Catalogue = CURATED, message: str = "cannot"
) -> Any:
    with pytest.raises(Infeasible, match=message) as refused:
        generate(wishes, catalogue, solver)
    return {one["wish"]: one for one in refused.value.details["conflicts"]}  # type: ignore[attr-defined]


def test_too_little_time_clashes_with_days_and_targets_and_it_is_said_what_would_do() -> None:
    found = conflicts(wishing(3, minutes=60))
    assert list(found) == ["days", "minutes_per_session", "volume_targets"]
    assert found["volume_targets"]["muscles"]
    assert found["days"]["would_do"] == 4
    assert 60 < found["minutes_per_session"]["would_do"] <= 90


def test_equipment_that_cannot_reach_a_muscle_is_named_with_the_muscle() -> None:
    found = conflicts(wishing(5, equipment=frozenset({Equipment.BODYWEIGHT}), minutes=75))
    assert list(found) == ["equipment", "volume_targets"]
    assert "SIDE_DELTS" in found["volume_targets"]["muscles"]


def test_a_focus_can_be_what_is_too_much() -> None:
    focus = frozenset(list(Muscle)[:6])
    found = conflicts(wishing(1, minutes=45, focus=focus, targets=LIGHT))
    assert list(found) == ["days", "minutes_per_session", "focus", "volume_targets"]


def test_a_target_that_no_number_of_sets_meets_is_named_alone() -> None:
    between = VolumeTarget(Fraction(10, 3), Fraction(10, 3))
    found = conflicts(wishing(3, targets=LIGHT | {Muscle.CHEST: between}))
    assert found["volume_targets"]["muscles"] == ["CHEST"]


def test_where_no_wish_alone_is_to_blame_all_are_named() -> None:
    nothing = Catalogue.of({}, 1)
    wishes = wishing(
        3,
        minutes=60,
        equipment=frozenset({Equipment.OTHER}),
        focus=frozenset({Muscle.CHEST}),
    )
    found = conflicts(wishes, catalogue=nothing)
    assert list(found) == ["days", "minutes_per_session", "equipment", "focus", "volume_targets"]
    assert "would_do" not in found["days"]
    assert list(conflicts(wishing(3), catalogue=nothing)) == ["days", "volume_targets"]


class HalfHearted:
    """Says of everything that it may be, and of all but long sessions that it is not."""

    def __init__(self, least_minutes: int) -> None:
        self.least_minutes = least_minutes

    def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
        longest = max(row.upper or 0 for row in model.constraints)
        found = relaxed or longest >= 60 * self.least_minutes
        return Solution(Outcome.SOLVED if found else Outcome.INFEASIBLE, ())


def test_minutes_that_are_nearly_enough_are_passed_in_longer_and_longer_steps() -> None:
    found = conflicts(wishing(7, minutes=62), HalfHearted(100))
    assert found["minutes_per_session"]["would_do"] == 135
    found = conflicts(wishing(7, minutes=62), HalfHearted(235))
    assert found["minutes_per_session"]["would_do"] == 240
    assert (
        "would_do"
        not in conflicts(wishing(7, minutes=230), HalfHearted(999))["minutes_per_session"]
    )


class Slow:
    """Runs out of time, but for what cannot be even when nothing needs to be whole."""

    def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
        solution = SOLVER.solve(model, seconds, relaxed=True)
        is_over = relaxed or solution.outcome is Outcome.INFEASIBLE
        return solution if is_over else Solution(Outcome.UNDECIDED, ())


def test_what_could_not_be_decided_is_no_conflict() -> None:
    focused = wishing(6, minutes=230, equipment=DUMBBELLS, focus=frozenset({Muscle.CHEST}))
    assert conflicts_in(focused, CURATED, Slow()) == ()


def test_where_no_wish_alone_is_enough_those_are_named_of_which_it_is_proven() -> None:
    nothing = wishing(5, minutes=225, equipment=frozenset({Equipment.OTHER}))
    found = conflicts_in(nothing, CURATED, Slow())
    assert [one.wish for one in found] == [Wish.DAYS, Wish.MINUTES, Wish.TARGETS]
    assert not any(one.is_enough or one.would_do for one in found)


class Late(Slow):
    """Runs out of time for the first tries, and for nothing after them."""

    left = 1

    def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
        if self.left:
            self.left -= 1
            return super().solve(model, seconds, relaxed=relaxed)
        return SOLVER.solve(model, seconds, relaxed=relaxed)


def test_where_none_was_found_in_time_it_is_told_so_with_what_makes_one() -> None:
    late = Late()
    late.left = len([*splits_for(wishing(3).structure)])
    found = conflicts(wishing(3, minutes=120), late, message="was found")
    assert found["days"]["would_do"] == 4


def test_wishes_of_which_nothing_is_known_in_time_are_not_called_impossible() -> None:
    with pytest.raises(Unavailable, match="in time"):
        generate(wishing(4), CURATED, Slow())
