"""What a message states about the person who wrote it: in their own words, and never a guess.

A sentence counts when it speaks in the first person of what lasts: a name, equipment, times of
training, likes, a goal. Questions, conditions and what is so only today do not.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from shared.domain.coach.memory import MOST_CHARACTERS, MemoryKind, Statement

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
_OPENING = (
    r"(?:(?:and|but|also|well|so|ok|okay|hi|hey|hello|btw|by the way|coach|please|fyi)[ ,]+)*"
)
_THING = (
    r"(?:barbells?|dumbbells?|kettlebells?|bands?|racks?|bench|cables?|machines?|gym|smith|"
    r"pull ?up bar|rings?|plates?|equipment|weights|treadmill|sled|trap bar)"
)
_ABOUT_TRAINING = re.compile(
    rf"\b(?:{_THING}|squats?|squatting|deadlifts?|deadlifting|press(?:es|ing)?|rows?|rowing|curls?|"
    r"lunges?|pull ?ups?|chin ?ups?|push ?ups?|dips?|cardio|running|cycling|swimming|supersets?|"
    r"high reps|low reps|heavy|training|train|exercises?|workouts?|sessions?|isolation|compounds?|"
    r"free weights|split|full body|legs?|arms?|chest|back|shoulders?|failure|rest|yoga)\b"
)
_DAYS = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?"
_TIME = (
    rf"(?:at \d|at noon|in the (?:morning|evening|afternoon)|mornings?|evenings?|at night|"
    rf"after work|before work|early|late|on {_DAYS}|during lunch|at lunch)"
)


class _Pattern(NamedTuple):
    kind: MemoryKind
    topic: str
    form: re.Pattern[str]


def _form(text: str) -> re.Pattern[str]:
    return re.compile(rf"{_OPENING}{text}")


_PATTERNS = (
    _Pattern(
        MemoryKind.NAME,
        "name",
        _form(r"(?:(?:you can )?call me|my name is|my names|i go by) (?!back|when|if|later|crazy)"
              r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*){0,2}[.!]*$"),
    ),
    _Pattern(
        MemoryKind.SCHEDULE,
        "days",
        _form(r"i (?:can |only |usually |want to |will |always )*"
              r"(?:train|work ?out|lift|exercise|go to the gym) (?:only |about |up to )?"
              r"(?:\d|one|two|three|four|five|six|seven|once|twice|every)(?: or \d)?"
              r"(?: (?:times|days))?(?: (?:a|per|each) week| day| other day)?\b"),
    ),
    _Pattern(
        MemoryKind.SCHEDULE,
        "time",
        _form(rf"i (?:can |only |usually |always |have to |prefer to )*"
              rf"(?:train|work ?out|lift|exercise|go to the gym) (?:[\w]+ ){{0,3}}{_TIME}\b"),
    ),
    _Pattern(
        MemoryKind.SCHEDULE,
        "minutes",
        _form(r"(?:i (?:only )?have (?:only |about |around )?\d+ min(?:ute)?s?\b|"
              r"my (?:workouts|sessions) (?:are|last|take) (?:about |around )?\d+ min)"),
    ),
    _Pattern(
        MemoryKind.EQUIPMENT,
        "",
        _form(
            rf"i (?:only |dont |do not |ve |also )*(?:have|own|got|use)\b"
            rf"[^?]{{0,60}}\b{_THING}\b"
        ),
    ),
    _Pattern(
        MemoryKind.EQUIPMENT,
        "place",
        _form(r"i (?:only |usually |always )*(?:train|work ?out|lift|exercise) "
              r"(?:at home|outdoors|outside|in (?:a|my) [\w ]{0,20}(?:gym|garage|basement))\b"),
    ),
    _Pattern(
        MemoryKind.GOAL,
        "goal",
        _form(r"(?:my (?:main |biggest |only )?goal is\b.|i want to (?:get|be|become|grow|build|"
              r"gain|lose|put on|bulk|cut|compete|increase|improve)\b.|"
              r"i(?:m| am) training for\b.)"),
    ),
    _Pattern(
        MemoryKind.PREFERENCE,
        "",
        _form(r"i (?:really |absolutely |much |do not |dont |cant )*"
              r"(?:prefer|love|like|enjoy|hate|dislike|stand|avoid)\b"),
    ),
)  # fmt: skip
_TOLD = re.compile(
    r"\s*(?:(?:hey|hi|hello|ok|okay|coach|please)[\s,]+)*"
    r"(?:remember|note|keep in mind|don['’]?t forget|do not forget)"
    r"(?:\s+that\b(?!\s+(?:time|day|when))|\s*:|\s+(?=(?:i|my|i['’]?m|i['’]?ve)\s))\s*(?P<text>\S.*)",
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
    for kind, topic, form in _PATTERNS:
        if form.match(plain) and (
            kind is not MemoryKind.PREFERENCE or _ABOUT_TRAINING.search(plain)
        ):
            return Statement(sentence, kind, topic)
    return None


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;-")
