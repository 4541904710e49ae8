"""Fixes about volume: for each rule the changes that may take a finding away, best first."""

from collections.abc import Callable
from functools import partial
from itertools import product

from shared.domain.linting.findings import (
    AboutEntry,
    AboutMuscle,
    AboutSession,
    Key,
    Patch,
    Rule,
)
from shared.domain.linting.ground import Ground
from shared.domain.linting.steps import (
    add_exercise,
    lower_row,
    lower_to,
    raise_row,
    raise_to,
    step_until,
)
from shared.domain.linting.trial import Trial
from shared.domain.linting.yardstick import PULL, PUSH, SESSION_LIMIT
from shared.domain.muscles import Muscle

Change = Callable[[Trial], None]
GIVING = (Rule.MISSING_MUSCLE, Rule.UNDER_VOLUME, Rule.LOW_FREQUENCY)
"""Rules mended by exercises, of which some may do what others cannot."""


def remedy(ground: Ground, key: Key) -> Patch | None:
    """None when nothing tried takes the finding away without bringing another."""
    preferences = (False, True) if key.rule in GIVING else (False,)
    for change, sparing in product(changes(key), preferences):
        trial = Trial(ground, key, sparing=sparing)
        change(trial)
        if trial.mends():
            return trial.patch()
    return None


def changes(key: Key) -> tuple[Change, ...]:
    match key:
        case AboutMuscle(rule, muscle):
            return BY_MUSCLE[rule](muscle)
        case AboutSession(_, muscle, session):
            return partial(lower_session, muscle, session), partial(move_out, muscle, session)
        case AboutEntry(_, session, entry):
            return tuple(partial(add_working_sets, session, entry, sets) for sets in (3, 2, 1))
        case _:
            return strengthen, weaken


BY_MUSCLE: dict[Rule, Callable[[Muscle], tuple[Change, ...]]] = {
    Rule.MISSING_MUSCLE: lambda muscle: (partial(bring_in, muscle),),
    Rule.UNDER_VOLUME: lambda muscle: (partial(raise_to_minimum, muscle),),
    Rule.OVER_VOLUME: lambda muscle: (partial(lower_to_maximum, muscle),),
    Rule.LOW_FREQUENCY: lambda muscle: (partial(train_twice, muscle), partial(spread, muscle)),
}


def raise_to_minimum(muscle: Muscle, trial: Trial) -> None:
    least = trial.ground.yardstick.least[muscle]
    raise_to(trial, muscle, least, range(len(trial.doses)))


def bring_in(muscle: Muscle, trial: Trial) -> None:
    train_twice(muscle, trial)
    raise_to_minimum(muscle, trial)


def lower_to_maximum(muscle: Muscle, trial: Trial) -> None:
    most = trial.ground.yardstick.most[muscle]
    lower_to(trial, muscle, most, range(len(trial.doses)))


def train_twice(muscle: Muscle, trial: Trial) -> None:
    """A set of the muscle in as many sessions more as it takes."""

    def step() -> bool:
        without = [index for index, dose in enumerate(trial.doses) if not dose.get(muscle)]
        return add_exercise(trial, muscle, without)

    step_until(lambda: not trial.ground.yardstick.is_seldom(trial.doses, muscle), step)


def spread(muscle: Muscle, trial: Trial) -> None:
    """As `train_twice`, with as many sets less where the muscle is trained now."""
    trained = [index for index, dose in enumerate(trial.doses) if dose.get(muscle)]
    for _ in range(trial.ground.yardstick.sessions_for_frequency - len(trained)):
        lower_row(trial, muscle, trained)
    train_twice(muscle, trial)


def lower_session(muscle: Muscle, session: int, trial: Trial) -> None:
    lower_to(trial, muscle, SESSION_LIMIT, (session,))


def move_out(muscle: Muscle, session: int, trial: Trial) -> None:
    """Takes sets out of the session and gives them to the others, so that the week keeps them."""
    lower_session(muscle, session, trial)
    others = [index for index in range(len(trial.doses)) if index != session]
    raise_to(trial, muscle, trial.ground.yardstick.least[muscle], others)


def strengthen(trial: Trial) -> None:
    """More for the side of the upper body that gets less, its weakest muscle first."""
    yardstick, sessions = trial.ground.yardstick, range(len(trial.doses))
    weak = min(PUSH, PULL, key=lambda side: yardstick.mean(trial.doses, side))

    def give() -> bool:
        by_need = sorted(weak, key=lambda muscle: yardstick.weekly_sets(trial.doses, muscle))
        return any(raise_row(trial, muscle, sessions) for muscle in by_need) or any(
            add_exercise(trial, muscle, sessions) for muscle in by_need
        )

    step_until(lambda: not yardstick.balance_keys(trial.doses), give)


def weaken(trial: Trial) -> None:
    """Less for the side that gets more, its strongest muscle first."""
    yardstick, sessions = trial.ground.yardstick, range(len(trial.doses))
    strong = max(PUSH, PULL, key=lambda side: yardstick.mean(trial.doses, side))

    def take() -> bool:
        by_size = sorted(strong, key=lambda muscle: -yardstick.weekly_sets(trial.doses, muscle))
        return any(lower_row(trial, muscle, sessions) for muscle in by_size)

    step_until(lambda: not yardstick.balance_keys(trial.doses), take)


def add_working_sets(session: int, entry: int, sets: int, trial: Trial) -> None:
    _, contributions = trial.ground.exercises[session, entry]
    row = trial.add_row(session, entry, contributions)
    if row is not None:
        trial.move(row, sets - 1)
