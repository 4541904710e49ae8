"""Messages nobody could read, kept for a person to look at."""

from datetime import UTC, datetime, timedelta

from shared.store.database import Database
from shared.store.parked import FirestoreParked

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_beginning_of_what_was_sent_is_kept_with_its_size(database: Database) -> None:
    store = FirestoreParked(database, lambda: NOON)
    for reason in ("r" * 5_000, "second time"):
        store.put(
            "77",
            function="lamps",
            topic="lamp-lit",
            reason=reason,
            data=b"\x00\xff" * 500_000,
            attributes={"__name__": "1", "": "\ud800", "more": "x" * 100_000},
        )
    found = database.get(("parked", "77"))
    assert found is not None
    assert (found.data["function"], found.data["topic"]) == ("lamps", "lamp-lit")
    assert found.data["reason"] == "second time"
    assert (len(found.data["data"]), found.data["size"]) == (65_536, 1_000_000)
    assert len(found.data["attributes"]) == 65_536
    assert found.data["expire_at"] == NOON + timedelta(days=30)


def test_a_long_reason_is_cut(database: Database) -> None:
    store = FirestoreParked(database, lambda: NOON)
    store.put("78", function="f", topic="", reason="r" * 5_000, data=b"", attributes={})
    found = database.get(("parked", "78"))
    assert found is not None
    assert len(found.data["reason"]) == 1_000
