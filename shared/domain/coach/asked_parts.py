"""Parts of a question: its words, the name in it, and which week it is of."""

from shared.domain.coach import asked_words as words_for
from shared.domain.coach.intents import Span

Words = tuple[str, ...]

UNCLEAR = "?"
"""The name of nothing."""


def has_any(words: Words, of: frozenset[str]) -> bool:
    return not of.isdisjoint(words)


def name_in(words: Words, beside: frozenset[str]) -> str:
    """From the first to the last word that may not stand beside: what is asked about. Nothing
    when all may; `UNCLEAR` when words of the question stand in its middle."""
    places = [place for place, word in enumerate(words) if word not in beside]
    if not places:
        return ""
    named = words[places[0] : places[-1] + 1]
    is_one = all(word not in beside or word in words_for.INSIDE for word in named)
    return " ".join(named) if is_one else UNCLEAR


def span_in(words: Words) -> tuple[Words, Span]:
    """The words without those that say which week, or the plan."""
    for pair, span in words_for.SPANS:
        for place in range(len(words) - 1):
            if words[place : place + 2] == pair:
                return (*words[:place], *words[place + 2 :]), span
    if has_any(words, words_for.PLANNED):
        return tuple(word for word in words if word not in words_for.PLANNED), Span.PLANNED
    return words, Span.NOT_SAID


def joined(words: Words) -> Words:
    """`one rep max` is one word: its one is no number of reps."""
    for name in words_for.MAXES:
        for place in range(len(words)):
            if words[place : place + len(name)] == name:
                return (*words[:place], "1rm", *words[place + len(name) :])
    return words
