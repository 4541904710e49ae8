"""Whether every figure of an answer is borne out by a fact."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.coach.facts import Citation, Fact


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
    return Fact(source, text)


def check(text: str, facts: Sequence[Fact]) -> Checked:
    """A whole answer at once."""
    return Checked(text, (), (), True)


class Checker:
    """The same for a stream: sentences come out as soon as they are whole and borne out."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.held = ""

    def feed(self, piece: str) -> str:
        """What may be sent now; often nothing."""
        self.held += piece
        return ""

    def close(self) -> str:
        """What was left of the last sentence, if it may be said. Then `checked` tells."""
        return self.held

    @property
    def checked(self) -> Checked:
        return check(self.held, self.facts)
