"""Which exercise somebody means by what they typed, where there is little doubt."""

from collections.abc import Sequence

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import Exercise, Standing
from shared.search.exercises import Exactness, matches

_LEAST = 0.8
_AS_GOOD = 0.1
"""So far behind the best one others may still be meant."""
_MOST = 6


def meant(catalogue: Catalogue, text: str) -> Sequence[Exercise]:
    """The best first; one alone when the text is its very name; none where it is doubtful that an
    exercise is meant at all. Which of several it is, what the person trains decides."""
    exercise = catalogue.find(text)
    if exercise is not None and exercise.standing is not Standing.REMOVED:
        return [exercise]
    found = [
        match
        for match in matches(catalogue, text)
        if match.exercise.standing is not Standing.REMOVED
    ]
    if not found or (found[0].exactness is Exactness.CLOSE and found[0].score < _LEAST):
        return []
    best = found[0]
    if best.exactness is Exactness.NAME:
        return [best.exercise]
    least = max(_LEAST, best.score - _AS_GOOD)
    return [best.exercise, *(one.exercise for one in found[1:_MOST] if one.score >= least)]
