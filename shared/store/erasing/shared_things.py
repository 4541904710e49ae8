"""What somebody made and shared stays with an organisation that stays, and names them no longer."""

from collections.abc import Iterator

from shared.domain.audit import SYSTEM
from shared.domain.erasure import Leaver
from shared.store.account_documents import user_path
from shared.store.catalogue_documents import json_in, path_of
from shared.store.database import Database
from shared.store.erasing.finding import named
from shared.store.exercise_records import read_records, written
from shared.store.program_shelves import shared_shelf
from shared.store.queries import Query, Where
from shared.store.writes import Delete, Document, Merge, Write

NOBODY = "nobody"
_DUE = "deletion_due_at"


def programs(database: Database, leaver: Leaver) -> Iterator[Document]:
    for one in named("programs", "owner_id", everywhere=True)(database, leaver):
        if one.path[0] == "orgs":
            yield one


def program_of_nobody(document: Document) -> list[Write]:
    """With what the shelf beside it says of it."""
    owner: dict[tuple[str, ...], object] = {("owner_id",): NOBODY}
    beside: dict[tuple[str, ...], object] = {("entries", document.id, "owner_id"): NOBODY}
    return [
        Merge(document.path, owner, unchanged_since=document),
        Merge(shared_shelf(document.path[1]), beside, must_exist=True),
    ]


def catalogues(database: Database, leaver: Leaver) -> Iterator[Document]:
    """Of every organisation they ever were in, which the audit log knows, and which stays."""
    for name in sorted(_been_in(database, leaver) - set(leaver.homes)):
        found = database.get(path_of(name))
        if found is not None and leaver.id in json_in(found):
            yield found


def catalogue_of_nobody(leaver: Leaver, document: Document) -> list[Write]:
    records = read_records(json_in(document))
    for record in records.values():
        if record["created_by"] == leaver.id:
            record["created_by"] = None
    fields: dict[tuple[str, ...], object] = {
        ("exercises_json",): written(records),
        # Who keeps it in memory reads it again.
        ("version",): document.data["version"] + 1,
    }
    return [Merge(document.path, fields, unchanged_since=document)]


def entries(database: Database, leaver: Leaver) -> Iterator[Document]:
    for field in ("user_id", "actor"):
        asked = Query("audit", [Where(field, "==", leaver.id)], [("place", True)])
        yield from database.query(asked)


def entry_of_nobody(document: Document) -> list[Write]:
    """What is hashed into the chain stays, so that it holds; what that hash was made of goes."""
    fields: dict[tuple[str, ...], object] = {
        ("actor",): SYSTEM,
        ("user_id",): None,
        ("facts",): {},
        ("salt",): "",
        ("is_erased",): True,
    }
    return [Merge(document.path, fields, unchanged_since=document)]


def merged(database: Database, leaver: Leaver) -> Iterator[Document]:
    """Who they were before they had an account, as long as that is not to be erased, too; then
    that they were."""
    for one in named("merges", "into")(database, leaver):
        before = database.get(user_path(one.id))
        is_leaving = before is None or before.data.get(_DUE) is not None
        yield one if before is None or is_leaving else before


def unmerged(leaver: Leaver, document: Document) -> list[Write]:
    if document.path[0] != "users":
        return [Delete(document.path)]
    at_once: dict[tuple[str, ...], object] = {(_DUE,): leaver.begun_at}
    return [Merge(document.path, at_once, unchanged_since=document)]


def _been_in(database: Database, leaver: Leaver) -> set[str]:
    found: set[str] = set()
    for field in ("user_id", "actor"):
        where = [Where(field, "==", leaver.id)]
        while True:
            page = database.query(Query("audit", where, [("place", True)]))
            found |= {one.data["organization_id"] for one in page}
            if len(page) < Query("audit").limit:
                break
            where = [Where(field, "==", leaver.id), Where("place", "<", page[-1].data["place"])]
    return found
