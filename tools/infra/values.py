"""Values of Terraform's on the wire: msgpack, with a mark for what is known only after apply."""

from typing import Any

import msgpack

from tools.infra import protobuf


class Unknown:
    def __repr__(self) -> str:
        return "(known after apply)"


UNKNOWN = Unknown()


def decode(dynamic: bytes) -> Any:
    packed = protobuf.read(dynamic).get(1)
    if not packed:
        return None
    return msgpack.unpackb(packed[0], ext_hook=_unknown, strict_map_key=False, raw=False)


def encode(value: Any) -> bytes:
    return protobuf.message(1, msgpack.packb(value, default=_mark))


def _unknown(_: int, __: bytes) -> Unknown:
    return UNKNOWN


def _mark(value: object) -> msgpack.ExtType:
    if value is UNKNOWN:
        return msgpack.ExtType(0, b"\0")
    raise TypeError(repr(value))
