"""How findings are put into words, and how grave they are."""

from shared.domain.figures import PER_SESSION, in_sets, shown
from shared.domain.linting.findings import (
    AboutEntry,
    AboutMuscle,
    AboutPlan,
    AboutSession,
    Key,
    Rule,
    Severity,
)
from shared.domain.linting.ground import Ground
from shared.domain.linting.layout import EASY_RIR
from shared.domain.linting.yardstick import PULL, PUSH
from shared.domain.targets import Verdict

GRAVE = {
    Rule.MISSING_MUSCLE,
    Rule.UNDER_VOLUME,
    Rule.SESSION_OVERLOAD,
    Rule.PUSH_PULL_IMBALANCE,
}


def severity(ground: Ground, key: Key) -> Severity:
    match key:
        case AboutMuscle(Rule.OVER_VOLUME, muscle):
            sets = ground.yardstick.weekly_sets(ground.doses, muscle)
            is_grave = ground.yardstick.target(muscle).verdict(sets) is Verdict.EXCESSIVE
        case AboutEntry(Rule.NO_PROGRESSION, session, entry):
            is_grave = not ground.plan.sessions[session].exercises[entry].hard_sets
        case _:
            is_grave = key.rule in GRAVE
    return Severity.WARNING if is_grave else Severity.INFO


def message(ground: Ground, key: Key) -> str:
    match key:
        case AboutMuscle():
            return f"{key.muscle.label}: {_about_muscle(ground, key)}"
        case AboutSession(_, muscle, session):
            sets = in_sets(PER_SESSION[ground.doses[session][muscle]])
            name = ground.plan.sessions[session].name
            return f"{muscle.label}: {sets} in one session ({name}), over 10."
        case AboutEntry(_, session, entry):
            exercise, _ = ground.exercises[session, entry]
            return f"{exercise} ({ground.plan.sessions[session].name}): {_about_entry(ground, key)}"
        case AboutPlan(Rule.PUSH_PULL_IMBALANCE):
            push, pull = (
                in_sets(ground.yardstick.mean(ground.doses, side)) for side in (PUSH, PULL)
            )
            return f"Pushing muscles get {push} a week on average, pulling muscles {pull}."
        case _:
            days = shown(ground.plan.structure.training_days_per_week)
            return (
                f"{len(ground.plan.sessions)} sessions for {days} training days a week: "
                "each comes round less than once a week."
            )


def _about_muscle(ground: Ground, key: AboutMuscle) -> str:
    yardstick = ground.yardstick
    target = yardstick.target(key.muscle)
    if key.rule is Rule.MISSING_MUSCLE:
        return "no session trains this muscle."
    if key.rule is Rule.LOW_FREQUENCY:
        often = yardstick.frequency(ground.doses, key.muscle)
        times = "once" if often == 1 else f"{shown(often)} times"
        return f"trained {times} a week, under 2."
    sets = in_sets(yardstick.weekly_sets(ground.doses, key.muscle))
    if key.rule is Rule.UNDER_VOLUME:
        return f"{sets} a week, under the minimum of {shown(target.minimum)}."
    return f"{sets} a week, over the maximum of {shown(target.maximum)}."


def _about_entry(ground: Ground, key: AboutEntry) -> str:
    if key.rule is Rule.HIGH_RIR:
        return f"sets that stop {EASY_RIR} or more reps before failure grow little."
    if ground.plan.sessions[key.session].exercises[key.entry].hard_sets:
        return "no range of reps, AMRAP or percentage to progress by."
    return "nothing but warm-ups and drop sets, which count for no muscle."
