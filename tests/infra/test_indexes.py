"""Every query that the stores make is registered, and the database has the index that serves it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.store.database import Database
from shared.store.messages import RunAggregationQueryRequest
from shared.store.queries import Nearest, Query, Where, structured
from tests.infra.everything_asked import Empty, ask_everything
from tests.infra.mistaken import Resources, said_of
from tests.infra.watching import Seen, Watched, unlisted
from tools.infra.asking import NotServed, read_shape, shape_of, shape_of_totals
from tools.infra.indexes import INDEXES, needed, read_registry, text_of
from tools.infra.planned import Plan
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
    above |= {"audit", "imports", "vectors", "catalogue", "invitations", "owed", "used_exercises"}
    above |= {"figures", "conversations", "people", "deletions"}
    above |= {f"erasing/{name}" for name in ("bought", "finding", "leavers", "shared_things")}
    above |= {"erasing/paying", "merged_things"}
    own_data = ("reading", "person", "belongings", "coach", "billing")
    above |= {f"own_data/{name}" for name in own_data}
    assert asking == {f"shared/store/{name}.py" for name in above} | {
        "tools/replay.py",
        # By the names of documents alone.
        *(f"tools/operate/{name}.py" for name in ("backfill", "restore_compare", "verify_audit")),
    }


def test_the_indexes_are_those_that_the_registry_needs() -> None:
    assert INDEXES.read_text() == text_of(needed(REGISTERED)), "python -m tools.infra.indexes"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query("workouts", [Where("status", "==", 1)], [("changed_order", True)]), "no query of"),
        (Query("programs", [Where("exercise_ids", "contains", 1)]), "no query of programs"),
        (Query("users", [Where("version", "==", 1)]), "no query of users is `version ==`"),
        (Query("users"), None),
        (Query("workouts", [Where("place", ">", 1)], [("place", True)]), None),
        (
            Query("text_embeddings", [Where("owner", "==", 1)], nearest=Nearest("vector", (1.0,))),
            "no query of text_embeddings is `owner ==, vector nearest`",
        ),
    ],
)
def test_a_query_without_its_index_is_told_from_one_with(
    query: Query, sentence: str | None
) -> None:
    told = unlisted(Seen(queries={shape_of(structured(query))}), REGISTERED)
    assert [sentence in one for one in told] == [True] if sentence else told == []


def test_what_is_added_up_has_to_be_in_the_index() -> None:
    request = RunAggregationQueryRequest()
    asked = request.structured_aggregation_query
    asked.structured_query.CopyFrom(structured(Query("usage", [Where("month", "==", None)])))
    for name in ("used", "cost_micros"):
        asked.aggregations.add().sum.field.field_path = name
    shape = shape_of_totals(asked)
    assert shape == read_shape("usage", "month ==, cost_micros sum, used sum")
    assert [name for name, _ in shape.fields] == ["month", "cost_micros", "used"]
    assert shape.is_composite


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


MISTAKES: dict[str, tuple[str, tuple[str, object] | None]] = {
    "workouts: no index serves `status ==, place desc`": ("workouts_status_up_place_down", None),
    "programs: no index serves `everywhere: exercise_ids contains`": (
        'asked["programs.exercise_ids"]',
        ("index_config", [{"indexes": []}]),
    ),
    "workouts: nobody asks by program_id, changed_order": (
        "workouts_program_id_up_place_down",
        (
            "fields",
            [
                {"field_path": "program_id", "order": "ASCENDING", "array_config": ""},
                {"field_path": "changed_order", "order": "DESCENDING", "array_config": ""},
            ],
        ),
    ),
    "events: every field of it is indexed": ('silent["events"]', None),
    "it is indexed as Firestore likes": ('expiring["emails"]', ("index_config", [])),
    "limits: what expires is not what is removed": ('expiring["limits"]', ("ttl_config", [])),
    "no version of the database is kept but the last": (
        "google_firestore_database.main",
        ("point_in_time_recovery_enablement", None),
    ),
    "there is no backup of the database by daily_recurrence": ("schedule.daily", None),
}
"""What is said, of which resource, and what is wrong with it; None when it is not there at all."""


@pytest.mark.parametrize("sentence", MISTAKES)
def test_what_the_database_lacks_is_named(plan: Plan, sentence: str) -> None:
    where, wrong = MISTAKES[sentence]

    def mistake(resources: Resources) -> None:
        (found,) = (one for one in resources if where in one["address"])
        if wrong is None:
            resources.remove(found)
        else:
            found["values"][wrong[0]] = wrong[1]

    assert any(one.endswith(sentence) for one in said_of(plan, mistake))


def test_each_field_is_told_of_once(plan: Plan) -> None:
    fields = plan.resources("google_firestore_field")
    told = [(one.values["collection"], one.values["field"]) for one in fields]
    assert len(set(told)) == len(told)


def test_the_database_of_production_is_protected(plan: Plan) -> None:
    (database,) = plan.resources("google_firestore_database")
    assert database.values["delete_protection_state"] == "DELETE_PROTECTION_ENABLED"
    assert database.values["deletion_policy"] == "ABANDON"


def _files() -> Iterator[Path]:
    for folder in ("shared", "functions", "tools"):
        yield from (ROOT / folder).rglob("*.py")


def _asks(file: Path) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Query"
        for node in ast.walk(ast.parse(file.read_text()))
    )
