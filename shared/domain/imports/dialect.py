"""What tells one app's table from another's, and how one of its rows becomes a set."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from shared.domain.imports.cells import BadCell
from shared.domain.imports.found import Found, Ground, Problem, Source, Unreadable
from shared.domain.imports.sessions import Row, workouts_of
from shared.domain.imports.tables import Cells, Mend, Table
from shared.domain.log.workouts import LoadUnit


@dataclass(frozen=True, slots=True)
class Dialect:
    """`required`: columns without which it is not this app's file; of a tuple one is enough.
    `aliases`: other names of columns, in other languages and versions."""

    source: Source
    required: tuple[tuple[str, ...], ...]
    row: Callable[[Cells, Ground, LoadUnit], Row | None]
    """None for a row that is no set. Raises `BadCell`."""
    unit_columns: tuple[str, ...] = ()
    """One of these says whether loads are kilograms or pounds."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    mend: Mend | None = None

    def translated(self, table: Table) -> Table:
        return Table([self.aliases.get(name, name) for name in table.columns], table.rows)

    def missing(self, table: Table) -> tuple[str, ...]:
        there = set(table.columns)
        return tuple(names[0] for names in self.required if not there & set(names))

    def knows_unit(self, table: Table) -> bool:
        return bool(set(table.columns) & set(self.unit_columns))

    def read(self, table: Table, ground: Ground) -> Found:
        return workouts_of(self.source, self._rows(table, ground))

    def _rows(self, table: Table, ground: Ground) -> Iterator[tuple[int, Row] | Problem]:
        unit = ground.unit or LoadUnit.KG
        for record in table.records(self.mend):
            if isinstance(record, Problem):
                yield record
                continue
            line, cells = record
            try:
                row = self.row(cells, ground, unit)
            except BadCell as bad:
                yield Problem(line, bad.column, bad.message)
                continue
            if row is not None and not row.exercise:
                yield Problem(line, "", "This row names no exercise.")
            elif row is not None:
                yield line, row


def recognised(dialect: Dialect, table: Table) -> Table:
    """With the names of columns that the dialect knows. Raises `Unreadable` naming what is
    missing."""
    translated = dialect.translated(table)
    missing = dialect.missing(translated)
    if missing:
        names = ", ".join(missing)
        raise Unreadable(f"The first line does not name these columns: {names}.", 1)
    return translated
