"""What a message states about the person who wrote it: in their own words, and never a guess.

A sentence counts when it speaks in the first person of what lasts: a name, equipment, times of
training, likes, a goal. Questions, conditions and what is so only today do not.
"""

import re
from collections.abc import Iterator

from shared.domain.coach.memory import MOST_CHARACTERS, MemoryKind, Statement
from shared.domain.coach.statement_forms import ABOUT_TRAINING, FORMS

_LONGEST_MESSAGE = 4_000
_MOST_SENTENCES = 40
_MOST_STATED = 5
"""Of one message."""
_SHORTEST = 3

_SENTENCES = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*[.!?]*")
_PASSING = re.compile(
    r"\b(today|tonight|tomorrow|yesterday|this (?:week|morning|evening|time)|right now|for now|"
    r"currently|at the moment|last (?:week|time|month|year)|used to|if|would|imagine|suppose|"
    r"pretend|joking|not true)\b"
)
_ASKS = re.compile(
    r"(?:so |and |but |ok |okay )?(?:do|does|did|is|are|am|can|could|should|shall|will|would|what|"
    r"whats|why|how|when|where|which|who|may|might|have i)\b"
)
_TOLD = re.compile(
    r"\s*(?:(?:hey|hi|hello|ok|okay|coach|please)[\s,]+)*"
    r"(?:remember|note|keep in mind|don['’]?t forget|do not forget)"
    r"(?:\s+that\b(?!\s+(?:time|day|when))|\s*:|\s+(?=(?:i|my|i['’]?m|i['’]?ve)\s))\s*"
    r"(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def statements(message: str) -> list[Statement]:
    """At most five, in their order."""
    found: list[Statement] = []
    for sentence in _sentences(message):
        one = _stated(sentence)
        if one is not None and one not in found:
            found.append(one)
    return found[:_MOST_STATED]


def told_to_remember(message: str) -> Statement | None:
    """What a message says to remember, when that is all it does."""
    match = _TOLD.match(message)
    if match is None or "?" in message:
        return None
    text = _tidy(match["text"])
    if not _SHORTEST <= len(text) <= MOST_CHARACTERS:
        return None
    return _stated(text) or Statement(text)


def _sentences(message: str) -> Iterator[str]:
    for number, match in enumerate(_SENTENCES.finditer(message[:_LONGEST_MESSAGE])):
        if number >= _MOST_SENTENCES:
            return
        sentence = _tidy(match.group())
        if _SHORTEST <= len(sentence) <= MOST_CHARACTERS and not sentence.endswith("?"):
            yield sentence


def _stated(sentence: str) -> Statement | None:
    plain = sentence.casefold().replace("'", "").replace("’", "")
    if _PASSING.search(plain) or _ASKS.match(plain):
        return None
    for kind, topic, form in FORMS:
        if form.match(plain) and (
            kind is not MemoryKind.PREFERENCE or ABOUT_TRAINING.search(plain)
        ):
            return Statement(sentence, kind, topic)
    return None


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;-")
