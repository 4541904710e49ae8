"""All that is kept of a person, as files: each once as JSON and once as a table.

Only named columns are ever written: what a document has besides stays where it is.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from shared.domain.exports.as_csv import line
from shared.domain.log.coding import instant_text

FORMAT = "hypertroq-data"
VERSION = 1
SPREADSHEET_UTF8 = "\ufeff"
"""By this a spreadsheet knows that a table is UTF-8."""

Row = Mapping[str, object]


class Told(NamedTuple):
    """What the zip says about one of its files."""

    name: str
    """Without its ending."""
    what: str
    rows: int = 0


def json_rows(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """One document, a line a row."""
    yield "[\n"
    for place, row in enumerate(rows):
        told = {name: plain(row.get(name)) for name in columns}
        yield (",\n" if place else "") + _text(told)
    yield "\n]\n"


def table_rows(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield SPREADSHEET_UTF8 + line(columns)
    for row in rows:
        yield line(cell(row.get(name)) for name in columns)


def plain(value: object) -> Any:
    """As JSON has it: instants as text."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def cell(value: object) -> str:
    """What has parts is JSON; a number has no exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(Decimal(str(value)), "f")
    found = plain(value)
    return found if isinstance(found, str) else _text(found)


def readme(made_at: datetime, files: Iterable[Told]) -> str:
    """For people."""
    listed = "\n".join(f"{file.name}\n    {file.what}" for file in files)
    return _README.format(made_at=instant_text(made_at), listed=listed)


def index(made_at: datetime, files: Iterable[Told]) -> str:
    """For programs."""
    told = [
        {"files": [f"{file.name}.json", f"{file.name}.csv"], "what": file.what, "rows": file.rows}
        for file in files
    ]
    about = {"format": FORMAT, "version": VERSION, "made_at": instant_text(made_at)}
    return json.dumps({**about, "contents": told}, ensure_ascii=False, indent=1) + "\n"


def _text(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


_README = """HypertroQ: all that is kept of you, as of {made_at}.

Each part is here twice: as JSON (.json), for programs, and as a table (.csv), for spreadsheets.
Times are UTC, loads as they were logged. In tables a cell that a spreadsheet could take for a
formula begins with an apostrophe. index.json says the same for programs, and how many rows there
are. workouts.csv and measurements.csv can be imported again.

Not here: your password and the keys that keep you signed in, of which only hashes are kept; what
others wrote or are called, also in an organisation you share with them; what is only worked out
from the parts below, such as records and indexes for search; and files you once uploaded, which
you have.

{listed}
"""
