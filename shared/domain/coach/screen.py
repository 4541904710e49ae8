"""The screen every question passes first: before quota, limits and model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from shared.domain.coach.answers import EMERGENCIES as URGENT
from shared.domain.coach.answers import verdict
from shared.domain.coach.folding import PAUSE, STOP, tokens
from shared.domain.coach.lexicon.emergencies import EMERGENCIES
from shared.domain.coach.lexicon.idioms import HISTORY, IDIOMS, SERIOUS
from shared.domain.coach.lexicon.redirects import REDIRECTS
from shared.domain.coach.lexicon.slips import COMMON, KEYS
from shared.domain.coach.lexicon.words import CLASSES, FILLERS, NEGATORS
from shared.domain.coach.negation import is_negated
from shared.domain.coach.patterns import Found, Lexicon, read
from shared.domain.coach.safety import ALLOWED, Action, Topic, Verdict
from shared.domain.coach.spelling import Speller

MASK = "_"
"""Stands where a figure of speech was: part of no pattern."""
FOLLOW_UP = 8
"""Words of a message that may be no more than a reaction to what was answered."""
_BACK = frozenset(
    {"it", "its", "that", "this", "still", "worse", "now", "help", "ok", "okay", "no", "yes"}
    | {"but", "what", "why", "really", "sure", "thanks"}
)

_URGENCY = {topic: place for place, topic in enumerate(Topic)}


@dataclass(frozen=True, slots=True)
class Screen:
    speller: Speller
    idioms: Lexicon
    history: Lexicon
    serious: Lexicon
    signs: Lexicon

    def topics(self, text: str) -> set[Topic]:
        """Everything a text touches that is not negated and no figure of speech."""
        words = self.speller.words(_joined(tokens(text)))
        plain = _masked(words, self.idioms.find(words))
        present = _masked(plain, self.history.find(plain))
        meant = [one for one in self.serious.find(words) if not is_negated(words, one)]
        signs = [one for one in self.signs.find(plain) if not is_negated(plain, one)]
        now = [one for one in self.signs.find(present) if not is_negated(present, one)]
        found = {one.topic for one in (*meant, *now)}
        found.update(one.topic for one in signs if one.topic not in URGENT)
        return {topic for topic in found if topic is not None}


@cache
def _screen() -> Screen:
    """Made by the first question: most requests of a function ask none."""
    signs = [
        *(one for topic, lines in EMERGENCIES.items() for one in read(topic, lines, CLASSES)),
        *(one for topic, lines in REDIRECTS.items() for one in read(topic, lines, CLASSES)),
    ]
    idioms, history = (list(read(None, lines, CLASSES)) for lines in (IDIOMS, HISTORY))
    serious = list(read(Topic.SUICIDE, SERIOUS, CLASSES))
    every = [Lexicon(patterns) for patterns in (idioms, history, serious, signs)]
    known = frozenset().union(*(one.words for one in every))
    return Screen(Speller(known, KEYS, COMMON | FILLERS | NEGATORS), *every)


def screen(text: str, before: Verdict | None = None) -> Verdict:
    """Decided by words alone, so it answers when everything else is down. `before` is what was
    decided about the person's last message in the same conversation: after an EMERGENCY a short
    follow-up gets the same answer again. Any length; made for up to 4,000 characters."""
    found = topics(text)
    if found:
        return verdict(min(found, key=_URGENCY.__getitem__))
    if before is not None and before.action is Action.EMERGENCY and _is_follow_up(text):
        return before
    return ALLOWED


def topics(text: str) -> set[Topic]:
    return _screen().topics(text)


def _is_follow_up(text: str) -> bool:
    words = [word for word in tokens(text) if word[0].isalnum()]
    return len(words) <= FOLLOW_UP and not _BACK.isdisjoint(words)


def _joined(words: Sequence[str]) -> list[str]:
    """“My chest. It hurts” is one sentence."""
    return [
        PAUSE if word == STOP and words[place + 1 : place + 2] in (["it"], ["its"]) else word
        for place, word in enumerate(words)
    ]


def _masked(words: Sequence[str], figures: Iterable[Found]) -> list[str]:
    """Sentences keep their ends: a figure of speech lies within one."""
    masked = list(words)
    for one in figures:
        masked[one.start : one.end] = [MASK] * (one.end - one.start)
    return masked
