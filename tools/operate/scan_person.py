"""`scan-person`: whether anything of a person is left, in every document and every file there is.

It believes no registry: it reads the whole database, collection by collection as Firestore lists
them, and the names of all objects. What it finds it names, by its path.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from shared.clients.address_keys import live_address_keys
from shared.clients.storage import Storage, live_storage
from shared.settings import ExportFiles, PrivateFiles, load
from shared.store.database import Database, live_database
from shared.store.erasing.finding import mentions
from shared.store.writes import Document, Path
from tools.operate.stopped import Stopped

_AT_ONCE = 16
_PAGE = 300


def takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, help="id of the person")
    parser.add_argument("--email", help="their address: it is looked for, too, and its key")


def run(options: argparse.Namespace) -> None:
    words = [options.user]
    if options.email:
        words += [options.email, live_address_keys()(options.email)]
    buckets = (load(PrivateFiles).private_bucket, load(ExportFiles).exports_bucket)
    count, found = 0, []
    for document in whole(live_database()):
        count += 1
        if count % 10_000 == 0:
            print(f"{count} documents so far", file=sys.stderr)
        found += [place for place in [named(document, words)] if place]
    files = list(objects(live_storage(), buckets))
    found += [name for name in files if any(word in name for word in words)]
    for place in found:
        print(place)
    print(f"{count} documents and {len(files)} objects looked at, {len(found)} found")
    if found:
        raise Stopped("something of this person is left")


def whole(database: Database) -> Iterator[Document]:
    """Every document that there is, at any depth."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        yield from _below(database, threads, [()])


def _below(
    database: Database, threads: ThreadPoolExecutor, paths: list[Path]
) -> Iterator[Document]:
    # Asked of each, as nothing is taken to have nothing below it: that is what takes the time.
    for path, names in zip(paths, threads.map(database.listing.collections, paths), strict=True):
        for name in names:
            documents = database.listing.documents(name, path, whole=True)
            while some := list(islice(documents, _PAGE)):
                yield from (one for one in some if not one.is_missing)
                yield from _below(database, threads, [one.path for one in some])


def named(document: Document, words: Sequence[str]) -> str | None:
    """Its path when one of the words stands in it or in its path."""
    return "/".join(document.path) if any(mentions(document, word) for word in words) else None


def objects(storage: Storage, buckets: Iterable[str]) -> Iterator[str]:
    for bucket in buckets:
        yield from (f"gs://{bucket}/{name}" for name in storage.names(bucket))
