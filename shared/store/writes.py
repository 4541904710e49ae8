"""What a batch is made of, and how each part of it is said to Firestore."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from shared.domain.ids import is_id
from shared.store import messages
from shared.store.schemas import FIELD, SCHEMAS, Fields, Schemas, kind_of
from shared.store.values import decode_fields, encode_fields

Path = tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """One document as read. Decoding waits until `data` is asked for."""

    path: Path
    raw: Any = field(repr=False)
    schemas: Schemas = field(default=SCHEMAS, repr=False)

    @cached_property
    def data(self) -> Fields:
        """In today's shape, whatever shape it was stored in. Raises as `Schemas.read` does."""
        return self.schemas.read(self.path, decode_fields(self.raw.fields))

    @property
    def schema(self) -> int:
        """The number of the shape it was stored in."""
        return self.raw.fields[FIELD].integer_value if FIELD in self.raw.fields else 1

    @property
    def is_old(self) -> bool:
        return self.schema < self.schemas.current(kind_of(self.path))

    @property
    def id(self) -> str:
        return self.path[-1]

    @property
    def is_missing(self) -> bool:
        """It is not there: only something below it is."""
        return not self.raw.HasField("create_time")

    @property
    def stamp(self) -> tuple[int, int]:
        """When it last changed (seconds, nanoseconds): equal stamps mean equal content."""
        return self.raw.update_time.seconds, self.raw.update_time.nanos


@dataclass(frozen=True, slots=True)
class Create:
    """Fails the batch with `Exists` when the document is there."""

    path: Path
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Put:
    """Replaces the document, there or not. With `unchanged_since` it must be there, unchanged."""

    path: Path
    data: Mapping[str, object]
    unchanged_since: Document | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Writes the named fields and leaves the others. Names in `gone` are removed. A name may
    reach into a map: `("entries", "some-id")`. With `must_exist` an absent document is `Changed`.
    """

    path: Path
    data: Mapping[tuple[str, ...], object]
    gone: tuple[tuple[str, ...], ...] = ()
    unchanged_since: Document | None = None
    must_exist: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    path: Path
    unchanged_since: Document | None = None


Write = Create | Put | Merge | Delete


class BlindMerge(Exception):
    """A merge into a kind that has changed its shape, by somebody who has not read the document."""


def as_message(write: Write, name: str, schemas: Schemas = SCHEMAS) -> Any:
    """`name`: the full name of the document. Raises `BlindMerge`."""
    message = messages.Write()
    if isinstance(write, Merge):
        write = _in_one_shape(write, schemas)
    if isinstance(write, Delete):
        message.delete = name
    elif isinstance(write, Merge):
        message.update.CopyFrom(_merged(name, write))
        named = (*write.data, *write.gone)
        message.update_mask.field_paths.extend([_field_path(name) for name in named])
    else:
        stamped = {**write.data, FIELD: schemas.current(kind_of(write.path))}
        message.update.CopyFrom(messages.Document(name=name, fields=encode_fields(stamped)))
    if isinstance(write, Create):
        message.current_document.exists = False
    elif write.unchanged_since is not None:
        seconds, nanos = write.unchanged_since.stamp
        message.current_document.update_time.CopyFrom(Timestamp(seconds=seconds, nanos=nanos))
    elif isinstance(write, Merge) and write.must_exist:
        message.current_document.exists = True
    return message


def absence(name: str) -> Any:
    """Changes nothing, and fails the batch when there is such a document."""
    message = messages.Write(delete=name)
    message.current_document.exists = False
    return message


def _in_one_shape(write: Merge, schemas: Schemas) -> Merge | Put:
    """No document is half old and half new: who changes an old one writes all of it."""
    read, current = write.unchanged_since, schemas.current(kind_of(write.path))
    if read is not None:
        return Put(write.path, _changed(read.data, write), read) if read.is_old else write
    if current > 1:
        raise BlindMerge(f"read {kind_of(write.path)} before you merge into it")
    return write if write.must_exist else replace(write, data={**write.data, (FIELD,): current})


def _changed(data: Fields, write: Merge) -> Fields:
    tree = deepcopy(data)
    _plant(tree, write)
    for *steps, last in write.gone:
        branch = tree
        for step in steps:
            branch = branch.get(step, {})
        branch.pop(last, None)
    return tree


def _plant(tree: Fields, write: Merge) -> None:
    for steps, value in write.data.items():
        branch = tree
        for step in steps[:-1]:
            branch = branch.setdefault(step, {})
        branch[steps[-1]] = value


def _merged(name: str, write: Merge) -> Any:
    tree: Fields = {}
    _plant(tree, write)
    return messages.Document(name=name, fields=encode_fields(tree))


def _field_path(steps: tuple[str, ...]) -> str:
    # Quoting is only safe because keys are checked like path segments.
    for step in steps:
        if not is_id(step):
            raise ValueError("a field name must look like an id")
    return ".".join(f"`{step}`" for step in steps)
