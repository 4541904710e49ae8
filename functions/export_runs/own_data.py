"""All that is kept of a person as a zip, piece by piece: decision 46."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from shared.domain.exports.own_data import Row, Told, index, readme
from shared.store.own_data.files import FILES
from shared.store.own_data.reading import Subject

from .zipping import zipped


def all_of(subject: Subject, at: datetime) -> Iterator[bytes]:
    """`at`: when it was asked for. Everything is read twice, once for each form: held for the
    other it would be as much as there is."""
    return zipped(_files(subject, at), at)


class _Counted:
    """Rows, counted as they go by."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows, self.so_far = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.so_far += 1
            yield row


def _files(subject: Subject, at: datetime) -> Iterator[tuple[str, Iterable[str]]]:
    yield "README.txt", [readme(at, (Told(file.name, file.what) for file in FILES))]
    told: list[Told] = []
    for file in FILES:
        rows = _Counted(file.rows(subject))
        yield f"{file.name}.json", file.as_json(rows)
        yield f"{file.name}.csv", file.as_table(subject, file.rows(subject))
        told.append(Told(file.name, file.what, rows.so_far))
    yield "index.json", [index(at, told)]
