"""Finding exercises by what people type: exact names first, then the best match, typos forgiven.

A query is held against every name and alias twice: as a whole with the spaces taken out (which
forgives a typo anywhere), and word by word (which finds "dumbell curl" in a longer name, in any
order). Two words that stand side by side also count as one: "pull down" is "pulldown".
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import Exercise
from shared.search.words import words_of

_LEAST_WHOLE = 0.75
_LEAST_RECALL = 0.65
_PREFIX_AT_LEAST = 0.75
_WEIGHT_OF_BREVITY = 0.2
_ALIAS = 0.98
_STANDARD_BONUS = 0.03


class Exactness(IntEnum):
    NAME = 0
    ALIAS = 1
    OTHER_ORDER = 2
    CLOSE = 3


@dataclass(frozen=True, slots=True)
class Match:
    exercise: Exercise
    exactness: Exactness
    score: float

    @property
    def place(self) -> tuple[int, float, int, str, str]:
        """Sorts the best first, and the same matches always alike."""
        name = self.exercise.name
        return self.exactness, -round(self.score, 4), len(name), name, self.exercise.id


@dataclass(frozen=True, slots=True)
class _Term:
    """A name or an alias. `exercise` is the place of its exercise in the index."""

    exercise: int
    words: tuple[str, ...]
    is_name: bool

    @property
    def joined(self) -> str:
        return "".join(self.words)


def search(catalogue: Catalogue, query: str) -> list[Exercise]:
    """The best first. Whatever its standing."""
    return [match.exercise for match in matches(catalogue, query)]


def matches(catalogue: Catalogue, query: str) -> list[Match]:
    """As `search`, with how good each is."""
    found = [match for layer in catalogue.layers for match in index_of(layer).search(query)]
    return sorted(found, key=lambda match: match.place)


@lru_cache(maxsize=64)
def index_of(layer: Mapping[str, Exercise]) -> "Index":
    """Made once for each layer: layers are told apart by identity and never change."""
    return Index(layer.values())


class Index:
    """Prepared once, searched often. Threads may share it."""

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        self._exercises = tuple(exercises)
        self._terms = tuple(_terms(self._exercises))
        self._joined = [term.joined for term in self._terms]
        exact: defaultdict[str | tuple[str, ...], list[int]] = defaultdict(list)
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, term in enumerate(self._terms):
            exact[term.joined].append(number)
            exact[tuple(sorted(term.words))].append(number)
            for word in {*term.words, *map("".join, pairwise(term.words))}:
                holders[word].append(number)
        self._exact, self._holders = dict(exact), dict(holders)
        self._vocabulary = sorted(holders)

    def search(self, query: str) -> list[Match]:
        """In no order; sort by `place`."""
        words = words_of(query)
        if not words:
            return []
        scores = self._by_words(words)
        for _, score, number in extract(
            "".join(words),
            self._joined,
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_WHOLE,
            limit=None,
        ):
            scores[number] = max(scores.get(number, 0.0), score)
        return self._matches(scores, self._exactness(words))

    def _by_words(self, words: tuple[str, ...]) -> dict[int, float]:
        """Term -> how well it holds the words, 0 to 1, of the terms that hold most of them."""
        held: list[dict[int, float]] = [{} for _ in words]
        for place, word in enumerate(words):
            self._note(word, [held[place]])
        for place, pair in enumerate(pairwise(words)):
            self._note("".join(pair), held[place : place + 2])
        letters = sum(map(len, words))
        found: defaultdict[int, float] = defaultdict(float)
        for word, holders in zip(words, held, strict=True):
            for number, likeness in holders.items():
                found[number] += likeness * len(word)
        scores = {}
        for number, matched in found.items():
            recall = matched / letters
            if recall >= _LEAST_RECALL:
                shown = min(1.0, matched / len(self._joined[number]))
                scores[number] = recall * (1 - _WEIGHT_OF_BREVITY * (1 - shown))
        return scores

    def _note(self, word: str, held: list[dict[int, float]]) -> None:
        for known, likeness in self._like(word):
            for number in self._holders[known]:
                for holders in held:
                    if likeness > holders.get(number, 0.0):
                        holders[number] = likeness

    def _like(self, word: str) -> Iterator[tuple[str, float]]:
        """Known words that start with this one, or differ in a letter or two."""
        vocabulary = self._vocabulary
        at = bisect_left(vocabulary, word)
        while at < len(vocabulary) and vocabulary[at].startswith(word):
            known = vocabulary[at]
            share = len(word) / len(known)
            yield known, 1.0 if share == 1 else _PREFIX_AT_LEAST + share * (1 - _PREFIX_AT_LEAST)
            at += 1
        edits = _edits_forgiven(word)
        if edits:
            for known, distance, _ in extract(
                word, vocabulary, scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                if distance:
                    yield known, 1 - distance / max(len(word), len(known))

    def _exactness(self, words: tuple[str, ...]) -> dict[int, Exactness]:
        """Exercise -> how exactly it is what was typed, of those that are."""
        exactness: dict[int, Exactness] = {}
        for number in self._exact.get(tuple(sorted(words)), ()):
            exactness[self._terms[number].exercise] = Exactness.OTHER_ORDER
        for number in self._exact.get("".join(words), ()):
            term = self._terms[number]
            found = Exactness.NAME if term.is_name else Exactness.ALIAS
            exactness[term.exercise] = min(found, exactness.get(term.exercise, found))
        return exactness

    def _matches(self, scores: dict[int, float], exactness: dict[int, Exactness]) -> list[Match]:
        best: dict[int, float] = {}
        for number, score in scores.items():
            term = self._terms[number]
            weighed = score if term.is_name else score * _ALIAS
            best[term.exercise] = max(best.get(term.exercise, 0.0), weighed)
        return [
            Match(
                self._exercises[place],
                exactness.get(place, Exactness.CLOSE),
                score + _STANDARD_BONUS * self._exercises[place].is_standard,
            )
            for place, score in best.items()
        ]


def _terms(exercises: Iterable[Exercise]) -> Iterator[_Term]:
    for place, exercise in enumerate(exercises):
        for text in (exercise.name, *exercise.aliases):
            words = words_of(text)
            if words:
                yield _Term(place, words, is_name=text is exercise.name)


def _edits_forgiven(word: str) -> int:
    """Short words are too alike: one wrong letter makes another word of them."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 6 else 2
