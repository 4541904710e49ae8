"""Reading what a client sent: bounded while it is read, parsed strictly, faults by their place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.datastructures import Headers

from shared.domain.errors import Fault, Invalid, Malformed, TooLarge, UnsupportedMediaType
from shared.web.wire import Wire

Model = TypeVar("Model", bound=BaseModel)

DEFAULT_BODY_BYTES = 256 * 1024
LARGE_BODY_BYTES = 1024 * 1024
"""For batches."""
_MOST_FAULTS = 50
_LONGEST_PATH = 200
_MOST_DIGITS = 400
"""Of whole numbers in frames: more than any field takes."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request nobody has looked into: its signature is over these very bytes."""

    body: bytes
    headers: Headers


def read(request: Request, limit: int) -> bytes:
    """The whole body, at most `limit` bytes. Counts as it reads, so that a body sent in chunks,
    without a length, is refused and not cut short."""
    if request.content_length is not None and request.content_length > limit:
        raise TooLarge(limit_bytes=limit, actual_bytes=request.content_length)
    body = bytearray()
    while chunk := _received(request, min(65_536, limit + 1 - len(body))):
        body += chunk
        if len(body) > limit:
            raise TooLarge(limit_bytes=limit)
    return bytes(body)


def _received(request: Request, most: int) -> bytes:
    try:
        return request.stream.read(most)
    except Exception as error:
        # Every server has errors of its own for a body that breaks off or is framed wrongly.
        raise Malformed("The body could not be read.") from error


def expect_json(request: Request) -> None:
    if request.mimetype != "application/json" or request.headers.get("Content-Encoding"):
        raise UnsupportedMediaType


def parse(model: type[Model], body: bytes) -> Model:
    if issubclass(model, Wire) and model.is_frame:
        return _parse_frame(model, body)
    try:
        parsed = model.model_validate_json(body)
    except ValidationError as error:
        raise _refusal(error, _read_or_none(body)) from None
    if rb"\u0000" in body:
        _refuse_nul(json.loads(body))
    return parsed


def _parse_frame(model: type[Model], body: bytes) -> Model:
    try:
        sent = json.loads(body, parse_int=_whole)
    except (ValueError, RecursionError):
        raise Malformed("The body is not valid JSON.") from None
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise _refusal(error, sent) from None


def _whole(digits: str) -> int | float:
    # `int` refuses some thousand digits, and one number would cost the whole frame. No field takes
    # an infinite one.
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def parse_item(model: type[Model], item: object) -> Model:
    """One item of a frame, read as strictly as a body. Raises `Invalid`, places from the item on,
    or `Malformed` for what is no JSON after all."""
    return parse(model, json.dumps(item).encode())


def parse_query(model: type[Model], values: Mapping[str, Sequence[str]]) -> Model:
    """`values`: each parameter with everything sent under its name."""
    repeated = [Fault(name, "Send this once.") for name, sent in values.items() if len(sent) > 1]
    if repeated:
        raise Invalid(*repeated)
    single = {name: sent[0] for name, sent in values.items()}
    nul = [Fault(name, "This contains a NUL.") for name, text in single.items() if "\0" in text]
    if nul:
        raise Invalid(*nul)
    try:
        return model.model_validate(single)
    except ValidationError as error:
        raise _refusal(error, single) from None


def _refusal(error: ValidationError, body: object) -> Malformed | Invalid:
    # `input` would echo what was sent: a password in a wrong field, for one.
    found = error.errors(include_input=False, include_url=False)
    if any(fault["type"] == "json_invalid" for fault in found):
        return Malformed("The body is not valid JSON.")
    faults = {_path(_place(fault), body): _plain(fault) for fault in reversed(found[:_MOST_FAULTS])}
    return Invalid(*(Fault(path, text) for path, text in reversed(faults.items())))


def _place(fault: ErrorDetails) -> Sequence[int | str]:
    # The library names the object that a tag belongs to, not the tag.
    if fault["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return *fault["loc"], fault["ctx"]["discriminator"].strip("'")
    return fault["loc"]


def _path(location: Sequence[int | str], body: object) -> str:
    """The place in the body as sent: tags that the schema puts in between are left out."""
    steps: list[str] = []
    here: Any = body
    for index, step in enumerate(location):
        is_last = index == len(location) - 1
        if step == "[key]":
            break
        if isinstance(here, dict) and (step in here or is_last):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            continue
        steps.append(str(step))
    return ".".join(steps)[:_LONGEST_PATH]


def _plain(fault: ErrorDetails) -> str:
    # The library's words for a wrong tag repeat what was sent.
    if fault["type"] == "union_tag_invalid":
        return "There is no such type."
    if fault["type"] == "union_tag_not_found":
        return "Field required"
    if fault["type"] == "string_pattern_mismatch" and fault["ctx"]["pattern"] == r"\S":
        return "This is blank."
    return fault["msg"].removeprefix("Value error, ")


def _read_or_none(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _refuse_nul(body: object) -> None:
    faults = [Fault(path, "This contains a NUL.") for path in _nuls(body, ())]
    if faults:
        raise Invalid(*faults)


def _nuls(value: object, place: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, str) and "\0" in value:
        yield ".".join(place)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _nuls(item, (*place, name))
            if "\0" in name:
                yield ".".join(place)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nuls(item, (*place, str(index)))
