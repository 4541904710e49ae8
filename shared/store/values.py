"""Python values as Firestore values and back, on the raw protobuf messages.

The client library's own decoder copies every document once more and runs through wrapper types; on
a nested program that costs more than the network. This one keeps to the types the stores use.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.store.messages import Value

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class VectorValue:
    """Numbers that an index of vectors takes up. Written, and never read: queries leave it out."""

    numbers: tuple[float, ...]


def encode(value: object) -> Any:
    """Text, bytes, numbers, booleans, None, aware datetimes, lists and maps of them. Anything
    else, or a datetime without a zone, is a `TypeError`: a mistake of ours, not of a caller."""
    if value is None:
        return Value(null_value=0)
    encoder = _ENCODERS.get(type(value))
    if encoder is None:
        encoder = next((made for kind, made in _KINDS if isinstance(value, kind)), None)
    if encoder is None:
        raise TypeError(f"{type(value).__name__} cannot be stored")
    return encoder(value)


def encode_fields(fields: Mapping[str, object]) -> dict[str, Any]:
    return {name: encode(value) for name, value in fields.items()}


def decode(value: Any) -> Any:
    kind = value.WhichOneof("value_type")
    if kind in _AS_THEY_ARE:
        return getattr(value, kind)
    return _DECODERS[kind](value)


def decode_fields(fields: Any) -> dict[str, Any]:
    # By name: the items of a message's map come through an iterator that is slower than this.
    return {name: decode(fields[name]) for name in fields}


def _encode_time(value: Any) -> Any:
    if value.tzinfo is None:
        raise TypeError("a datetime without a time zone cannot be stored")
    message = Value()
    message.timestamp_value.FromDatetime(value)
    return message


def _encode_list(value: Any) -> Any:
    message = Value()
    message.array_value.SetInParent()
    message.array_value.values.extend([encode(item) for item in value])
    return message


def _encode_vector(value: Any) -> Any:
    """A map by which Firestore knows it."""
    return _encode_map({"__type__": "__vector__", "value": value.numbers})


def _encode_map(value: Any) -> Any:
    message = Value()
    message.map_value.SetInParent()
    for name, item in value.items():
        message.map_value.fields[name].CopyFrom(encode(item))
    return message


_ENCODERS: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: Value(boolean_value=value),
    int: lambda value: Value(integer_value=value),
    float: lambda value: Value(double_value=value),
    str: lambda value: Value(string_value=value),
    bytes: lambda value: Value(bytes_value=value),
    datetime: _encode_time,
    list: _encode_list,
    tuple: _encode_list,
    dict: _encode_map,
    VectorValue: _encode_vector,
}
_KINDS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, lambda value: Value(string_value=str(value))),
    (Mapping, _encode_map),
)


def _decode_time(value: Any) -> datetime:
    stamp = value.timestamp_value
    return _EPOCH + timedelta(seconds=stamp.seconds, microseconds=stamp.nanos // 1000)


_AS_THEY_ARE = frozenset(
    {"boolean_value", "integer_value", "double_value", "string_value", "bytes_value"}
)
_DECODERS: dict[str, Callable[[Any], Any]] = {
    "null_value": lambda _: None,
    "timestamp_value": _decode_time,
    "array_value": lambda value: [decode(item) for item in value.array_value.values],
    "map_value": lambda value: decode_fields(value.map_value.fields),
}
