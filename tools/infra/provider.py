"""A provider of the schema of hashicorp/google that knows no cloud.

Terraform itself checks names, types and references against the schema. What the schema cannot say
and Google would refuse is in `rules.py`. Planning leaves open what Google would decide, applying
makes it up: that proves how things are wired and that a second plan is empty, and no more.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tools.infra import protobuf, schema
from tools.infra.rules import Finding, refusals
from tools.infra.schema import Block, Schema
from tools.infra.values import UNKNOWN, decode, encode

_NAMING = ("name", "account_id", "secret_id", "repository_id", "database", "service")
_EMPTY: Mapping[str, object] = {"number": 1, "bool": False, "list": [], "set": [], "map": {}}


class Provider:
    """Each method named as in the protocol takes the fields of a request and gives a response."""

    def __init__(self, google: Schema) -> None:
        self._google = google
        self._answer = schema.encode(google)
        self._project = "project"

    def GetSchema(self, _: protobuf.Fields) -> bytes:  # noqa: N802
        return self._answer

    def PrepareProviderConfig(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        return protobuf.message(1, asked[1][0])

    def Configure(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        self._project = (decode(asked[2][0]) or {}).get("project") or self._project
        return b""

    def ValidateResourceTypeConfig(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        name, value = asked[1][0].decode(), decode(asked[2][0])
        found = [*_misuses(self._google.resources[name], value), *refusals(name, value)]
        return b"".join(protobuf.message(1, _diagnostic(one)) for one in found)

    def ValidateDataSourceConfig(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        found = _misuses(self._google.data_sources[asked[1][0].decode()], decode(asked[2][0]))
        return b"".join(protobuf.message(1, _diagnostic(one)) for one in found)

    def UpgradeResourceState(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        stored = protobuf.read(asked[3][0])[1][0]
        return protobuf.message(1, encode(json.loads(stored)))

    def ReadResource(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        return protobuf.message(1, asked[2][0])

    def PlanResourceChange(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        name = asked[1][0].decode()
        prior, proposed = decode(asked[2][0]), decode(asked[3][0])
        if proposed is not None and prior is None:
            if name == "google_service_account":
                self._name(proposed)
            self._leave_open(self._google.resources[name], proposed)
        return protobuf.message(1, encode(proposed)) + protobuf.whole(5, 1)

    def ApplyResourceChange(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        name, planned = asked[1][0].decode(), decode(asked[3][0])
        if planned is not None:
            _make_up(self._google.resources[name], planned, name, planned)
        return protobuf.message(1, encode(planned)) + protobuf.whole(4, 1)

    def ReadDataSource(self, asked: protobuf.Fields) -> bytes:  # noqa: N802
        name, value = asked[1][0].decode(), decode(asked[2][0])
        block = self._google.data_sources[name]
        self._leave_open(block, value)
        _make_up(block, value, name, value)
        return protobuf.message(1, encode(value))

    def GetFunctions(self, _: protobuf.Fields) -> bytes:  # noqa: N802
        return b""

    def Stop(self, _: protobuf.Fields) -> bytes:  # noqa: N802
        return b""

    def _name(self, account: dict[str, Any]) -> None:
        """The true provider knows this much of an account before it is made, too."""
        if isinstance(account["account_id"], str):
            account["email"] = f"{account['account_id']}@{self._project}.iam.gserviceaccount.com"
            account["member"] = f"serviceAccount:{account['email']}"

    def _leave_open(self, block: Block, value: dict[str, Any]) -> None:
        """What Google computes and nobody set."""
        for name, one in schema.attributes(block).items():
            if one.get("write_only"):
                value[name] = None
            elif one.get("computed") and value.get(name) is None:
                value[name] = self._project if name == "project" else UNKNOWN
        for name, inner, held in schema.nested(block, value):
            if name != "timeouts":
                self._leave_open(inner, held)


def _misuses(block: Block, value: Any) -> Iterator[Finding]:
    if not isinstance(value, dict):
        return
    for name, one in schema.attributes(block).items():
        given = value.get(name)
        if given is None or given is UNKNOWN:
            continue
        if not one.get("optional") and not one.get("required"):
            yield name, f"{name} is decided by Google and cannot be set"
        for text in given if isinstance(given, list) else [given]:
            if "x_enum" in one and isinstance(text, str) and text not in ("", *one["x_enum"]):
                yield name, f"expected {name} to be one of {one['x_enum']}, got {text}"
    for _, inner, held in schema.nested(block, value):
        yield from _misuses(inner, held)


def _make_up(block: Block, value: dict[str, Any], kind: str, root: Mapping[str, Any]) -> None:
    for name, one in schema.attributes(block).items():
        if value.get(name) is UNKNOWN:
            value[name] = _made_up(one["type"], name, kind, root)
    for name, given in value.items():
        if given is UNKNOWN:
            value[name] = []
    for _, inner, held in schema.nested(block, value):
        _make_up(inner, held, kind, root)


def _made_up(shape: Any, name: str, kind: str, root: Mapping[str, Any]) -> Any:
    if shape == "string":
        return _made_up_text(name, kind, root)
    if isinstance(shape, list) and shape[0] == "object":
        return {key: _made_up(one, key, kind, root) for key, one in shape[1].items()}
    return _EMPTY.get(shape if isinstance(shape, str) else shape[0])


def _made_up_text(name: str, kind: str, root: Mapping[str, Any]) -> str:
    if name in ("id", "name"):
        own = (root[key] for key in _NAMING if isinstance(root.get(key), str))
        return f"{kind}/{next(own, 'made-up')}"
    return "1234567890" if name == "number" else f"made-up-{name.replace('_', '-')}"


def _diagnostic(finding: Finding) -> bytes:
    attribute, sentence = finding
    step = protobuf.message(1, protobuf.text(1, attribute))
    return protobuf.whole(1, 1) + protobuf.text(2, sentence) + protobuf.message(4, step)
