"""Patterns over words: a small language for lexicons, and a search that never backtracks far."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.coach.folding import STOP
from shared.domain.coach.lexicon.words import DENYING, STILL_THERE
from shared.domain.coach.safety import Topic


@dataclass(frozen=True, slots=True)
class Step:
    gap: int
    """How many other words may stand before."""
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    topic: Topic | None
    """None: a figure of speech."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Found:
    topic: Topic | None
    start: int
    end: int


def read(topic: Topic | None, lines: str, classes: Mapping[str, str]) -> Iterator[Pattern]:
    """One pattern a line. `word`, `this|that`, `CLASS` of words, `..3`: at most 3 words between,
    `<3>`: the same, in either order. No line: nothing. No pattern reaches over a sentence's end."""
    for line in lines.strip().splitlines():
        words = line.split()
        turn = next((place for place, word in enumerate(words) if word.startswith("<")), None)
        if turn is None:
            yield Pattern(topic, _steps(words, classes))
            continue
        left, gap, right = words[:turn], f"..{words[turn].strip('<>')}", words[turn + 1 :]
        yield Pattern(topic, _steps([*left, gap, *right], classes))
        yield Pattern(topic, _steps([*right, gap, *left], classes))


def _steps(words: Sequence[str], classes: Mapping[str, str]) -> tuple[Step, ...]:
    steps, gap = [], 0
    for word in words:
        if word.startswith(".."):
            gap = int(word.removeprefix(".."))
            continue
        alternatives = " ".join(classes.get(one, one) for one in word.split("|"))
        steps.append(Step(gap, frozenset(alternatives.split())))
        gap = 0
    return tuple(steps)


class Lexicon:
    """Patterns by the word they begin with."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._beginning: dict[str, list[Pattern]] = defaultdict(list)
        words: set[str] = set()
        for pattern in patterns:
            for word in pattern.steps[0].words:
                self._beginning[word].append(pattern)
            words.update(*(step.words for step in pattern.steps))
        self.words = frozenset(words)

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """Everywhere a pattern begins, in order. Of one beginning, its shortest end."""
        for start, word in enumerate(words):
            for pattern in self._beginning.get(word, ()):
                end = _end(words, start, pattern.steps)
                if end is not None:
                    yield Found(pattern.topic, start, end)


def is_denied(words: Sequence[str], place: int, after: int) -> bool:
    """“My knee does not hurt”: a gap has no such word, but for “does not stop”."""
    return place > after and words[place] in DENYING and words[place + 1] not in STILL_THERE


def _end(words: Sequence[str], at: int, steps: Sequence[Step]) -> int | None:
    """Where a pattern ends that begins at `at`. Its length is bounded by its gaps, and so is the
    search: no text makes it slow."""
    if len(steps) == 1:
        return at + 1
    wanted = steps[1]
    for place in range(at + 1, min(at + 2 + wanted.gap, len(words))):
        if words[place] == STOP or is_denied(words, place - 1, at):
            return None
        if words[place] in wanted.words:
            end = _end(words, place, steps[1:])
            if end is not None:
                return end
    return None
