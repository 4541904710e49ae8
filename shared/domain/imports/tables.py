"""Tables as apps export them: read line by line, bounded, columns found by what they are called."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from shared.domain.imports.found import MOST_ROWS, Problem, Unreadable

MOST_CHARACTERS = 32_768
"""Of one line, and of one cell."""
_DELIMITERS = ",;\t"

Cells = Mapping[str, str]
Mend = Callable[[list[str], list[str]], list[str]]
"""(header, row with too many cells) -> the row with as many as the header has."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns by their tidied names, and the rows still to come."""

    columns: list[str]
    rows: Iterator[tuple[int, list[str]]]

    def records(
        self, mend: Mend | None = None, tidied: Callable[[str], str] = str.strip
    ) -> Iterator[tuple[int, Cells] | Problem]:
        """Each row with its line. A row may end early; one that is too long is a problem, unless
        it can be mended."""
        width = len(self.columns)
        for count, (line, found) in enumerate(self.rows):
            if count == MOST_ROWS:
                raise Unreadable(f"This has more than {MOST_ROWS} rows. Split it up.", line)
            if not any(map(str.strip, found)):
                continue
            row = mend(self.columns, found) if mend and len(found) > width else found
            if any(map(str.strip, row[width:])):
                yield Problem(line, "", f"This row has {len(row)} cells, the header has {width}.")
                continue
            yield line, {name: tidied(cell) for name, cell in zip(self.columns, row, strict=False)}


def table_of(lines: Iterable[str], *, is_quoted: bool = True) -> Table:
    """Reads no further than the header. `is_quoted`: a quote means what it does in a CSV, so that
    cells may go on in the next line; else a line is a row, whatever quotes are in it. Raises
    `Unreadable`, also later while rows are read."""
    source = _bounded(lines)
    head = next(source, "")
    delimiter = max(_DELIMITERS, key=head.count)
    every = chain([head], source)
    rows = _numbered(every, delimiter) if is_quoted else _unquoted(every, delimiter)
    _, header = next(rows, (1, [""]))
    return Table([tidied_header(cell) for cell in header], rows)


def tidied_header(cell: str) -> str:
    return " ".join(cell.strip("\ufeff").casefold().split())


def _numbered(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    source = _Watched(lines)
    reader = csv.reader(source, delimiter=delimiter, strict=False)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable("A cell is too long, or its quotes do not end.", line) from None
        # Only quotes make it read on after a line: all that followed would be in this row.
        if source.has_ended:
            raise Unreadable("A cell's quotes do not end.", line)
        yield line, row


def _unquoted(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Quotes around a whole cell are taken off all the same: some versions write them."""
    for number, line in enumerate(lines, start=1):
        try:
            yield from ((number, row) for _, row in _numbered(iter([line]), delimiter))
        except Unreadable:
            yield number, line.rstrip("\r\n").split(delimiter)


@dataclass
class _Watched:
    lines: Iterator[str]
    has_ended: bool = False

    def __iter__(self) -> Iterator[str]:
        yield from self.lines
        self.has_ended = True


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise Unreadable("This contains a NUL: it is not a text file.", number)
        if len(line) > MOST_CHARACTERS:
            raise Unreadable(f"A line is longer than {MOST_CHARACTERS} characters.", number)
        yield line
