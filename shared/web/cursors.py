"""Cursors: where a list goes on, in a text that means something to us alone."""

import base64
import hashlib
import json
from collections.abc import Sequence
from enum import Enum
from typing import Any

from shared.domain.errors import Fault, Invalid

MOST_CHARACTERS = 400
"""Of a cursor: for the query models."""
_FARTHEST = 2**63
"""Of whole numbers."""


def cursor(list_: str, user_id: str, *place: str | int) -> str:
    """`list_` names what it goes on in, with every filter that decides what is in it."""
    told = json.dumps([_mark(list_, user_id), *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def place_of(text: str, list_: str, user_id: str, *kinds: type[int | str]) -> Sequence[Any]:
    """The place that went into it, each part of its kind. A cursor of another list or of somebody
    else is refused: `Invalid`. It gives no rights: whoever asks sees what is theirs."""
    place: list[Any]
    try:
        padded = text + "=" * (-len(text) % 4)
        mark, *place = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError, RecursionError):
        raise _refusal() from None
    if mark != _mark(list_, user_id) or len(place) != len(kinds):
        raise _refusal()
    if not all(_is_of(part, kind) for part, kind in zip(place, kinds, strict=True)):
        raise _refusal()
    return place


def _is_of(part: Any, kind: type) -> bool:
    """And what the database can be asked about."""
    if kind is int:
        return type(part) is int and abs(part) < _FARTHEST
    if not isinstance(part, str) or not part.isprintable():
        return False
    return kind is str or (issubclass(kind, Enum) and part in [one.value for one in kind])


def _mark(list_: str, user_id: str) -> str:
    return hashlib.sha256(f"{list_}\n{user_id}".encode()).hexdigest()[:12]


def _refusal() -> Invalid:
    return Invalid(Fault("cursor", "This is no cursor of this list. Begin again without one."))
