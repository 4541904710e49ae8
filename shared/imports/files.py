"""The file of an import, opened where it lies."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.clients.storage import Storage
from shared.domain.imports import own_json, tables
from shared.domain.imports.batch import Import
from shared.domain.imports.found import Found, Ground, Source, Unreadable
from shared.domain.imports.reading import Opened, opened

MOST_BYTES = 256 * 1024 * 1024


@contextmanager
def opened_file(
    storage: Storage, bucket: str, about: Import, text: str | None = None
) -> Iterator[Opened]:
    """`text`: what is in it, for one that is not stored. Raises `Unreadable`, also while it is
    read."""
    longest = tables.MOST_CHARACTERS
    if about.source is Source.HYPERTROQ:
        longest = own_json.MOST_CHARACTERS
    if text is not None:
        file = io.StringIO(text.removeprefix("\ufeff"), newline="")
        yield opened(about.source, iter(lambda: file.readline(longest + 1), ""))
        return
    try:
        with storage.lines(bucket, about.object_name, longest) as lines:
            yield opened(about.source, lines)
    except FileNotFoundError:
        raise Unreadable("This file is not kept any longer. Import it again.") from None
    except UnicodeError:
        raise Unreadable("This is not text in UTF-8.") from None


def found_in(file: Opened, about: Import, now: datetime) -> Found:
    return file.read(Ground(ZoneInfo(about.zone), now, about.unit))
