"""The gateway to Firestore: preconditions, paths, billing counts, outages."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from shared import tally
from shared.domain.errors import NotFound, Unavailable
from shared.store.database import Changed, Database, Exists, connect
from shared.store.queries import Query, Where
from shared.store.writes import Create, Delete, Document, Merge, Put

PATH = ("users", "ann")


def stored(database: Database, **data: object) -> Document:
    database.commit(Put(PATH, data))
    document = database.get(PATH)
    assert document is not None
    return document


def test_what_is_written_is_read_back(database: Database) -> None:
    data = {
        "text": "é",
        "bytes": b"\0\xff",
        "whole": -(2**62),
        "real": 0.1,
        "yes": True,
        "none": None,
        "at": datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC),
        "list": [{"a": []}, "b"],
        "map": {"x": {"y": {}}},
    }
    assert stored(database, **data).data == data


def test_a_time_without_a_zone_is_a_mistake(database: Database) -> None:
    with pytest.raises(TypeError):
        database.commit(Put(PATH, {"at": datetime(2024, 1, 1)}))  # noqa: DTZ001


def test_a_set_is_a_mistake(database: Database) -> None:
    with pytest.raises(TypeError):
        database.commit(Put(PATH, {"a": {1, 2}}))


def test_nothing_is_none(database: Database) -> None:
    assert database.get(PATH) is None
    assert database.get_many([PATH, ("users", "bob")]) == [None, None]


def test_many_come_in_the_order_asked(database: Database) -> None:
    for name in ("a", "b", "c"):
        database.commit(Put(("users", name), {"name": name}))
    found = database.get_many([("users", name) for name in ("c", "x", "a", "b")])
    assert [document and document.data["name"] for document in found] == ["c", None, "a", "b"]


def test_a_mask_brings_only_the_named_fields(database: Database) -> None:
    stored(database, small=1, large="x" * 1000)
    document = database.get(PATH, only=("small",))
    assert document is not None
    assert document.data == {"small": 1}


def test_creating_twice_fails_and_writes_nothing_of_the_batch(database: Database) -> None:
    database.commit(Create(PATH, {"n": 1}))
    with pytest.raises(Exists):
        database.commit(Put(("users", "other"), {}), Create(PATH, {"n": 2}))
    assert database.get(("users", "other")) is None


def test_a_change_under_a_stale_stamp_fails(database: Database) -> None:
    first = stored(database, n=1)
    database.commit(Put(PATH, {"n": 2}, unchanged_since=first))
    for write in (
        Put(PATH, {"n": 3}, unchanged_since=first),
        Merge(PATH, {("n",): 3}, unchanged_since=first),
        Delete(PATH, unchanged_since=first),
    ):
        with pytest.raises(Changed):
            database.commit(write)
    current = database.get(PATH)
    assert current is not None
    assert current.data == {"n": 2}
    assert current.stamp > first.stamp


def test_a_change_of_what_is_gone_fails(database: Database) -> None:
    held = stored(database, n=1)
    database.commit(Delete(PATH))
    with pytest.raises(Changed):
        database.commit(Put(PATH, {"n": 2}, unchanged_since=held))
    with pytest.raises(Changed):
        database.commit(Merge(PATH, {("n",): 2}, must_exist=True))


def test_a_merge_leaves_what_it_does_not_name(database: Database) -> None:
    stored(database, keep=1, drop=2, map={"a-1": 1, "b": 2})
    database.commit(Merge(PATH, {("map", "c-3"): {"x": 1}}, gone=(("drop",), ("map", "b"))))
    document = database.get(PATH)
    assert document is not None
    assert document.data == {"keep": 1, "map": {"a-1": 1, "c-3": {"x": 1}}}


@pytest.mark.parametrize(
    "evil", ["victim/events/e1", "", ".", "..", "a`b", "x" * 65, "a\n", "é", "__x__"]
)
def test_an_id_that_is_no_id_never_becomes_a_path(database: Database, evil: str) -> None:
    with pytest.raises(NotFound):
        database.get(("users", evil))
    with pytest.raises(NotFound):
        database.commit(Put(("users", evil), {}))
    with pytest.raises(ValueError, match="field name"):
        database.commit(Merge(PATH, {("map", evil): 1}))


def test_a_query_filters_orders_and_cuts_off(database: Database) -> None:
    for number in range(5):
        where = ("users", "ann", "notes", f"n{number}")
        database.commit(Put(where, {"n": number, "tags": ["even" if number % 2 == 0 else "odd"]}))
    query = Query("notes", [Where("tags", "contains", "even")], order=[("n", True)], limit=2)
    found = database.query(query, under=PATH)
    assert [(document.id, document.data["n"]) for document in found] == [("n4", 4), ("n2", 2)]
    everywhere = Query("notes", [Where("n", ">=", 3)], everywhere=True, only=("n",))
    documents = database.query(everywhere)
    assert sorted(document.path[-1] for document in documents) == ["n3", "n4"]
    assert documents[0].data.keys() == {"n"}


def test_every_billed_read_and_write_is_counted(database: Database) -> None:
    counted = tally.begin()
    database.commit(Put(PATH, {}), Delete(("users", "bob")))
    database.get(PATH)
    database.get_many([PATH, ("users", "bob")])
    database.query(Query("nothing"))
    assert (counted.reads, counted.writes) == (4, 2)


def test_contending_writers_lose_no_update(connected: Callable[[], Database]) -> None:
    database = connected()
    stored(database, n=0)
    barrier = threading.Barrier(8)

    def add_one() -> None:
        mine = connected()
        barrier.wait()
        for _ in range(5):

            def attempt() -> None:
                held = mine.get(PATH)
                assert held is not None
                mine.commit(Put(PATH, {"n": held.data["n"] + 1}, unchanged_since=held))

            mine.contended(attempt, tries=200)

    threads = [threading.Thread(target=add_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    document = database.get(PATH)
    assert document is not None
    assert document.data["n"] == 40


def test_threads_of_an_instance_take_turns_at_what_they_contend_for(database: Database) -> None:
    database.commit(Create(PATH, {"n": 0}))
    tries: list[int] = []

    def attempt() -> None:
        held = database.get(PATH)
        assert held is not None
        tries.append(held.data["n"])
        database.commit(Put(PATH, {"n": held.data["n"] + 1}, unchanged_since=held))

    with ThreadPoolExecutor(50) as threads:
        for done in [threads.submit(database.contended, attempt, at="ann") for _ in range(50)]:
            done.result()
    assert tries == list(range(50))


def test_losing_for_ever_is_an_outage_and_not_a_conflict(database: Database) -> None:
    def attempt() -> None:
        raise Changed

    with pytest.raises(Unavailable):
        database.contended(attempt, tries=3)


def test_a_database_that_does_not_answer_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{nobody.getsockname()[1]}")
        dead = connect("dead")
        with pytest.raises(Unavailable):
            dead.get(PATH)
        with pytest.raises(Unavailable):
            dead.commit(Put(PATH, {}))


def test_a_count_is_a_read_for_each_thousand_and_knows_no_limit(database: Database) -> None:
    database.commit(*(Create(("rows", f"r{number}"), {"n": number}) for number in range(5)))
    database.commit(Create(("rows", "other"), {"m": 1}))
    counted = tally.begin()
    query = Query("rows", [Where("n", ">", 0)], [("n", True)], limit=2)
    assert database.count(query) == 4
    # Where a document lacks what is sorted by, it is not in the list and not counted.
    assert database.count(Query("rows", order=[("n", False)])) == 5
    assert database.count(Query("nothing")) == 0
    assert counted.reads == 3


def test_sums_of_whole_numbers_are_whole_numbers(database: Database) -> None:
    most = 2**62
    rows: list[dict[str, object]] = [{"n": most, "m": -1}, {"n": 3, "m": -1}, {"n": 5, "m": None}]
    database.commit(*(Create(("rows", f"r{at}"), row) for at, row in enumerate(rows)))
    told = database.totals(Query("rows", [Where("m", "==", -1)]), ("n", "m"))
    assert (told.count, told.sums) == (2, {"n": most + 3, "m": -2})
    assert database.totals(Query("rows", [Where("m", "==", 7)]), ("n",)).sums == {"n": 0}
    assert database.count(Query("rows", [Where("m", "==", None)])) == 1
    assert [row.id for row in database.query(Query("rows", [Where("m", "==", None)]))] == ["r2"]
