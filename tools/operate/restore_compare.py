"""Whether a database that was brought back holds what the one it comes from held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.store.database import Database
from shared.store.queries import Query
from shared.store.writes import Document
from tools.replay import replay

_SAMPLE = 100
"""Documents of each collection."""
_LOGS = 10
"""Training logs, of each of which every event is folded again."""
_PATIENCE_SECONDS = 60.0
_DRIFT = 0.01
"""By which part a live collection may have grown or shrunk since."""
_FEW = 10


@dataclass(frozen=True)
class Compared:
    lines: tuple[str, ...]
    faults: tuple[str, ...]


def compare(
    source: Database, restored: Database, at: datetime, collections: Iterable[str]
) -> Compared:
    """`restored` is as `source` was `at` that time. What changed there since is no fault."""
    names = sorted(collections)
    lines, faults = [], []
    for name in names:
        now, then = (one.count(Query(name, everywhere=True)) for one in (source, restored))
        sample = _sample(restored, name)
        lines.append(f"{name}: {then} of {now}, {len(sample)} looked at")
        if abs(now - then) > max(_FEW, _DRIFT * now) or (now and not then):
            faults.append(f"{name}: {then} documents, where there are {now}")
        faults += _differences(source, sample, at)
    faults += _broken_logs(restored)
    return Compared(tuple(lines), tuple(faults))


def _sample(database: Database, collection: str) -> list[Document]:
    query = Query(collection, limit=_SAMPLE, everywhere=True)
    return database.query(query, seconds=_PATIENCE_SECONDS)


def _differences(source: Database, sample: list[Document], at: datetime) -> Iterator[str]:
    found = source.get_many([one.path for one in sample]) if sample else []
    for one, original in zip(sample, found, strict=True):
        if original is None or original.stamp[0] >= int(at.timestamp()):
            continue
        if original.data != one.data:
            yield f"{'/'.join(one.path)}: it is not as it was"


def _broken_logs(restored: Database) -> Iterator[str]:
    owners = sorted({one.path[1] for one in _sample(restored, "log") if one.id == "head"})
    for owner in owners[:_LOGS]:
        for difference in replay(restored, owner).differences:
            yield f"users/{owner}/{difference.told}"
