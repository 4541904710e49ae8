"""What the person trained and measured, and what was made of it."""

import json
from collections.abc import Iterable, Iterator

from shared.domain.exports import as_csv
from shared.domain.exports.own_data import SPREADSHEET_UTF8, Row
from shared.domain.log.coding import measurement_of, workout_of
from shared.store.own_data.reading import LARGE_PAGE, OwnFile, Rows, Subject, told

_EVENTS_AT_ONCE = 500


def _states(collection: str) -> Rows:
    """Without what was cancelled or deleted: of that there are only events."""

    def rows(subject: Subject) -> Iterator[Row]:
        below = ("users", subject.id)
        for document in subject.ordered(collection, "place", below, LARGE_PAGE):
            yield json.loads(document.data["state"])

    return rows


def _workout_table(subject: Subject, rows: Iterable[Row]) -> Iterator[str]:
    yield SPREADSHEET_UTF8 + as_csv.header_line()
    for row in rows:
        yield as_csv.workout_lines(workout_of(row), subject.exercises)


def _measurement_table(_: Subject, rows: Iterable[Row]) -> Iterator[str]:
    yield SPREADSHEET_UTF8 + as_csv.header_line()
    for row in rows:
        yield as_csv.measurement_lines(measurement_of(row))


def _events(subject: Subject) -> Iterator[Row]:
    below = ("users", subject.id)
    for document in subject.ordered("events", "order", below, _EVENTS_AT_ONCE):
        yield told(document, "payload")


def _reports(subject: Subject) -> Iterator[Row]:
    return (told(one, "facts") for one in subject.below("reports", LARGE_PAGE))


def _imports(subject: Subject) -> Iterator[Row]:
    return (told(one, "survey", "choices") for one in subject.below("imports", LARGE_PAGE))


def _brought(subject: Subject) -> Iterator[Row]:
    for about in subject.below("imports", LARGE_PAGE):
        for part in subject.ordered("parts", "number", about.path, LARGE_PAGE):
            for kind, name, is_new, set_ids in json.loads(part.data["brought"]):
                yield {
                    "import_id": about.id,
                    "kind": kind,
                    "id": name,
                    "is_new": is_new,
                    "set_ids": set_ids,
                }


def _names(subject: Subject) -> Iterator[Row]:
    names = subject.get("users", subject.id, "log", "import_names").get("names", "{}")
    for name, exercise_id in json.loads(names).items():
        yield {"name": name, "exercise_id": exercise_id}


FILES = (
    OwnFile(
        "workouts",
        "Every workout as it stands now; the table has a row a set.",
        ("workouts",),
        ("id", "name", "status", "started_at", "finished_at", "program_id", "session_id", "notes",
         "executions"),
        _states("workouts"),
        _workout_table,
    ),
    OwnFile(
        "measurements",
        "Every measurement as it stands now; the table has a row a figure.",
        ("measurements",),
        ("id", "measured_at", "values", "notes"),
        _states("measurements"),
        _measurement_table,
    ),
    OwnFile(
        "events",
        "Everything that was ever logged, corrected and deleted, as it came.",
        ("events",),
        ("order", "id", "type", "occurred_at", "received_at", "device_id", "sequence",
         "correlation_id", "payload"),
        _events,
    ),
    OwnFile(
        "reports",
        "Your weekly reports.",
        ("reports",),
        ("week", "text", "facts", "generated_at", "version"),
        _reports,
    ),
    OwnFile(
        "imports",
        "Files you brought: from which app, what was found in them, what you decided.",
        ("imports",),
        ("id", "source", "status", "created_at", "unit", "zone", "survey", "choices", "added",
         "fault"),
        _imports,
    ),
    OwnFile(
        "imported",
        "Which workouts and measurements came with which import.",
        ("parts",),
        ("import_id", "kind", "id", "is_new", "set_ids"),
        _brought,
    ),
    OwnFile(
        "exercise_names",
        "What you said that names of exercises in your files mean.",
        ("log",),
        ("name", "exercise_id"),
        _names,
    ),
)  # fmt: skip
