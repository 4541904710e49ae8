"""Which plates make a load on a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from shared.domain.log.workouts import Load, LoadUnit

BARS = {LoadUnit.KG: Decimal(20), LoadUnit.LB: Decimal(45)}
PLATES = {
    LoadUnit.KG: tuple(map(Decimal, ("25", "20", "15", "10", "5", "2.5", "1.25"))),
    LoadUnit.LB: tuple(map(Decimal, ("45", "35", "25", "10", "5", "2.5"))),
}
"""Of one pair each side takes one. As many as are wanted, the heaviest first."""
HEAVIEST = {LoadUnit.KG: Decimal(600), LoadUnit.LB: Decimal(1_300)}


@dataclass(frozen=True, slots=True)
class Loading:
    """`per_side`: the heaviest first; none is the bare bar."""

    total: Decimal
    bar: Decimal
    unit: LoadUnit
    per_side: tuple[Decimal, ...]


def loadings(wanted: Load, bar: Decimal | None = None) -> tuple[Loading, ...]:
    """The one that makes the load; else the next lighter and the next heavier one; of less than
    the bar the bare bar. The fewest plates; of equally few those that begin with the heaviest.
    None over `HEAVIEST`."""
    unit = wanted.unit
    bar = BARS[unit] if bar is None else bar
    if wanted.value > HEAVIEST[unit]:
        return ()
    if wanted.value <= bar:
        return (Loading(bar, bar, unit, ()),)
    step = 2 * PLATES[unit][-1]
    steps, over = divmod(wanted.value - bar, step)
    counts = [int(steps)] if not over else [int(steps), int(steps) + 1]
    return tuple(_loading(count, bar, unit) for count in counts)


def _loading(steps: int, bar: Decimal, unit: LoadUnit) -> Loading:
    smallest = PLATES[unit][-1]
    sizes = tuple(int(plate / smallest) for plate in PLATES[unit])
    plates = tuple(PLATES[unit][place] for place in _fewest(sizes, steps))
    return Loading(bar + 2 * smallest * steps, bar, unit, plates)


@lru_cache(maxsize=64)
def _fewest(sizes: Sequence[int], wanted: int) -> tuple[int, ...]:
    """Places of the sizes that add up to `wanted`, of which the last is 1: always possible."""
    best: list[tuple[int, ...]] = [()]
    for amount in range(1, wanted + 1):
        ways = ((place, *best[amount - size]) for place, size in enumerate(sizes) if size <= amount)
        best.append(min(ways, key=lambda way: (len(way), tuple(sorted(way)))))
    return tuple(sorted(best[wanted]))
