"""Whether every figure of an answer is borne out by a fact."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.coach.facts import Citation, Fact, Figure, Origin, Unit
from shared.domain.coach.judging import judge
from shared.domain.coach.landmarks import LANDMARKS
from shared.domain.coach.numbers import numbers, tidy
from shared.domain.coach.sentences import Splitter, begins_item, is_heading
from shared.domain.coach.supporting import Facts

MEANINGFUL_WORDS = 8
"""What is left must have that many words in plain sentences, and half of those there were."""
_LEANING = re.compile(
    r"\W*(?:that|this|it|it[’']s|which|these|those|both|they|so|of these)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Checked:
    text: str
    """What may be said: the sentences whose figures are all borne out, in order."""
    citations: tuple[Citation, ...]
    unsupported: tuple[str, ...]
    """The figures nothing bears out, as they were written."""
    is_meaningful: bool
    """Whether `text` still says something. If not: repair once, then refuse honestly."""


def stated(text: str, source: str = "message") -> Fact:
    """The figures of a person's own words, as a fact the answer may repeat."""
    figures = (
        Figure(abs(value), written.unit or Unit.ANY)
        for written in numbers(tidy(text))
        for value in written.values
    )
    return Fact(source, text, tuple(dict.fromkeys(figures)), origin=Origin.STATED)


def check(text: str, facts: Sequence[Fact]) -> Checked:
    """A whole answer at once."""
    checker = Checker(facts)
    checker.feed(text)
    checker.close()
    return checker.checked


class Checker:
    """The same for a stream: sentences come out as soon as they are whole and borne out. What came
    out is `checked.text`, but for white space at its ends. Landmarks are facts without saying."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = Facts((*facts, *LANDMARKS))
        self._splitter = Splitter()
        self._headings: list[str] = []
        self._said: list[str] = []
        self._citations: list[Citation] = []
        self._unsupported: list[str] = []
        self._words_lost = 0
        self._lost = ""
        """The sentence before this one, if it was left out."""
        self._waiting = ""
        self._begun = False

    def feed(self, piece: str) -> str:
        """What may be sent now; often nothing, and nothing before it says something: who gets
        `Sure!` and no more has no answer."""
        return self._released(self._splitter.feed(piece), is_end=False)

    def close(self) -> str:
        """What was left of the last sentence, if it may be said. Then `checked` tells."""
        return self._released(self._splitter.close(), is_end=True)

    def _released(self, sentences: Sequence[str], *, is_end: bool) -> str:
        self._waiting += "".join(self._take(sentence) for sentence in sentences)
        words = sum(_words(one) for one in self._said)
        may_begin = words >= MEANINGFUL_WORDS and words >= self._words_lost
        if not (self._begun or may_begin or (is_end and self.checked.is_meaningful)):
            return ""
        self._begun = True
        released, self._waiting = self._waiting, ""
        return released

    @property
    def checked(self) -> Checked:
        words = sum(_words(one) for one in self._said)
        enough = words >= MEANINGFUL_WORDS and words >= self._words_lost
        text = "".join(self._said).strip()
        return Checked(
            text=text,
            citations=tuple(dict.fromkeys(self._citations)),
            unsupported=tuple(dict.fromkeys(self._unsupported)),
            is_meaningful=enough if self._words_lost else bool(text),
        )

    def _take(self, sentence: str) -> str:
        judged = judge(sentence, self._facts)
        if judged.unsupported or self._leans_on_what_is_lost(sentence):
            self._unsupported.extend(judged.unsupported)
            self._words_lost += _words(sentence)
            self._lost = sentence
            return ""
        self._lost = ""
        if is_heading(sentence):
            # Said only when something comes under it.
            self._headings = [*self._headings, sentence] if _continues(sentence) else [sentence]
            return ""
        said = [*self._headings, sentence] if sentence.strip() else [sentence]
        self._headings = self._headings if not sentence.strip() else []
        self._said.extend(said)
        claim = sentence.strip().lstrip("-*•# ").strip()
        self._citations.extend(Citation(claim, source) for source in judged.sources)
        return "".join(said)

    def _leans_on_what_is_lost(self, sentence: str) -> bool:
        """`That is plenty.` after a sentence that was left out, and what else stood in its item."""
        if not self._lost or begins_item(sentence):
            return False
        in_same_item = begins_item(self._lost) and not self._lost.endswith("\n")
        return in_same_item or _LEANING.match(sentence) is not None


def _continues(heading: str) -> bool:
    return heading.strip().startswith("#")


def _words(sentence: str) -> int:
    """Of plain sentences: neither a heading nor a question says anything of its own."""
    if is_heading(sentence) or sentence.strip().endswith("?"):
        return 0
    return len(_WORD.findall(sentence))
