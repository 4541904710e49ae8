"""A document of an older shape is read in today's, and written so by whoever changes it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.errors import Unavailable
from shared.store.channel import live_channel
from shared.store.database import Changed, Database
from shared.store.queries import Query, Where
from shared.store.schemas import Fields, Schemas, kind_of
from shared.store.writes import BlindMerge, Create, Merge, Path, Put, Write

NOTE: Path = ("notes", "a")


def in_grams(stored: Fields) -> Fields:
    stored["grams"] = round(stored.pop("kilograms") * 1000)
    return stored


def with_unit(stored: Fields) -> Fields:
    return {**stored, "unit": "g"}


LATER = Schemas({"notes": [in_grams, with_unit]})


@pytest.fixture
def later(project: str, database: Database) -> Database:
    """The same database, as code sees it that has two more shapes of a note behind it."""
    database.commit(Create(NOTE, {"kilograms": 2.5, "tags": {"a": 1}}))
    return Database(project, live_channel(), LATER)


def as_stored(database: Database, path: Path = NOTE) -> tuple[int, Any]:
    found = database.get(path)
    assert found is not None
    return found.schema, found.data


def test_a_store_neither_writes_nor_sees_the_number(database: Database) -> None:
    database.commit(Put(NOTE, {"text": "x"}))
    assert as_stored(database) == (1, {"text": "x"})
    database.commit(Merge(("notes", "b"), {("text",): "y"}))
    assert as_stored(database, ("notes", "b")) == (1, {"text": "y"})


def test_an_old_document_is_read_in_todays_shape_however_it_is_asked_for(later: Database) -> None:
    new = {"grams": 2500, "unit": "g", "tags": {"a": 1}}
    assert as_stored(later) == (1, new)
    (many,) = later.get_many([NOTE])
    (found,) = later.query(Query("notes", [Where("kilograms", ">", 1)]))
    # In part, too: the shape of a part cannot be changed, so that the whole is read.
    part = later.get(NOTE, only=("grams",))
    (found_in_part,) = later.query(Query("notes", only=("grams",)))
    for one in (many, found, part, found_in_part):
        assert one is not None
        assert (one.is_old, one.data) == (True, new)


def test_who_changes_an_old_document_writes_all_of_it_anew(later: Database) -> None:
    read = later.get(NOTE)
    changes: dict[tuple[str, ...], object] = {("grams",): 3000, ("tags", "b"): 2}
    later.commit(Merge(NOTE, changes, gone=(("tags", "a"),), unchanged_since=read))
    assert as_stored(later) == (3, {"grams": 3000, "unit": "g", "tags": {"b": 2}})
    with pytest.raises(Changed):
        later.commit(Merge(NOTE, changes, unchanged_since=read))
    now = later.get(NOTE)
    later.commit(Merge(NOTE, {("grams",): 1}, unchanged_since=now))
    assert as_stored(later) == (3, {"grams": 1, "unit": "g", "tags": {"b": 2}})


@pytest.mark.parametrize("must_exist", [True, False])
def test_nobody_merges_into_what_may_be_old_without_having_read_it(
    later: Database, must_exist: bool
) -> None:
    with pytest.raises(BlindMerge, match="notes"):
        later.commit(Merge(NOTE, {("grams",): 1}, must_exist=must_exist))


@pytest.mark.parametrize("write", [Put(NOTE, {"grams": 1}), Create(("notes", "b"), {"grams": 1})])
def test_what_is_written_whole_has_todays_number(later: Database, write: Write) -> None:
    later.commit(write)
    assert as_stored(later, write.path) == (3, {"grams": 1})


def test_what_a_newer_edition_wrote_is_refused_and_told(
    later: Database, connected: Callable[[], Database], capsys: pytest.CaptureFixture[str]
) -> None:
    later.commit(Put(NOTE, {"grams": 1}))
    older = connected().get(NOTE)
    assert older is not None
    with pytest.raises(Unavailable):
        _ = older.data
    logged = json.loads(capsys.readouterr().out)
    assert (logged["severity"], logged["kind"], logged["schema"]) == ("ERROR", "notes", 3)


def test_a_kind_is_a_collection_but_where_each_document_is_its_own() -> None:
    assert kind_of(("users", "ann", "programs", "p")) == "programs"
    assert kind_of(("users", "ann", "log", "head")) == "log/head"
    assert kind_of(("users", "ann", "coach", "memory")) == "coach/memory"
    assert kind_of(("users", "ann", "private", "credentials")) == "private/credentials"
