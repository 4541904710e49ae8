"""What belongs to somebody who is erased is written by nobody any more, whoever comes late."""

import pytest

from shared.domain.audit import SYSTEM
from shared.domain.errors import Erased
from shared.store.database import Changed, Database, Exists
from shared.store.guards import BY_FIELDS, BY_ID, owners, tombstone_path
from shared.store.writes import Create, Delete, Merge, Path, Put, Write
from tests.people import People
from tools.infra.personal import read_personal

LATE: list[Write] = [
    Put(("users", "ann", "workouts", "w"), {"a": 1}),
    Merge(("users", "ann", "imports", "i", "parts", "p"), {("a",): 1}),
    Create(("orgs", "ann", "usage", "current"), {"a": 1}),
    Put(("catalogue", "ann"), {"a": 1}),
    Put(("report_schedules", "ann"), {"a": 1}),
    Put(("text_embeddings", "x"), {"owner": "ann"}),
    Create(("idempotency", "x"), {"owner": "ann"}),
    Create(("audit", "x"), {"actor": SYSTEM, "user_id": "ann"}),
    Merge(("checkouts", "x"), {("user_id",): "ann"}),
]


@pytest.mark.parametrize("late", LATE, ids=lambda write: write.path[0])
def test_nothing_of_who_is_erased_is_written(late: Write, database: Database) -> None:
    beside = Put(("notes", "beside"), {"a": 1})
    database.commit(Create(tombstone_path("ann"), {}))
    with pytest.raises(Erased):
        database.commit(beside, late)
    assert database.get_many([late.path, beside.path]) == [None, None]
    database.commit(Delete(late.path))


def test_what_is_of_others_is_written_and_says_what_stands_in_its_way(database: Database) -> None:
    database.commit(Create(tombstone_path("ann"), {}))
    one: Path = ("users", "ben", "workouts", "w")
    database.commit(Create(one, {"a": 1}))
    with pytest.raises(Exists):
        database.commit(Create(one, {"a": 2}))
    with pytest.raises(Changed):
        database.commit(Merge((*one[:3], "none"), {("a",): 1}, must_exist=True))


def test_one_batch_may_be_of_several_and_of_nobody() -> None:
    entry = Create(("audit", "x"), {"actor": SYSTEM, "user_id": None})
    assert owners([entry, Put(("limits", "x"), {}), Delete(("users", "ann", "log", "x"))]) == []
    by_ann = Create(("audit", "y"), {"actor": "ann", "user_id": "ben"})
    assert owners([by_ann, entry, LATE[0]]) == ["ann", "ben"]


def test_the_tombstone_does_not_tell_whose_it_is(people: People) -> None:
    ann = people.free()
    assert ann.user_id not in "/".join(tombstone_path(ann.user_id))
    assert tombstone_path(ann.user_id) != tombstone_path(ann.organization_id)


def test_what_is_removed_with_a_person_is_guarded() -> None:
    """But for what names nobody in a field: it is looked for word by word."""
    rows = [row for row in read_personal().values() if row.erasure and row.erasure.word == "remove"]
    loose = [row for row in rows if row.person in {"id", "fields"} and row.collection != "users"]
    unguarded = {row.collection for row in loose} - BY_FIELDS.keys() - BY_ID
    # Members are written below their organisation, and with the account of who joins.
    assert unguarded == {"members"}
