"""A plan with a mistake in it."""

import copy
from collections.abc import Callable
from typing import Any

from tools.infra.planned import Plan
from tools.infra.policies import breaches
from tools.manifest import read_all

Resources = list[dict[str, Any]]


def said_of(plan: Plan, mistake: Callable[[Resources], object]) -> list[str]:
    """What the policies say once it is made."""
    resources: Resources = copy.deepcopy(
        [
            {"address": one.address, "type": one.kind, "values": one.values, "mode": "managed"}
            for one in plan.resources()
        ]
    )
    mistake(resources)
    return breaches(
        Plan({"planned_values": {"root_module": {"resources": resources}}}, ""), read_all()
    )
