"""A plan of Terraform's, as it is asked about."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tools.infra.terraform import Terraform


class NoPlan(Exception):
    """The text is what Terraform says."""


@dataclass(frozen=True)
class Resource:
    address: str
    kind: str
    values: Mapping[str, Any]
    """What is known before apply."""

    @property
    def module(self) -> str:
        """Which instance of a module it stands in, by its key; empty at the root."""
        _, found, rest = self.address.partition('["')
        return rest.partition('"]')[0] if found and self.address.startswith("module.") else ""

    def block(self, name: str) -> Mapping[str, Any]:
        """A block that stands at most once; empty when it does not."""
        held = self.values.get(name) or [{}]
        found: Mapping[str, Any] = held[0]
        return found


@dataclass(frozen=True)
class Plan:
    shown: Mapping[str, Any]
    """As `terraform show -json` gives it."""
    file: str

    def resources(self, *kinds: str) -> list[Resource]:
        """Of these types; all without any."""
        return [one for one in self._all if not kinds or one.kind in kinds]

    @property
    def variables(self) -> dict[str, Any]:
        """Those that it was made with. Empty when nobody told them."""
        return {name: one["value"] for name, one in self.shown.get("variables", {}).items()}

    def written(self, kind: str) -> list[Mapping[str, Any]]:
        """What the configuration says of each resource of a type, whatever it comes to. A plan does
        not tell what was left out from what is known after apply; this does."""
        root = self.shown.get("configuration", {}).get("root_module", {})
        return [one["expressions"] for one in _declared(root) if one["type"] == kind]

    @cached_property
    def _all(self) -> list[Resource]:
        return [
            Resource(one["address"], one["type"], one["values"])
            for one in _within(self.shown["planned_values"]["root_module"])
            if one["mode"] == "managed"
        ]


def planned(terraform: Terraform, environment: str) -> Plan:
    """Made there, and kept in a file of that folder. Raises `NoPlan`."""
    file = f"{environment}.plan"
    made = terraform("plan", "-no-color", "-lock=false", f"-out={file}", of(environment))
    if made.returncode:
        raise NoPlan(made.stderr or made.stdout)
    return Plan(json.loads(terraform("show", "-json", file).stdout), file)


def of(environment: str) -> str:
    """The argument that gives its variables."""
    return f"-var-file=environments/{environment}.tfvars"


def _within(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _within(child)


def _declared(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", [])
    for call in module.get("module_calls", {}).values():
        yield from _declared(call["module"])
