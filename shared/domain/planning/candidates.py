"""Which exercises of a catalogue a program may be made of."""

from collections.abc import Iterable

from shared.domain.exercises import QUARTERS_PER_SET, Exercise
from shared.domain.muscles import Muscle
from shared.domain.planning.movements import direct, is_suited, movement, strangeness
from shared.domain.planning.wishes import Wishes

MOST_CANDIDATES = 60
"""Beyond so many a program does not get better, and finding it takes longer."""


def candidates(exercises: Iterable[Exercise], wishes: Wishes) -> tuple[Exercise, ...]:
    """Muscle by muscle the next best exercise that trains it directly, round and round, so that no
    muscle is left with few while another has many. The same for the same catalogue, whatever order
    it comes in."""
    pool = sorted(
        (one for one in exercises if is_suited(one, wishes) and _is_wanted(one, wishes)),
        key=lambda one: (strangeness(one), movement(one) is None, one.name, one.id),
    )
    queues = {muscle: [one for one in pool if muscle in direct(one)] for muscle in Muscle}
    chosen: dict[str, Exercise] = {}
    for turn in range(max(map(len, queues.values()))):
        for queue in queues.values():
            if turn < len(queue) and len(chosen) < MOST_CANDIDATES:
                chosen.setdefault(queue[turn].id, queue[turn])
    return tuple(chosen.values())


def _is_wanted(exercise: Exercise, wishes: Wishes) -> bool:
    """Nothing for a muscle that is to get less than one set."""
    return all(
        wishes.targets[muscle].maximum * QUARTERS_PER_SET >= share
        for muscle, share in exercise.contributions.items()
        if muscle in wishes.targets
    )
