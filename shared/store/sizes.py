"""How large a document is by Firestore's own rules, and how large we let one become."""

from collections.abc import Mapping, Sequence

from shared.domain.errors import TooLarge

DOCUMENT_BUDGET_BYTES = 256 * 1024
"""A quarter of what Firestore takes: a document is read and sent as a whole."""

_FIXED = 32
"""Firestore's overhead for any document, whatever its name."""


def stored_bytes(data: object) -> int:
    """Names and texts by their UTF-8 bytes plus one, numbers and times 8, booleans and null 1
    (firebase.google.com/docs/firestore/storage-size)."""
    if data is None or isinstance(data, bool):
        return 1
    if isinstance(data, str):
        return len(data.encode()) + 1
    if isinstance(data, bytes):
        return len(data)
    if isinstance(data, Mapping):
        return sum(stored_bytes(name) + stored_bytes(item) for name, item in data.items())
    if isinstance(data, Sequence):
        return sum(stored_bytes(item) for item in data)
    return 8


def within_budget(
    data: Mapping[str, object], what: str, limit: int = DOCUMENT_BUDGET_BYTES
) -> None:
    """Raises `TooLarge` with the numbers."""
    size = stored_bytes(data) + _FIXED
    if size > limit:
        raise TooLarge(
            f"{what} would take {size} bytes; {limit} is the most.",
            limit_bytes=limit,
            actual_bytes=size,
        )
