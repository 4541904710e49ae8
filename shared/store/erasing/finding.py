"""Where something of a person may lie, by each way of knowing it that infra/firestore.yaml names.

Each way finds what is left, however often it is asked: what was dealt with it finds no more.
"""

from collections.abc import Callable, Iterator

from shared.domain.erasure import Leaver
from shared.store.database import Database
from shared.store.queries import Query, Where
from shared.store.writes import Document, Path

Find = Callable[[Database, Leaver], Iterator[Document]]

AT_ONCE = 100


def below(database: Database, root: Path) -> Iterator[Document]:
    """Everything at any depth. What has something below it is asked for that once it is gone
    itself: so what has not, which is nearly all, costs nothing more."""
    for collection in database.listing.collections(root):
        for document in database.listing.documents(collection, root):
            if document.is_missing:
                yield from below(database, document.path)
            else:
                yield document


def below_person(database: Database, leaver: Leaver) -> Iterator[Document]:
    return below(database, ("users", leaver.id))


def below_homes(database: Database, leaver: Leaver) -> Iterator[Document]:
    """With the organisations themselves."""
    for home in leaver.homes:
        yield from below(database, ("orgs", home))
        yield from _there(database, ("orgs", home))


def named(collection: str, *fields: str, everywhere: bool = False) -> Find:
    """By a field that says whose it is."""

    def find(database: Database, leaver: Leaver) -> Iterator[Document]:
        for field in fields:
            whose = leaver.email_key if field == "email_key" else leaver.id
            if whose is not None:
                asked = Query(
                    collection, [Where(field, "==", whose)], limit=AT_ONCE, everywhere=everywhere
                )
                yield from database.query(asked)

    return find


def of_homes(collection: str, field: str) -> Find:
    def find(database: Database, leaver: Leaver) -> Iterator[Document]:
        for home in leaver.homes:
            yield from every(database, Query(collection, [Where(field, "==", home)]))

    return find


def by_id(collection: str) -> Find:
    return lambda database, leaver: _there(database, (collection, leaver.id))


def by_home(collection: str) -> Find:
    return lambda database, leaver: (
        one for home in leaver.homes for one in _there(database, (collection, home))
    )


def by_address(collection: str) -> Find:
    def find(database: Database, leaver: Leaver) -> Iterator[Document]:
        if leaver.email_key is not None:
            yield from _there(database, (collection, leaver.email_key))

    return find


def inside(collection: str) -> Find:
    """Word by word, of what is there for a short while and is never much."""

    def find(database: Database, leaver: Leaver) -> Iterator[Document]:
        words = [one for one in (leaver.id, leaver.email_key) if one is not None]
        for document in database.listing.documents(collection, whole=True):
            if any(mentions(document, word) for word in words):
                yield document

    return find


def mentions(document: Document, word: str) -> bool:
    """Whether its name or anything in it has this word, in letters of either size."""
    raw = document.raw.SerializeToString(deterministic=True)
    return word.casefold().encode() in raw.lower()


def every(database: Database, query: Query, under: Path = ()) -> Iterator[Document]:
    """All that it finds, in the order of the names."""
    after = ""
    while True:
        page = database.query(
            Query(query.collection, query.where, limit=AT_ONCE, after=after), under
        )
        yield from page
        if len(page) < AT_ONCE:
            return
        after = page[-1].raw.name


def _there(database: Database, path: Path) -> Iterator[Document]:
    found = database.get(path, only=("schema",))
    if found is not None:
        yield found
