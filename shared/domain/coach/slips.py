"""Words with a slip of the finger in them."""

from collections.abc import Iterable

_SHORTEST = 5
"""Of fewer letters, one wrong letter makes another word."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one known word that a single slip makes this one of: a letter too many, one too few,
    a wrong one, or two in the wrong order. None when several are as near, or none is."""
    if len(word) < _SHORTEST:
        return None
    near = {one for one in known if len(one) >= _SHORTEST and is_slip(word, one)}
    return near.pop() if len(near) == 1 else None


def is_slip(word: str, meant: str) -> bool:
    """Whether they are one slip apart. Equal words are none."""
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    left, right = word[start:], meant[start:]
    if len(left) != len(right):
        return left[1:] == right or left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
