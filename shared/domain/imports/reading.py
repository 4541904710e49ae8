"""Opening a file that somebody exported from somewhere: what it is, and then what it holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Protocol

from shared.domain.imports.body import FITNOTES_BODY, WGER, BodyDialect
from shared.domain.imports.dialect import recognised
from shared.domain.imports.fitnotes import FITNOTES
from shared.domain.imports.found import Found, Ground, Source, Unreadable
from shared.domain.imports.hevy import HEVY
from shared.domain.imports.liftosaur import LIFTOSAUR
from shared.domain.imports.own_csv import OWN_TABLE
from shared.domain.imports.own_json import is_own_json, read_own_json
from shared.domain.imports.strong import STRONG
from shared.domain.imports.tables import Table, table_of

_WORKOUTS = {
    Source.STRONG: STRONG,
    Source.HEVY: HEVY,
    Source.FITNOTES: FITNOTES,
    Source.LIFTOSAUR: LIFTOSAUR,
}


class Reader(Protocol):
    def knows_unit(self, table: Table) -> bool: ...

    def read(self, table: Table, ground: Ground) -> Found: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """`knows_unit`: it says of every load, or at the top, whether it is kilograms or pounds."""

    knows_unit: bool
    _reader: Reader | None
    _table: Table | None
    _lines: Iterator[str]

    def read(self, ground: Ground) -> Found:
        """Once. Raises `Unreadable`, also in the middle."""
        if self._reader is None or self._table is None:
            return read_own_json(self._lines, ground)
        return self._reader.read(self._table, ground)


def opened(source: Source, lines: Iterable[str]) -> Opened:
    """Reads the first line. Raises `Unreadable` when that is not one of the source's."""
    rest = iter(lines)
    first = list(islice(rest, 1))
    following = chain(first, rest)
    if not first or not first[0].strip():
        raise Unreadable("This is empty, or its first line is.", 1)
    if source is Source.HYPERTROQ and is_own_json(first[0]):
        return Opened(True, None, None, following)
    # FitNotes on Android writes commas and quotes as they come.
    is_quoted = source is not Source.FITNOTES or "kind" in first[0].casefold()
    reader, table = _recognised(source, table_of(following, is_quoted=is_quoted))
    return Opened(reader.knows_unit(table), reader, table, following)


def _recognised(source: Source, table: Table) -> tuple[Reader, Table]:
    if source is Source.HYPERTROQ:
        if not OWN_TABLE.fits(table):
            raise Unreadable("This is no export of ours, or a column was taken out.", 1)
        return OWN_TABLE, table
    body = _body(source)
    if body is not None and body.fits(table):
        return body, table
    if source is Source.WGER:
        raise Unreadable("The first line does not name these columns: date, weight.", 1)
    dialect = _WORKOUTS[source]
    return dialect, recognised(dialect, table)


def _body(source: Source) -> BodyDialect | None:
    return {Source.FITNOTES: FITNOTES_BODY, Source.WGER: WGER}.get(source)
