"""Rules about an exercise: its last sets, its records, and the most that could be lifted once."""

import re
from collections.abc import Iterator, Sequence

from shared.coach.lookups import Lookups
from shared.coach.names import meant
from shared.domain.access import Caller
from shared.domain.coach.intents import (
    AskedEstimate,
    AskedLastSets,
    AskedOneRepMax,
    AskedRecords,
)
from shared.domain.coach.telling.records import (
    estimate_said,
    one_rep_max_said,
    record_item,
    records_said,
)
from shared.domain.coach.telling.said import Said, listed, unit_of
from shared.domain.coach.telling.training import occasion_said
from shared.domain.exercises import Exercise, LoadMode
from shared.domain.log.record_book import RecordBook, Sheet
from shared.domain.log.workouts import Load

_MOST_LATEST = 5
_NOT_THERE = "You have logged no sets of {} yet."
_BY_NAME = "If you mean another exercise, ask by its full name."


def last_sets(lookups: Lookups, caller: Caller, asked: AskedLastSets) -> list[Said] | None:
    exercises = meant(lookups.known(caller), asked.exercise)
    if not exercises:
        return None
    exercise, done = lookups.practised(caller, exercises)
    if not done:
        return _not_there(asked.exercise, exercises)
    today = caller.zones.local(lookups.now()).date()
    return [occasion_said(exercise.name, exercise.load_mode, done[0], caller.zones, today)]


def records(lookups: Lookups, caller: Caller, asked: AskedRecords) -> list[Said] | None:
    book = lookups.book(caller)
    if not asked.exercise:
        return list(_latest(lookups, caller, book))
    exercises = meant(lookups.known(caller), asked.exercise)
    if not exercises:
        return None
    exercise, sheet = _sheet(book, exercises)
    if sheet is None:
        return _not_there(asked.exercise, exercises)
    return [_records_said(caller, exercise.id, exercise.name, sheet)]


def one_rep_max(lookups: Lookups, caller: Caller, asked: AskedOneRepMax) -> list[Said] | None:
    exercises = meant(lookups.known(caller), asked.exercise)
    if not exercises:
        return None
    exercise, sheet = _sheet(lookups.book(caller), exercises)
    if sheet is None:
        return _not_there(asked.exercise, exercises)
    item = record_item(exercise.id, exercise.name, sheet, caller.zones)
    said = one_rep_max_said(exercise.name, sheet, item, caller.units, caller.zones)
    return [said or Said(f"No set of {exercise.name} in your log tells a one-rep max.")]


def estimate(lookups: Lookups, caller: Caller, asked: AskedEstimate) -> list[Said] | None:
    if asked.exercise:
        exercises = meant(lookups.known(caller), asked.exercise)
        # Of a body or of help nobody said how much they weigh.
        if not exercises or exercises[0].load_mode is not LoadMode.EXTERNAL:
            return None
    load = Load(asked.load.value, asked.load.unit or unit_of(caller.units))
    return [estimate_said(load, asked.reps, caller.units)]


def _not_there(typed: str, may_be_meant: Sequence[Exercise]) -> list[Said]:
    """None of those that may be meant is in the log. Less than a name may be any other, too."""
    names = [exercise.name for exercise in may_be_meant]
    said = Said(_NOT_THERE.format(listed(names, "or")))
    is_name = _words(typed) == _words(names[0])
    return [said] if is_name else [said, Said(_BY_NAME)]


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.lower())


def _latest(lookups: Lookups, caller: Caller, book: RecordBook) -> Iterator[Said]:
    known = lookups.known(caller)
    newest = sorted(book.sheets.items(), key=lambda one: (one[1].latest, one[0]), reverse=True)
    if not newest:
        yield Said("You have no records yet: log a workout first.")
        return
    yield Said("Your latest records:")
    for exercise_id, sheet in newest[:_MOST_LATEST]:
        exercise = known.find(exercise_id)
        name = exercise.name if exercise else "An exercise that is no longer known"
        said = _records_said(caller, exercise_id, name, sheet)
        yield said._replace(text=f"- {said.text}")


def _records_said(caller: Caller, exercise_id: str, name: str, sheet: Sheet) -> Said:
    item = record_item(exercise_id, name, sheet, caller.zones)
    return records_said(name, sheet, item, caller.units, caller.zones)


def _sheet(book: RecordBook, may_be_meant: Sequence[Exercise]) -> tuple[Exercise, Sheet | None]:
    """Of the exercises that may be meant the first that has records."""
    for exercise in may_be_meant:
        if exercise.id in book.sheets:
            return exercise, book.sheets[exercise.id]
    return may_be_meant[0], None
