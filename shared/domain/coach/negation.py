"""Whether a sign is said not to be there: “no chest pain”, “never had dizziness or chest pain”."""

from collections.abc import Sequence

from shared.domain.coach.folding import PAUSE, STOP
from shared.domain.coach.lexicon.words import (
    FILLERS,
    LISTED,
    NEGATORS,
    PREVENTING,
    UNPRECEDENTED,
)
from shared.domain.coach.patterns import Found
from shared.domain.coach.safety import Topic

_PREVENTED = frozenset({Topic.INJURY, Topic.MEDICAL, None})
"""Preventing an injury is training; preventing a suicide is not."""
_OR = ("or", "nor")
_SO_FAR = ("never", "havent", "hasnt", "not")


def is_negated(words: Sequence[str], found: Found) -> bool:
    """By a negator before it, with nothing but fillers and other signs of a list between, or by a
    `free`, `none` or `no` after it."""
    after = list(words[found.end : found.end + 5])
    if after[:1] == ["free"] or _answers_no(after):
        return True
    place = _negator(words, found)
    if place is None:
        return False
    if words[place] in PREVENTING:
        return found.topic in _PREVENTED
    is_new = words[place] in _SO_FAR and not UNPRECEDENTED.isdisjoint(after)
    return not is_new


def _answers_no(after: Sequence[str]) -> bool:
    is_no = after[1:2] in (["no"], ["none"], ["negative"])
    return after[:1] == [PAUSE] and is_no and after[2:3] in ([], [PAUSE], [STOP])


def _negator(words: Sequence[str], found: Found) -> int | None:
    in_list = _is_listed(words, found)
    for place in range(found.start - 1, max(-1, found.start - 16), -1):
        word = words[place]
        if word in NEGATORS:
            return place
        if word == STOP:
            return None
        if word in _OR:
            in_list = True
        elif word not in FILLERS and not (in_list and (word in LISTED or word == PAUSE)):
            return None
    return None


def _is_listed(words: Sequence[str], found: Found) -> bool:
    """Whether a list with `or` goes on behind: `no fever, chest pain or dizziness`."""
    for word in words[found.end : found.end + 6]:
        if word in _OR:
            return True
        if word not in LISTED and word != PAUSE:
            return False
    return False
