"""Answers that need no model: from what is asked to what is stored, and to sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.coach import exercise_rules, volume_rules
from shared.coach.lookups import Lookups
from shared.domain.access import Caller
from shared.domain.coach import intents
from shared.domain.coach.intents import AskedBody, AskedHelp, AskedNext, AskedPlates
from shared.domain.coach.telling.arithmetic import plates_said
from shared.domain.coach.telling.body import metric_name, trend_said
from shared.domain.coach.telling.items import Item
from shared.domain.coach.telling.programs import (
    NextExercise,
    day_or_today,
    next_items,
    next_said,
)
from shared.domain.coach.telling.said import Said, counted, day_said, unit_of
from shared.domain.errors import NotFound
from shared.domain.log.workouts import Load
from shared.store.next_up import NextUp

HELP = (
    "I answer from your own log and program. Without using up a question I tell the sets a week of "
    "a muscle, your last sets and records in an exercise, what to train next, which plates make a "
    "load, an estimated one-rep max, and where your weight is going. Anything else you may ask in "
    "your own words."
)
_UNKNOWN = "An exercise that is no longer known"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is used of a month's answers. `limit`: None where there is none."""

    used: int
    limit: int | None
    resets_at: datetime


AllowanceOf = Callable[[Caller], Allowance]


def next_workout(lookups: Lookups, caller: Caller, _: AskedNext) -> list[Said]:
    try:
        found = lookups.next_up(caller)
    except NotFound:
        return [Said("You follow no program. Activate one, and I can tell what comes next.")]
    items, exercises = next_told(found)
    when = day_or_today(found.turn.day, found.today)
    session = found.turn.session.name
    said = list(next_said(items, found.program, session, when, exercises))
    if found.turn.going_on is not None:
        said.insert(1, Said("You have begun it already."))
    return said


def next_told(found: NextUp) -> tuple[list[Item], list[NextExercise]]:
    exercises = [
        NextExercise(aim.exercise.name if aim.exercise else _UNKNOWN, aim.entry, aim.target)
        for aim in found.aims
    ]
    session, day = found.turn.session.name, found.turn.day
    return next_items(found.program, session, day, exercises), exercises


def plates(_: Lookups, caller: Caller, asked: AskedPlates) -> list[Said] | None:
    said_units = {one.unit for one in (asked.load, asked.bar) if one and one.unit}
    if len(said_units) > 1:
        return None
    unit = said_units.pop() if said_units else unit_of(caller.units)
    bar = asked.bar.value if asked.bar else None
    return [plates_said(Load(asked.load.value, unit), bar)]


def body(lookups: Lookups, caller: Caller, asked: AskedBody) -> list[Said]:
    points = lookups.points(caller, asked.metric)
    if not points:
        return [Said(f"No {metric_name(asked.metric)} was measured in the last half year.")]
    return [trend_said(asked.metric, points, caller.units)]


def help_said(_: Lookups, __: Caller, ___: AskedHelp) -> list[Said]:
    return [Said(HELP)]


def quota_said(allowance: Allowance) -> list[Said]:
    resets = day_said(allowance.resets_at.date())
    values = {
        "used": allowance.used,
        "limit": allowance.limit,
        "left": None if allowance.limit is None else max(0, allowance.limit - allowance.used),
        "resets_at": str(allowance.resets_at.date()),
    }
    item = Item("quota", f"Answers of this month; it ends on {resets}.", values)
    if allowance.limit is None:
        text = f"Your plan has no monthly limit. {counted(allowance.used, 'answer')} this month."
        return [Said(text, [item])]
    return [
        Said(
            f"{allowance.used} of {allowance.limit} answers of this month are used, "
            f"{values['left']} are left. On {resets} (UTC) counting begins anew.",
            [item],
        )
    ]


RULES: Mapping[type, Callable[[Lookups, Caller, Any], list[Said] | None]] = {
    intents.AskedVolume: volume_rules.volume,
    intents.AskedTarget: volume_rules.target,
    intents.AskedWeek: volume_rules.week,
    intents.AskedLastSets: exercise_rules.last_sets,
    intents.AskedRecords: exercise_rules.records,
    intents.AskedOneRepMax: exercise_rules.one_rep_max,
    intents.AskedEstimate: exercise_rules.estimate,
    AskedNext: next_workout,
    AskedPlates: plates,
    AskedBody: body,
    AskedHelp: help_said,
}
"""By what is asked. None: a rule cannot tell after all."""
