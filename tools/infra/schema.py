"""The schema of the provider hashicorp/google, as `terraform providers schema -json` writes it.

The file was read out of the generated bindings of that version (the wheel named in its `x_source`,
MPL-2.0). Beside Terraform's own keys it has `x_enum`, the values that the documentation of an
attribute lists. Where a registry can be reached, the command above gives the same to compare.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tools.infra import protobuf
from tools.infra.values import UNKNOWN

SOURCE = "registry.terraform.io/hashicorp/google"
_FILE = Path(__file__).with_name("google-8.7.0.schema.json.gz")
_NESTINGS = {"single": 1, "list": 2, "set": 3, "map": 4}

Block = Mapping[str, Any]
"""`attributes` and `block_types`, each by name."""


@dataclass(frozen=True)
class Schema:
    version: str
    provider: Block
    resources: Mapping[str, Block]
    data_sources: Mapping[str, Block]


@cache
def google() -> Schema:
    document = json.loads(gzip.decompress(_FILE.read_bytes()))
    found = document["provider_schemas"][SOURCE]
    return Schema(
        document["x_provider_version"],
        found["provider"]["block"],
        {name: one["block"] for name, one in found["resource_schemas"].items()},
        {name: one["block"] for name, one in found["data_source_schemas"].items()},
    )


def attributes(block: Block) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = block.get("attributes", {})
    return found


def nested(block: Block, value: Mapping[str, Any]) -> Iterator[tuple[str, Block, dict[str, Any]]]:
    """The blocks that stand in a value: name, schema, content."""
    for name, kind in block.get("block_types", {}).items():
        held = value.get(name)
        if held is None or held is UNKNOWN:
            continue
        if kind["nesting_mode"] == "single":
            held = [held]
        for one in held.values() if isinstance(held, dict) else held:
            if isinstance(one, dict):
                yield name, kind["block"], one


def encode(schema: Schema) -> bytes:
    """What a provider answers when it is asked for its schema."""
    answer = protobuf.message(1, _schema(schema.provider))
    for field, blocks in ((2, schema.resources), (3, schema.data_sources)):
        for name, block in sorted(blocks.items()):
            entry = protobuf.text(1, name) + protobuf.message(2, _schema(block))
            answer += protobuf.message(field, entry)
    return answer + protobuf.message(6, protobuf.whole(1, 1))  # it plans destruction, too


def _schema(block: Block) -> bytes:
    return protobuf.message(2, _block(block))


def _block(block: Block) -> bytes:
    encoded = b""
    for name, one in sorted(attributes(block).items()):
        flags = ((4, "required"), (5, "optional"), (6, "computed"), (10, "write_only"))
        encoded += protobuf.message(
            2,
            protobuf.text(1, name)
            + protobuf.text(2, json.dumps(one["type"]))
            + b"".join(protobuf.whole(field, bool(one.get(flag))) for field, flag in flags),
        )
    for name, kind in sorted(block.get("block_types", {}).items()):
        encoded += protobuf.message(
            3,
            protobuf.text(1, name)
            + protobuf.message(2, _block(kind["block"]))
            + protobuf.whole(3, _NESTINGS[kind["nesting_mode"]])
            + protobuf.whole(4, kind.get("min_items", 0))
            + protobuf.whole(5, kind.get("max_items", 0)),
        )
    return encoded
