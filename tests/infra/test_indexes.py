"""Every query that the stores make is registered, and the database has the index that serves it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.store.database import Database
from shared.store.queries import Query, Where, structured
from tests.infra.everything_asked import Empty, ask_everything
from tests.infra.watching import Seen, Watched, unlisted
from tools.infra.asking import NotServed, read_shape, shape_of
from tools.infra.indexes import INDEXES, needed, read_registry, text_of
from tools.infra.planned import Plan as Planned
from tools.manifest import ROOT

REGISTERED = read_registry()


@pytest.fixture(scope="module")
def seen() -> Seen:
    found = Seen()
    ask_everything(Database("nowhere", Watched(Empty(), found)))
    return found


def test_every_query_is_registered(seen: Seen) -> None:
    assert unlisted(seen, REGISTERED) == []


def test_no_registered_query_is_one_that_nobody_asks(seen: Seen) -> None:
    assert [f"{one.collection}: {one.text}" for one in REGISTERED.shapes - seen.queries] == []


def test_nobody_asks_who_is_not_asked_here() -> None:
    """A module that is new here has its queries made above."""
    asking = {str(file.relative_to(ROOT)) for file in _files() if _asks(file)}
    above = {"exports", "members", "billing_records", "log", "projections", "subscriptions"}
    above |= {"report_schedules", "invoices", "billing_parked", "programs", "checkouts", "reports"}
    above |= {"imports"}
    assert asking == {f"shared/store/{name}.py" for name in above} | {"tools/replay.py"}


def test_the_indexes_are_those_that_the_registry_needs() -> None:
    assert INDEXES.read_text() == text_of(needed(REGISTERED)), "python -m tools.infra.indexes"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query("workouts", [Where("status", "==", 1)], [("changed_order", True)]), "no query of"),
        (Query("programs", [Where("exercise_ids", "contains", 1)]), "no query of programs"),
        (Query("users", [Where("email", "==", 1)]), "no query of users is `email ==`"),
        (Query("users"), None),
        (Query("workouts", [Where("place", ">", 1)], [("place", True)]), None),
    ],
)
def test_a_query_without_its_index_is_told_from_one_with(
    query: Query, sentence: str | None
) -> None:
    told = unlisted(Seen(queries={shape_of(structured(query))}), REGISTERED)
    assert [sentence in one for one in told] == [True] if sentence else told == []


def test_a_collection_and_an_expiry_nobody_registered_are_told() -> None:
    seen = Seen(written={"secrets", "users"}, expiring={("users", "expire_at")})
    assert unlisted(seen, REGISTERED) == [
        "no collection is secrets",
        "nothing of users expires by expire_at",
    ]


@pytest.mark.parametrize(
    "query",
    [
        Query("workouts", [Where("a", ">", 1), Where("b", "<", 1)]),
        Query("workouts", [Where("a", ">", 1)], [("b", False)]),
    ],
)
def test_a_range_of_one_field_sorted_by_another_is_served_by_no_index(query: Query) -> None:
    with pytest.raises(NotServed, match="workouts: a range is of one field"):
        shape_of(structured(query))


@pytest.mark.parametrize("text", ["place", "place up", "place asc, status ==", "", "everywhere: "])
def test_a_shape_has_one_spelling(text: str) -> None:
    with pytest.raises(NotServed):
        read_shape("workouts", text)


def test_each_registered_composite_is_an_index_of_the_database(plan: Planned) -> None:
    planned = {
        (
            one.values["collection"],
            one.values["query_scope"],
            *((f["field_path"], f["order"] or f["array_config"]) for f in one.values["fields"]),
        )
        for one in plan.resources("google_firestore_index")
    }
    assert planned == {
        (one.collection, "COLLECTION", *one.fields) for one in REGISTERED.shapes if one.is_composite
    }


def test_what_a_query_asks_by_is_indexed_and_nothing_else(plan: Planned) -> None:
    fields = plan.resources("google_firestore_field")
    indexed = {
        (one.values["collection"], one.values["field"], index["query_scope"], mode)
        for one in fields
        for index in one.block("index_config").get("indexes", [])
        if (mode := index["order"] or index["array_config"])
    }
    asked = {
        (one.collection, name, "COLLECTION_GROUP" if one.everywhere else "COLLECTION", mode)
        for one in REGISTERED.shapes
        if not one.is_composite
        for name, mode in one.fields
    }
    assert indexed == asked
    silent = {one.values["collection"] for one in fields if one.values["field"] == "*"}
    assert silent == REGISTERED.collections.keys()


def test_each_field_is_told_once_and_all_of_them_are_fewer_than_firestore_takes(
    plan: Planned,
) -> None:
    fields = plan.resources("google_firestore_field")
    told = [(one.values["collection"], one.values["field"]) for one in fields]
    assert len(set(told)) == len(told) < 200
    assert all("index_config" in one.values for one in fields)


def test_what_expires_is_removed_by_the_database(plan: Planned) -> None:
    fields = plan.resources("google_firestore_field")
    expiring = {
        one.values["collection"]: one.values["field"] for one in fields if one.values["ttl_config"]
    }
    assert expiring == REGISTERED.expiring


def test_the_database_can_be_brought_back_to_any_minute_of_a_week(plan: Planned) -> None:
    (database,) = plan.resources("google_firestore_database")
    enabled = "POINT_IN_TIME_RECOVERY_ENABLED"
    assert database.values["point_in_time_recovery_enablement"] == enabled
    assert database.values["delete_protection_state"] == "DELETE_PROTECTION_ENABLED"
    backups = plan.resources("google_firestore_backup_schedule")
    assert {one.values["retention"] for one in backups} == {"604800s", "8467200s"}


def _files() -> Iterator[Path]:
    for folder in ("shared", "functions", "tools"):
        yield from (ROOT / folder).rglob("*.py")


def _asks(file: Path) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Query"
        for node in ast.walk(ast.parse(file.read_text()))
    )
