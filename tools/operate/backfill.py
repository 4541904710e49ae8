"""`backfill`: documents of an older shape are written in today's, all of a kind, at a steady pace.

How far it has come stands in `backfills/{kind}-{number}` and is written with every batch in one
commit: killed at any moment, it goes on where it was. While it runs people write as always: a
document that somebody changed meanwhile has today's shape by that, or is taken up again.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.clock import utc_now
from shared.store.database import Changed, Database, live_database
from shared.store.queries import Query
from shared.store.schemas import SCHEMAS, kind_of
from shared.store.writes import Create, Document, Path, Put, Write
from tools.operate.pace import Pace
from tools.operate.stopped import Stopped

_A_PAGE = 200
_A_COMMIT_BYTES = 4 * 1024 * 1024
"""Of what is read. Firestore takes 10 MiB, and a shape may grow."""
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Progress:
    behind: str = ""
    """The name of the last document looked at."""
    seen: int = 0
    moved: int = 0
    finished_at: datetime | None = None
    document: Document | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Backfill:
    database: Database
    kind: str
    number: int
    """The shape that all are to have."""
    pace: Pace
    now: Callable[[], datetime] = utc_now

    @property
    def path(self) -> Path:
        return ("backfills", f"{self.kind.replace('/', '-')}-{self.number}")

    def run(self, again: bool = False) -> Progress:
        """Raises `Stopped` when another one runs at the same time."""
        progress = self.progress()
        if again or progress.document is None:
            progress = self._wrote(Progress(document=progress.document), [])
        while progress.finished_at is None:
            page = self._page(progress.behind)
            for batch in _batches(page):
                progress = self._move(progress, batch)
            if len(page) < _A_PAGE:
                progress = self._wrote(replace(progress, finished_at=self.now()), [])
        return progress

    def look(self) -> Progress:
        """What `run` would do now, from the beginning and without writing."""
        found = Progress()
        while True:
            page = self._page(found.behind)
            old = sum(map(self._is_due, page))
            behind = page[-1].raw.name if page else found.behind
            found = Progress(behind, found.seen + len(page), found.moved + old)
            if len(page) < _A_PAGE:
                return found

    def progress(self) -> Progress:
        document = self.database.get(self.path)
        return Progress() if document is None else Progress(**document.data, document=document)

    def _page(self, behind: str) -> list[Document]:
        collection = self.kind.partition("/")[0]
        query = Query(collection, limit=_A_PAGE, everywhere=True, after=behind)
        return self.database.query(query, seconds=_PATIENCE_SECONDS)

    def _move(self, progress: Progress, batch: Sequence[Document]) -> Progress:
        old = [one for one in batch if self._is_due(one)]
        after = replace(
            progress,
            behind=batch[-1].raw.name,
            seen=progress.seen + len(batch),
            moved=progress.moved + len(old),
        )
        self.pace.before(len(old) + 1)
        try:
            return self._wrote(after, [_anew(one) for one in old])
        except Changed:
            if self.progress() != progress:
                raise Stopped("Another backfill of this kind is running.") from None
        for one in old:
            self.database.contended(lambda path=one.path: self._move_one(path))  # type: ignore[misc]
        return self._wrote(after, [])

    def _move_one(self, path: Path) -> None:
        now = self.database.get(path)
        if now is not None and self._is_due(now):
            self.database.commit(_anew(now))

    def _is_due(self, document: Document) -> bool:
        return kind_of(document.path) == self.kind and document.is_old

    def _wrote(self, progress: Progress, moved: Sequence[Write]) -> Progress:
        """Raises `Changed` when a document or the progress is no longer as it was read."""
        fields = {name: getattr(progress, name) for name in _KEPT}
        read = progress.document
        mine = Create(self.path, fields) if read is None else Put(self.path, fields, read)
        self.database.commit(*moved, mine)
        return replace(progress, document=self.database.get(self.path))


_KEPT = ("behind", "seen", "moved", "finished_at")


def _anew(document: Document) -> Put:
    return Put(document.path, document.data, document)


def _batches(page: Sequence[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for one in page:
        if batch and size + one.raw.ByteSize() > _A_COMMIT_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += one.raw.ByteSize()
    if batch:
        yield batch


def takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="*", help="all that ever changed their shape, unless named")
    parser.add_argument("--again", action="store_true", help="from the beginning, once finished")


def run(options: argparse.Namespace) -> None:
    unknown = [kind for kind in options.kind if kind not in SCHEMAS.steps]
    if unknown:
        raise Stopped(f"Nothing is to be done: {', '.join(unknown)} never changed their shape.")
    kinds = options.kind or sorted(SCHEMAS.steps)
    if not kinds:
        print("no kind of document ever changed its shape")
    for kind in kinds:
        one = Backfill(live_database(), kind, SCHEMAS.current(kind), Pace())
        told(one, dry_run=options.dry_run, again=options.again)


def told(one: Backfill, *, dry_run: bool, again: bool) -> None:
    found = one.look() if dry_run else one.run(again)
    verb = "would be written" if dry_run else "written"
    print(f"{one.kind}: {found.seen} seen, {found.moved} {verb} in shape {one.number}")
