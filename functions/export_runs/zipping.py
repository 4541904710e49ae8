"""A zip as it comes about: nothing of it is held but what has not been taken yet."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


class _Taken:
    """What a zip is written into. It cannot be sought in, so every size stands behind its file."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """There is nothing behind it."""

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def zipped(files: Iterable[tuple[str, Iterable[str]]], at: datetime) -> Iterator[bytes]:
    """`files`: names with their text in pieces, asked for one after the other. The same files at
    the same time are the same bytes."""
    made = _Taken()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, pieces in files:
            about = ZipInfo(name, at.timetuple()[:6])
            about.compress_type = ZIP_DEFLATED
            with archive.open(about, "w") as file:
                for piece in pieces:
                    file.write(piece.encode())
                    yield made.take()
    yield made.take()
