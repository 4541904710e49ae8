"""What each tool looks up for the model, always in the caller's own data."""

from collections.abc import Callable, Mapping

from shared.coach.arguments import Arguments, Unusable
from shared.coach.lookups import Lookups, Planned
from shared.coach.names import meant
from shared.coach.rules import next_told
from shared.domain.access import Caller
from shared.domain.coach.grounding import Told
from shared.domain.coach.plates import BARS, HEAVIEST, loadings
from shared.domain.coach.telling.arithmetic import plates_item
from shared.domain.coach.telling.body import measurement_item, trend_item
from shared.domain.coach.telling.exercises import exercise_item
from shared.domain.coach.telling.items import nothing, told
from shared.domain.coach.telling.programs import program_items
from shared.domain.coach.telling.records import estimate_said, record_item
from shared.domain.coach.telling.said import listed
from shared.domain.coach.telling.training import occasion_item
from shared.domain.coach.telling.volume import planned_items, target_items
from shared.domain.coach.telling.weeks import weeks_told
from shared.domain.coach.toolbox import LONGEST_QUERY, MOST_FOUND, MOST_OCCASIONS, MOST_WEEKS
from shared.domain.errors import NotFound
from shared.domain.exercises import Equipment, Exercise, Standing
from shared.domain.log.workouts import Load, LoadUnit
from shared.domain.muscles import Muscle
from shared.search.exercises import search

Tool = Callable[[Lookups, Caller, Arguments], Told]

_MOST_RECORDS = 8
_MOST_REPS = 100


def program(lookups: Lookups, caller: Caller, sent: Arguments) -> Told:
    found = _planned(lookups, caller, sent)
    return told(program_items(found.program, found.catalogue))


def planned_volume(lookups: Lookups, caller: Caller, sent: Arguments) -> Told:
    found = _planned(lookups, caller, sent)
    return told(planned_items(found.report), program=found.program.plan.name)


def trained_weeks(lookups: Lookups, caller: Caller, sent: Arguments) -> Told:
    weeks = sent.whole("weeks", 1, MOST_WEEKS, usual=2)
    this = lookups.this_week(caller)
    return weeks_told(lookups.trained(caller, this.later(1 - weeks), this))


def targets(_: Lookups, caller: Caller, sent: Arguments) -> Told:
    muscle = sent.one_of("muscle_group", Muscle)
    return told(target_items(caller.volume_targets, [muscle] if muscle else Muscle))


def records(lookups: Lookups, caller: Caller, sent: Arguments) -> Told:
    known = lookups.known(caller)
    text = sent.text("exercise", LONGEST_QUERY)
    names = [one.id for one in _meant(lookups, caller, text)] if text else None
    sheets = lookups.book(caller).sheets
    picked = [one for one in sheets.items() if names is None or one[0] in names]
    picked.sort(key=lambda one: (one[1].latest, one[0]), reverse=True)
    if not picked:
        return nothing("Nothing was logged there yet, so there are no records.")
    items = []
    for exercise_id, sheet in picked[:_MOST_RECORDS]:
        exercise = known.find(exercise_id)
        name = exercise.name if exercise else exercise_id
        items.append(record_item(exercise_id, name, sheet, caller.zones))
    return told(items)


def last_sets(lookups: Lookups, caller: Caller, sent: Arguments) -> Told:
    may_be_meant = _meant(lookups, caller, sent.needed("exercise", LONGEST_QUERY))
    times = sent.whole("times", 1, MOST_OCCASIONS, usual=1)
    exercise, done = lookups.practised(caller, may_be_meant)
    if not done:
        names = listed([one.name for one in may_be_meant], "or")
        return nothing(f"No sets of {names} were ever logged.")
    return told([occasion_item(exercise.name, one, caller.zones) for one in done[:times]])


def next_workout(lookups: Lookups, caller: Caller, _: Arguments) -> Told:
    items, _exercises = next_told(lookups.next_up(caller))
    return told(items)


def measurements(lookups: Lookups, caller: Caller, sent: Arguments) -> Told:
    metric = sent.text("metric", 64)
    if metric:
        points = lookups.points(caller, metric)
        if not points:
            return nothing(f"{metric} was not measured in the last half year.")
        return told([trend_item(metric, points)])
    rows = lookups.measurements.measured(caller.user_id, limit=1)
    if not rows:
        return nothing("Nothing was ever measured.")
    day = caller.zones.local(rows[0].value.measured_at).date()
    return told([measurement_item(rows[0].value, day, caller.sex, caller.height_cm)])


def exercises(lookups: Lookups, caller: Caller, sent: Arguments) -> Told:
    query = sent.text("query", LONGEST_QUERY)
    muscle = sent.one_of("muscle_group", Muscle)
    equipment = sent.one_of("equipment", Equipment)
    known = lookups.known(caller)
    found = search(known, query) if query else _by_muscle(list(known), muscle)
    picked = [
        one
        for one in found
        if one.standing is Standing.ACTIVE
        and (muscle is None or muscle in one.contributions)
        and (equipment is None or one.equipment is equipment)
    ]
    if not picked:
        return nothing("The catalogue has no such exercise.")
    return told([exercise_item(one) for one in picked[:MOST_FOUND]])


def plates(_: Lookups, __: Caller, sent: Arguments) -> Told:
    load = _load(sent)
    bar = sent.amount("bar", float(HEAVIEST[load.unit])) or BARS[load.unit]
    found = loadings(load, bar)
    return told([plates_item(load, found)]) if found else nothing("No bar takes so much.")


def one_rep_max(_: Lookups, caller: Caller, sent: Arguments) -> Told:
    said = estimate_said(_load(sent), sent.whole("reps", 1, _MOST_REPS), caller.units)
    return told(list(said.items), said=said.text)


TOOLS: Mapping[str, Tool] = {
    "get_program": program,
    "get_planned_volume": planned_volume,
    "get_trained_weeks": trained_weeks,
    "get_targets": targets,
    "get_records": records,
    "get_last_sets": last_sets,
    "get_next_workout": next_workout,
    "get_measurements": measurements,
    "search_exercises": exercises,
    "calculate_plates": plates,
    "estimate_one_rep_max": one_rep_max,
}


def _planned(lookups: Lookups, caller: Caller, sent: Arguments) -> Planned:
    found = lookups.planned(caller, sent.id("program_id"))
    if found is None:
        raise NotFound("No program is being followed.")
    return found


def _meant(lookups: Lookups, caller: Caller, text: str) -> list[Exercise]:
    found = list(meant(lookups.known(caller), text))
    if not found:
        raise NotFound("The catalogue has no exercise of that name.")
    return found


def _by_muscle(known: list[Exercise], muscle: Muscle | None) -> list[Exercise]:
    if muscle is None:
        raise Unusable("Send a query, a muscle_group, or both.")
    return sorted(known, key=lambda one: (-one.contributions.get(muscle, 0), one.name))


def _load(sent: Arguments) -> Load:
    unit = sent.one_of("unit", LoadUnit)
    value = sent.amount("load", float(HEAVIEST[LoadUnit.LB]))
    if unit is None or value is None:
        raise Unusable("Send load and unit.")
    return Load(value, unit)
