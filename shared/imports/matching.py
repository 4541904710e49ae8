"""Which of our exercises a name in somebody's file means, and how sure that is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from re import compile as pattern

from rapidfuzz import fuzz, process

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import Equipment, Exercise, Standing
from shared.domain.imports.batch import LIKELY, SURE, Decision
from shared.domain.naming import name_key, sought

_BRACKETS = pattern(r"\s*\(([^()]*)\)\s*")
_NOT_WORDS = pattern(r"[^\w]+")
_ELSEWHERE = 0.85
"""Of a match on other equipment than the file says: a question, never an answer."""
_OTHER_ORDER = 0.99
"""Low to high is not high to low, where both are known."""
_ONE_SIDED = 0.9
"""Of a match where one name has words that the other lacks."""
_EQUIPMENT = {
    "barbell": Equipment.BARBELL,
    "dumbbell": Equipment.DUMBBELL,
    "dumbbells": Equipment.DUMBBELL,
    "cable": Equipment.CABLE,
    "machine": Equipment.MACHINE,
    "leverage machine": Equipment.MACHINE,
    "plate loaded": Equipment.MACHINE,
    "smith machine": Equipment.SMITH_MACHINE,
    "bodyweight": Equipment.BODYWEIGHT,
    "weighted bodyweight": Equipment.BODYWEIGHT,
    "assisted bodyweight": Equipment.MACHINE,
    "assisted": Equipment.MACHINE,
    "weighted": Equipment.BODYWEIGHT,
    "kettlebell": Equipment.KETTLEBELL,
    "band": Equipment.RESISTANCE_BAND,
    "resistance band": Equipment.RESISTANCE_BAND,
}
_SAME = {
    "bicep": "biceps",
    "tricep": "triceps",
    "flye": "fly",
    "db": "dumbbell",
    "bb": "barbell",
    "kb": "kettlebell",
}


@dataclass(frozen=True, slots=True)
class Meant:
    exercise_id: str | None
    confidence: float
    decision: Decision


_NOTHING = Meant(None, 0.0, Decision.UNMATCHED)


@dataclass
class Matcher:
    """For the exercises one person sees. `remembered`: key of a name -> what they said before."""

    catalogue: Catalogue
    remembered: Mapping[str, str | None]
    _known: dict[tuple[str, str | None], Meant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        active = [one for one in self.catalogue if one.standing is Standing.ACTIVE]
        # Of two that match alike the usual form comes first, then the shorter name.
        active.sort(key=lambda one: (not one.is_standard, len(one.name), one.id))
        self._terms = list(chain.from_iterable(map(_terms, active)))
        self._texts = [text for text, _ in self._terms]

    def meant(self, name: str, file_id: str | None = None) -> Meant:
        key = name, file_id
        if key not in self._known:
            self._known[key] = self._found(name, file_id)
        return self._known[key]

    def _found(self, name: str, file_id: str | None) -> Meant:
        if file_id is not None and self.catalogue.find(file_id) is not None:
            return Meant(file_id, 1.0, Decision.KNOWN)
        if name_key(name) in self.remembered:
            said = self.remembered[name_key(name)]
            if said is None:
                return Meant(None, 1.0, Decision.LEFT_OUT)
            if self.catalogue.find(said) is not None:
                return Meant(said, 1.0, Decision.REMEMBERED)
        exercise, score = self._best(name)
        if exercise is None or score < LIKELY:
            return _NOTHING
        return Meant(exercise.id, round(score, 3), Decision.AUTO if score >= SURE else Decision.ASK)

    def _best(self, name: str) -> tuple[Exercise | None, float]:
        """`Name (Equipment)` is tried as `Equipment Name` and as `Name` on that equipment."""
        equipment = _equipment(name)
        best: tuple[Exercise | None, float] = (None, 0.0)
        for text in _spellings(name, equipment):
            for exercise, score in self._like(text):
                elsewhere = equipment is not None and exercise.equipment is not equipment
                weighed = score * _ELSEWHERE if elsewhere else score
                if weighed > best[1]:
                    best = exercise, weighed
        return best

    def _like(self, text: str) -> Iterator[tuple[Exercise, float]]:
        for known, likeness, place in process.extract(
            text, self._texts, scorer=fuzz.token_sort_ratio, limit=8, score_cutoff=60
        ):
            is_joined = known.replace(" ", "") == text.replace(" ", "")
            score = 1.0 if is_joined else _OTHER_ORDER * likeness / 100
            if not is_joined and _differ(text, known):
                score *= _ONE_SIDED
            yield self._terms[place][1], score


def _differ(first: str, second: str) -> bool:
    """Whether a word of one is no word of the other, not even misspelt."""
    ours, theirs = first.split(), second.split()
    return any(
        max((fuzz.ratio(word, other) for other in others), default=0) < 75
        for words, others in ((ours, theirs), (theirs, ours))
        for word in words
    )


def _terms(exercise: Exercise) -> Iterator[tuple[str, Exercise]]:
    for text in dict.fromkeys(map(_plain, (exercise.name, *exercise.aliases))):
        yield text, exercise


def _plain(name: str) -> str:
    words = _NOT_WORDS.sub(" ", sought(name).replace("'", "").replace("’", "")).split()
    return " ".join(_SAME.get(word, _singular(word)) for word in words)


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "ps"))
    return _SAME.get(word[:-1], word[:-1]) if is_plural else word


def _equipment(name: str) -> Equipment | None:
    for inner in _BRACKETS.findall(name):
        for part in inner.split(","):
            found = _EQUIPMENT.get(part.strip().casefold())
            if found is not None:
                return found
    return None


def _spellings(name: str, equipment: Equipment | None) -> Iterable[str]:
    bare = _BRACKETS.sub(" ", name)
    inside = " ".join(_BRACKETS.findall(name))
    texts = [_plain(f"{inside} {bare}"), _plain(bare)] if inside else [_plain(name)]
    if equipment is None:
        # What stands in brackets is part of the name, and may not be dropped.
        texts = texts[:1]
    return dict.fromkeys(text for text in texts if text)
