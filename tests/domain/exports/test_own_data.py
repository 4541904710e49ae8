import csv
import io
import json
from datetime import UTC, datetime

import pytest

from shared.domain.exports.own_data import (
    Row,
    Told,
    cell,
    index,
    json_rows,
    plain,
    readme,
    table_rows,
)

AT = datetime(2026, 3, 28, 23, tzinfo=UTC)
ROWS: list[Row] = [{"a": "=1+1", "b": {"at": AT}, "secret": "x"}, {"a": None}]


def test_only_columns_are_written_and_all_of_them() -> None:
    told = json.loads("".join(json_rows(("a", "b"), ROWS)))
    assert told == [{"a": "=1+1", "b": {"at": "2026-03-28T23:00:00Z"}}, {"a": None, "b": None}]
    assert json.loads("".join(json_rows(("a",), []))) == []


def test_a_table_has_a_header_and_no_formulas() -> None:
    text = "".join(table_rows(("a", "b"), ROWS))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["a", "b"], ["'=1+1", '{"at":"2026-03-28T23:00:00Z"}'], ["", ""]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (1e-7, "0.0000001"),
        (AT, "2026-03-28T23:00:00Z"),
        (("a", 1), '["a",1]'),
        (None, ""),
        ("line\nbreak", "line\nbreak"),
    ],
)
def test_how_values_stand_in_a_cell(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_names_in_maps_are_text() -> None:
    assert plain({1: [AT, 2.5]}) == {"1": ["2026-03-28T23:00:00Z", 2.5]}


def test_what_is_in_the_zip_is_said_for_people_and_for_programs() -> None:
    files = [Told("profile", "Your account.", 1), Told("events", "All events.", 20)]
    assert "profile\n    Your account.\nevents\n    All events." in readme(AT, files)
    told = json.loads(index(AT, files))
    assert (told["format"], told["version"]) == ("hypertroq-data", 1)
    assert told["contents"][1]["files"] == ["events.json", "events.csv"]
    assert told["contents"][1]["rows"] == 20
