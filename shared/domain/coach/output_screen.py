"""What the coach never says, whatever a model wrote."""

import re
from functools import cache

from shared.domain.coach.folding import tokens
from shared.domain.coach.lexicon.forbidden import ALLOWED_DOSES, FORBIDDEN, REFUSING
from shared.domain.coach.lexicon.words import CLASSES
from shared.domain.coach.patterns import Lexicon, read
from shared.domain.coach.prompting import RULES
from shared.domain.coach.safety import Topic
from shared.domain.coach.screen import topics
from shared.domain.coach.sentences import Splitter

FALLBACK = (
    "I cannot answer that well. Ask me about your training: volume, exercises, loads, progress."
)

LOOKED_BACK = 1_500
"""Characters of a stream that are looked at again with each piece."""
_QUOTED = 9
"""Words in a row that are no chance."""
_MARKUP = re.compile(
    r"<\s*[/!a-z]|javascript\s*:|data\s*:\s*text|&(?:lt|gt|#\d+|#x[0-9a-f]+);?|!\[|\]\s*\(|```"
    r"|\{\{|\bon(?:error|load|click)\s*=",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,15}://|\bwww\.|\bmailto:|\b[\w.+-]+@[\w-]+\.\w{2,}"
    r"|\b[a-z0-9-]{2,}\.(?:com|net|org|io|co|ai|app|dev|info|biz|me|ru|xyz|shop|store|de|uk|eu)\b"
    r"(?!\.\w)",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\d\s?(?:mg|mcg|µg|ug|iu|ml|cc)\b", re.IGNORECASE)
_KCAL = re.compile(r"(?<![\d,.])(\d{1,3}|1[01]\d\d|1,[01]\d\d)\s?(?:-\s?)?(?:k?cals?|calories)\b")
_INTAKE = re.compile(
    r"\b(?:eat|eating|intake|diet|consume|per day|a day|daily|limit|stay (?:at|under))\b"
)
_NO_INTAKE = re.compile(r"\b(?:deficit|surplus|burn\w*|more|less|extra|below|above|over|under)\b")
_FAST = re.compile(
    r"\bfast(?:ing)? (?:for )?(?:\d+|two|three|four|five|several) ?-?(?:days?|weeks?)\b"
    r"|\b(?:48|72)[ -]hours? fast|\bskip(?:ping)? (?:all )?(?:meals|eating)\b|\bstop eating\b"
)


def is_sayable(text: str) -> bool:
    """False for doses of medication, a diagnosis, extreme restriction, encouragement to hurt
    oneself, the instructions of the coach, links and markup. A stream asks with all of the text
    so far; when False, what follows is `FALLBACK`."""
    recent = text[-LOOKED_BACK:]
    if _MARKUP.search(recent) or _LINK.search(recent) or _quotes_the_rules(recent):
        return False
    splitter = Splitter()
    return not any(_harms(one) for one in (*splitter.feed(recent), *splitter.close()))


def _harms(sentence: str) -> bool:
    words = tokens(sentence)
    if _restricts(sentence.lower()) or next(_forbidden().find(words), None) is not None:
        return True
    if _DOSE.search(sentence) and ALLOWED_DOSES.isdisjoint(words):
        return True
    touched = topics(sentence)
    if Topic.SUICIDE in touched:
        return True
    return Topic.DRUGS in touched and REFUSING.isdisjoint(words)


def _restricts(sentence: str) -> bool:
    kcal = _KCAL.search(sentence)
    too_little = kcal and _INTAKE.search(sentence) and not _NO_INTAKE.search(sentence)
    if too_little:
        return True
    fast = _FAST.search(sentence)
    return fast is not None and REFUSING.isdisjoint(sentence.split())


def _quotes_the_rules(text: str) -> bool:
    words = _plain(text)
    own = _own_words()
    return any(
        tuple(words[place : place + _QUOTED]) in own for place in range(len(words) - _QUOTED + 1)
    )


@cache
def _own_words() -> frozenset[tuple[str, ...]]:
    words = _plain(" ".join(RULES))
    return frozenset(
        tuple(words[place : place + _QUOTED]) for place in range(len(words) - _QUOTED + 1)
    )


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


@cache
def _forbidden() -> Lexicon:
    return Lexicon(read(None, FORBIDDEN, CLASSES))
