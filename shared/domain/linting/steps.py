"""Single steps of a fix: one set more or one set less for a muscle, and nothing made worse."""

from collections.abc import Callable, Sequence

from shared.domain.bounds import MAX_COUNT, MAX_ROWS
from shared.domain.exercises import QUARTERS_PER_SET
from shared.domain.linting.ground import Row
from shared.domain.linting.trial import Trial
from shared.domain.linting.yardstick import SESSION_LIMIT, quarters
from shared.domain.muscles import Muscle

MAX_STEPS = 40
"""A fix that changes more sets than this is a new program, not a suggestion."""
CHOICES = 6
"""How many rows or exercises are tried for one step."""
ENOUGH_SETS = 5
"""Of one exercise in one session, before another exercise is the better advice."""
REGIONS = (
    (Muscle.GLUTES, Muscle.QUADS, Muscle.HAMSTRINGS, Muscle.ADDUCTORS, Muscle.CALVES),
    (Muscle.CHEST, Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.TRICEPS),
    (
        Muscle.LATS,
        Muscle.TRAPS,
        Muscle.RHOMBOIDS,
        Muscle.REAR_DELTS,
        Muscle.ELBOW_FLEXORS,
        Muscle.FOREARMS,
    ),
)


def step_until(done: Callable[[], bool], step: Callable[[], bool]) -> None:
    """Steps until done, or until there is no step left to take."""
    for _ in range(MAX_STEPS):
        if done() or not step():
            return


def raise_to(trial: Trial, muscle: Muscle, least: int, sessions: Sequence[int]) -> None:
    """Adds sets in the sessions until the plan gives the muscle so many quarters."""
    room = sum([max(0, SESSION_LIMIT - trial.doses[index].get(muscle, 0)) for index in sessions])
    if least - quarters(trial.doses, muscle) <= min(room, MAX_STEPS * QUARTERS_PER_SET):
        step_until(
            lambda: quarters(trial.doses, muscle) >= least,
            lambda: raise_by_one(trial, muscle, sessions),
        )


def lower_to(trial: Trial, muscle: Muscle, most: int, sessions: Sequence[int]) -> None:
    """Takes sets away until the sessions give the muscle no more than so many quarters."""
    doses = [trial.doses[index] for index in sessions]
    if quarters(doses, muscle) - most <= MAX_STEPS * QUARTERS_PER_SET:
        step_until(
            lambda: quarters(doses, muscle) <= most,
            lambda: lower_row(trial, muscle, sessions),
        )


def raise_by_one(trial: Trial, muscle: Muscle, sessions: Sequence[int]) -> bool:
    """One more set in one of the sessions, on an exercise that trains the muscle directly; a new
    exercise where a seldom trained muscle is not trained yet, or when those there have enough
    sets."""
    seldom = trial.ground.yardstick.is_seldom(trial.doses, muscle)
    without = [index for index in sessions if seldom and not trial.doses[index].get(muscle)]
    return (
        add_exercise(trial, muscle, without)
        or raise_row(trial, muscle, sessions, most=ENOUGH_SETS)
        or add_exercise(trial, muscle, sessions)
        or raise_row(trial, muscle, sessions)
    )


def raise_row(
    trial: Trial, muscle: Muscle, sessions: Sequence[int], most: int = MAX_ROWS * MAX_COUNT
) -> bool:
    """Where the muscle gets least in one session; there, on the row with the fewest sets, and on
    one that is no peak: nobody tops a top set. The exercise ends with no more than `most` sets."""
    rows = [
        row
        for row in (*trial.ground.rows[muscle], *trial.added)
        if row.session in sessions
        and row.contributions.get(muscle) == QUARTERS_PER_SET
        and trial.doses[row.session][muscle] + QUARTERS_PER_SET <= SESSION_LIMIT
        and not row.is_peak
        and trial.sets_of(row) < most
    ]
    rows.sort(key=lambda row: (trial.doses[row.session][muscle], trial.count(row), row.spread))
    return any(_moved(trial, row, 1, muscle) for row in rows[:CHOICES])


def lower_row(trial: Trial, muscle: Muscle, sessions: Sequence[int]) -> bool:
    """On what trains the muscle most, where it gets most in one session, on its later rows; but on
    the exercise a session opens with late, and taking a row of one set away later still. What
    progress is measured by goes last of all."""
    rows = [
        row for row in trial.ground.rows[muscle] if row.session in sessions and trial.can_lose(row)
    ]
    rows.sort(
        key=lambda row: (
            row.is_peak,
            trial.count(row) == 1,
            -row.contributions[muscle],
            row.entry == 0,
            -trial.doses[row.session][muscle],
            -trial.count(row),
            row.spread,
            -row.row,
        )
    )
    return any(_moved(trial, row, -1, muscle) for row in rows[:CHOICES])


def add_exercise(trial: Trial, muscle: Muscle, sessions: Sequence[int]) -> bool:
    """A new exercise that trains the muscle directly, in a session that does not train it yet, or
    else in one that does: two sets of it, or one where two are too many."""
    return any(
        _added(trial, session, muscle) for session in by_fit(trial, muscle, sessions)[:CHOICES]
    )


def by_fit(trial: Trial, muscle: Muscle, sessions: Sequence[int]) -> list[int]:
    """While the muscle is seldom trained, sessions without it first, else those with it; among
    them those that train its region, then those that give it least, then the shorter ones."""
    seldom = trial.ground.yardstick.is_seldom(trial.doses, muscle)
    region = next((region for region in REGIONS if muscle in region), ())

    def fit(session: int) -> tuple[bool, bool, int, int, int]:
        dose = trial.doses[session]
        own = dose.get(muscle, 0)
        belongs = any(dose.get(other, 0) >= QUARTERS_PER_SET for other in region)
        return bool(own) == seldom, not belongs, own, sum(dose.values()), session

    return sorted(sessions, key=fit)


def _added(trial: Trial, session: int, muscle: Muscle) -> bool:
    for exercise in trial.ground.candidates(muscle, sparing=trial.sparing)[:CHOICES]:
        row = trial.add_entry(session, exercise)
        if row is not None:
            if trial.is_harmless(muscle):
                _moved(trial, row, 1, muscle)
                return True
            trial.drop_entry(row)
    return False


def _moved(trial: Trial, row: Row, sets: int, muscle: Muscle) -> bool:
    trial.move(row, sets)
    if trial.is_harmless(muscle):
        return True
    trial.move(row, -sets)
    return False
