"""The log as the text of a file, piece by piece."""

from collections.abc import Iterator, Mapping
from itertools import chain

from shared.domain.exports import as_csv, as_json
from shared.domain.exports.asked import Export, ExportKind
from shared.domain.log.coding import measurement_plain, workout_plain
from shared.domain.log.events import EntityKind
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Workout
from shared.store.exports import FirestoreExports, Held


def written(
    exports: FirestoreExports, owner: str, export: Export, names: Mapping[str, str]
) -> Iterator[str]:
    """`names`: of exercises by id."""
    everything = chain.from_iterable(exports.held(owner, kind, export) for kind in EntityKind)
    if export.kind is ExportKind.LOG_CSV:
        # By this a spreadsheet knows that it is UTF-8.
        yield "\ufeff" + as_csv.header_line()
        yield from (_rows(held.value, names) for held in everything)
        return
    yield as_json.OPENING
    for place, held in enumerate(everything):
        yield (as_json.BETWEEN if place else "") + _entry(held, names)
    yield as_json.CLOSING


def _rows(value: Workout | Measurement, names: Mapping[str, str]) -> str:
    if isinstance(value, Workout):
        return as_csv.workout_lines(value, names)
    return as_csv.measurement_lines(value)


def _entry(held: Held, names: Mapping[str, str]) -> str:
    value, used = held.value, dict[str, str]()
    if isinstance(value, Workout):
        state = workout_plain(value)
        used = {one: names[one] for one in value.exercise_ids if one in names}
    else:
        state = measurement_plain(value)
    entries = (line.entry for line in held.ledger().lines)
    return as_json.entry_line(held.entity, state, entries, used)
