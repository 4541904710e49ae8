"""Cursors: where a list goes on, in a text that means something to us alone."""

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from shared.domain.errors import Fault, Invalid

MOST_CHARACTERS = 400
"""Of a cursor: for the query models."""


def cursor(list_: str, user_id: str, *place: str | int) -> str:
    """`list_` names what it goes on in, with every filter that decides what is in it."""
    told = json.dumps([_mark(list_, user_id), *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def place_of(text: str, list_: str, user_id: str, *kinds: type) -> Sequence[Any]:
    """The place that went into it, each part of its kind. A cursor of another list or of somebody
    else is refused: `Invalid`. It gives no rights: whoever asks sees what is theirs."""
    place: list[Any]
    try:
        padded = text + "=" * (-len(text) % 4)
        mark, *place = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError, RecursionError):
        raise _refusal() from None
    if mark != _mark(list_, user_id) or [type(part) for part in place] != list(kinds):
        raise _refusal()
    return place


def _mark(list_: str, user_id: str) -> str:
    return hashlib.sha256(f"{list_}\n{user_id}".encode()).hexdigest()[:12]


def _refusal() -> Invalid:
    return Invalid(Fault("cursor", "This is no cursor of this list. Begin again without one."))
