"""The fewest changes to a plan after which its muscles are in their ranges, as an integer program.

What may change: counts of rows, exercises taken out, exercises put in. A range that cannot be
reached gives way, at a price above that of any change, so that there always is an answer.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.domain.bounds import MAX_COUNT, MAX_ENTRIES
from shared.domain.exercises import Exercise
from shared.domain.linting.ground import Ground, Row
from shared.domain.linting.yardstick import PULL, PUSH, SESSION_LIMIT, quarters
from shared.domain.muscles import Muscle
from shared.domain.planning.insertions import insertions
from shared.domain.planning.model import Model

GAP = 0.05
"""Less than one change more than the fewest, up to some sixteen changes."""
ENOUGH_SETS = 6
"""Of one exercise in one session, before another exercise is the better advice."""
LEAST_LEFT = 2
"""Of a row that is lowered."""
NEW_SETS = (2, 5)
"""Of an exercise that is put in."""
MOST_SESSION_SETS = 36
"""Hard sets, beyond which a session is not made longer."""

SET_COST = 1
CHANGE_COST = 40
"""For a row whose count changes. Of a top set, or one of as many reps as possible, for three."""
PEAK_COST = 120
TAKEN_OUT_COST = 60
OUT_OF_RANGE_COST = 400
"""For a quarter of a set."""
OVERLOAD_COST = 200
ONE_SIDED_COST = 30


class Counted(NamedTuple):
    """A row that stays, with so many sets more and so many less."""

    row: Row
    more: int
    less: int


class PutIn(NamedTuple):
    session: int
    exercise: Exercise
    sets: int
    used: int


@dataclass(slots=True)
class Rebalancing:
    ground: Ground
    model: Model = field(default_factory=lambda: Model(gap=GAP))
    counted: list[Counted] = field(default_factory=list)
    taken_out: dict[tuple[int, int], int] = field(default_factory=dict)
    """For an exercise of a session, the variable for whether it goes."""
    put_in: list[PutIn] = field(default_factory=list)

    def changes(self, *muscles: Muscle, session: int | None = None) -> Counter[int]:
        """By how many quarters of a set each variable changes what the muscles get."""
        terms: Counter[int] = Counter()
        for row, more, less in self.counted:
            share = sum(row.contributions.get(muscle, 0) for muscle in muscles)
            if share and session in (None, row.session):
                terms[more] += share
                terms[less] -= share
                terms[self.taken_out[row.session, row.entry]] -= share * row.count
        for index, exercise, sets, _ in self.put_in:
            share = sum(exercise.contributions.get(muscle, 0) for muscle in muscles)
            if share and session in (None, index):
                terms[sets] += share
        return terms


def rebalancing(ground: Ground) -> Rebalancing:
    asked = Rebalancing(ground)
    for index in range(len(ground.plan.sessions)):
        _let_go(asked, index)
    for place, rows in ground.entries.items():
        for row in rows:
            _let_change(asked, row, sum(one.count for one in ground.entries[place]))
    for index in range(len(ground.plan.sessions)):
        _let_in(asked, index)
        _hold_length(asked, index)
    for muscle in Muscle:
        _hold_range(asked, muscle)
        for index in range(len(ground.plan.sessions)):
            _hold_load(asked, muscle, index)
    _hold_balance(asked)
    return asked


def _let_go(asked: Rebalancing, index: int) -> None:
    """Any exercise but the one a session opens with, and those that progress is measured by."""
    for place, rows in asked.ground.entries.items():
        if place[0] == index:
            may_go = place[1] > 0 and not any(row.is_peak for row in rows)
            asked.taken_out[place] = asked.model.choose(0, int(may_go), TAKEN_OUT_COST)


def _let_change(asked: Rebalancing, row: Row, sets: int) -> None:
    model = asked.model
    room = 0 if row.is_peak else max(0, min(MAX_COUNT - row.count, ENOUGH_SETS - sets))
    spare = max(0, row.count - LEAST_LEFT)
    more, less = model.choose(0, room, SET_COST), model.choose(0, spare, SET_COST)
    changed = model.choose(0, 1, PEAK_COST if row.is_peak else CHANGE_COST)
    out = asked.taken_out[row.session, row.entry]
    model.hold({more: 1, less: 1, changed: -MAX_COUNT}, upper=0)
    model.hold({changed: 1, out: 1}, upper=1)
    asked.counted.append(Counted(row, more, less))


def _let_in(asked: Rebalancing, index: int) -> None:
    ground, model = asked.ground, asked.model
    entries = ground.plan.sessions[index].exercises
    known = {entry.exercise_id for entry in entries}
    least, most = NEW_SETS
    for exercise, cost in insertions(ground, index):
        if exercise.id not in known:
            sets = model.choose(0, most, SET_COST)
            used = model.choose(0, 1, cost)
            model.hold({sets: 1, used: -least}, lower=0)
            model.hold({sets: 1, used: -most}, upper=0)
            asked.put_in.append(PutIn(index, exercise, sets, used))
    here = {one.used: 1 for one in asked.put_in if one.session == index}
    model.hold(here, upper=MAX_ENTRIES - len(entries))


def _hold_length(asked: Rebalancing, index: int) -> None:
    terms: Counter[int] = Counter()
    now = 0
    for row, more, less in asked.counted:
        if row.session == index:
            now += row.count
            terms.update({more: 1, less: -1})
            terms[asked.taken_out[row.session, row.entry]] -= row.count
    terms.update({one.sets: 1 for one in asked.put_in if one.session == index})
    asked.model.hold(terms, upper=max(now, MOST_SESSION_SETS) - now)


def _hold_range(asked: Rebalancing, muscle: Muscle) -> None:
    """No muscle gets farther from its range than it is now, whatever another one gains by it."""
    model, yardstick = asked.model, asked.ground.yardstick
    least, most = yardstick.least[muscle], yardstick.most[muscle]
    now = quarters(asked.ground.doses, muscle)
    terms = asked.changes(muscle)
    short = model.choose(0, max(0, least - now), OUT_OF_RANGE_COST, is_whole=False)
    model.hold({**terms, short: 1}, lower=least - now)
    over = model.choose(0, max(0, now - most), OUT_OF_RANGE_COST, is_whole=False)
    model.hold({**terms, over: -1}, upper=most - now)


def _hold_load(asked: Rebalancing, muscle: Muscle, index: int) -> None:
    """No more of a muscle in one session than is worth it, or no more than now."""
    model, now = asked.model, asked.ground.doses[index].get(muscle, 0)
    over = model.choose(0, max(0, now - SESSION_LIMIT), OVERLOAD_COST, is_whole=False)
    terms = asked.changes(muscle, session=index)
    model.hold({**terms, over: -1}, upper=SESSION_LIMIT - now)


def _hold_balance(asked: Rebalancing) -> None:
    """No side of the upper body far behind the other, or no farther than now."""
    doses = asked.ground.doses
    for strong, weak in ((PUSH, PULL), (PULL, PUSH)):
        # A mean of the strong side of at most one and a half of that of the weak one.
        heavy, light = 2 * len(weak), 3 * len(strong)
        now = heavy * quarters(doses, *strong) - light * quarters(doses, *weak)
        terms = Counter({one: heavy * share for one, share in asked.changes(*strong).items()})
        for one, share in asked.changes(*weak).items():
            terms[one] -= light * share
        over = asked.model.choose(0, max(0, now), ONE_SIDED_COST, is_whole=False)
        asked.model.hold({**terms, over: -1}, upper=-now)
