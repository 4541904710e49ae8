"""What must be true of every plan, so that Firestore serves what is asked, indexes nothing else,
and can be brought back."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from shared.domain.coach.model import DIMENSIONS
from tools.infra.asking import Shape
from tools.infra.indexes import Registry, read_registry
from tools.infra.planned import Plan, Resource
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]
Index = tuple[str, str, tuple[tuple[str, str], ...]]
"""Collection, scope, and the fields with their modes."""

_MOST_FIELDS = 200
"""Entries that a database takes."""

registry = cache(read_registry)


def all_queries_are_served(plan: Plan, _: Manifests) -> Iterator[str]:
    planned, asked = set(_planned(plan)), dict(_asked(registry()))
    for index in sorted(asked.keys() - planned):
        yield f"{index[0]}: no index serves `{asked[index]}`"
    for collection, _scope, fields in sorted(planned - asked.keys()):
        yield f"{collection}: nobody asks by {', '.join(name for name, _ in fields)}"


def nothing_is_indexed_by_itself(plan: Plan, _: Manifests) -> Iterator[str]:
    fields = _fields(plan)
    silent = {one.values["collection"] for one in fields if one.values["field"] == "*"}
    for name in sorted(registry().collections.keys() - silent):
        yield f"{name}: every field of it is indexed"
    for one in fields:
        if not one.values.get("index_config"):
            yield f"{one.address}: it is indexed as Firestore likes"
    if len(fields) > _MOST_FIELDS:
        yield f"{len(fields)} fields are told of, and {_MOST_FIELDS} may be"


def what_expires_is_removed(plan: Plan, _: Manifests) -> Iterator[str]:
    removed = {
        one.values["collection"]: one.values["field"]
        for one in _fields(plan)
        if one.values.get("ttl_config")
    }
    for name in sorted(registry().expiring.keys() | removed.keys()):
        if removed.get(name) != registry().expiring.get(name):
            yield f"{name}: what expires is not what is removed"


def the_database_can_be_brought_back(plan: Plan, _: Manifests) -> Iterator[str]:
    """As it was at a minute of the last days, and as it was on a day of the last weeks."""
    enabled = "POINT_IN_TIME_RECOVERY_ENABLED"
    for one in plan.resources("google_firestore_database"):
        if one.values.get("point_in_time_recovery_enablement") != enabled:
            yield "no version of the database is kept but the last"
    backups = plan.resources("google_firestore_backup_schedule")
    for often in ("daily_recurrence", "weekly_recurrence"):
        if not any(one.values.get(often) for one in backups):
            yield f"there is no backup of the database by {often}"


def _asked(known: Registry) -> Iterator[tuple[Index, str]]:
    """Each index that a query needs, with one that does."""
    for shape in sorted(known.shapes):
        if shape.is_composite:
            yield (shape.collection, _scope(shape), shape.fields), shape.text
            continue
        for field in shape.fields:
            yield (shape.collection, _scope(shape), (field,)), shape.text


def _planned(plan: Plan) -> Iterator[Index]:
    for one in plan.resources("google_firestore_index"):
        fields = tuple(
            (field["field_path"], field["order"] or field["array_config"] or _searched(field))
            for field in one.values["fields"]
        )
        yield one.values["collection"], one.values["query_scope"], fields
    for one in _fields(plan):
        for index in one.block("index_config").get("indexes") or []:
            mode = index["order"] or index["array_config"]
            field = (one.values["field"], mode)
            yield one.values["collection"], index["query_scope"], (field,)


def _searched(field: Mapping[str, Any]) -> str:
    """An index over vectors of another size finds nothing."""
    sizes = [config["dimension"] for config in field.get("vector_config") or []]
    return "VECTOR" if sizes == [DIMENSIONS] else f"vectors of {sizes}"


def _fields(plan: Plan) -> list[Resource]:
    return plan.resources("google_firestore_field")


def _scope(shape: Shape) -> str:
    return "COLLECTION_GROUP" if shape.everywhere else "COLLECTION"


POLICIES = (
    all_queries_are_served,
    nothing_is_indexed_by_itself,
    what_expires_is_removed,
    the_database_can_be_brought_back,
)
