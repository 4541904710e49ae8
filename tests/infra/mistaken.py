"""A plan with a mistake in it."""

import copy
from collections.abc import Callable
from typing import Any

from tools.infra.planned import Plan
from tools.infra.policies import breaches
from tools.manifest import read_all

Resources = list[dict[str, Any]]
Edit = Callable[[dict[str, Any]], object]


def said_of(plan: Plan, mistake: Callable[[Resources], object]) -> list[str]:
    """What the policies say once it is made."""
    resources: Resources = copy.deepcopy(
        [
            {"address": one.address, "type": one.kind, "values": one.values, "mode": "managed"}
            for one in plan.resources()
        ]
    )
    mistake(resources)
    planned = {"planned_values": {"root_module": {"resources": resources}}}
    return breaches(Plan({**plan.shown, **planned}, plan.file), read_all())


def changed(kind: str, change: Edit, where: str = "") -> Callable[[Resources], None]:
    """Changes the first resource of a type whose address has the words."""

    def edit(resources: Resources) -> None:
        change(next(one for one in resources if one["type"] == kind and where in one["address"]))

    return edit


def without(kind: str, where: str) -> Callable[[Resources], None]:
    def edit(resources: Resources) -> None:
        found = next(one for one in resources if one["type"] == kind and where in one["address"])
        found["type"] = "removed"

    return edit


def to_be(*path: str | int, value: object) -> Edit:
    def change(resource: dict[str, Any]) -> None:
        held: Any = resource["values"]
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = value

    return change
