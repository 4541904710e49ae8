"""A message as rules read it: plain words, without what people say to be polite."""

import re
import unicodedata

_MOST_CHARACTERS = 200
"""What is longer asks more than a rule can answer."""
_NOT_A_WORD = re.compile(r"[^a-z0-9.@,&+/-]+")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}(?:[^0-9]|$))")
_TIMES = re.compile(r"(?<=[0-9])\s*[x*×]\s*(?=[0-9])")
_AMOUNT = re.compile(r"([0-9])(kgs?|kilos?|lbs?|pounds?|reps?)\b")
_SENTENCE_ENDS = re.compile(r"[.!?]+(?:\s+|$)")

_BEFORE = (
    "hey coach",
    "hi coach",
    "hello coach",
    "hey",
    "hi",
    "hello",
    "coach",
    "ok",
    "okay",
    "so",
    "please",
    "quick question",
    "can you tell me",
    "could you tell me",
    "can you please tell me",
    "could you please tell me",
    "can you show me",
    "could you show me",
    "tell me",
    "show me",
    "give me",
    "i want to know",
    "i would like to know",
    "id like to know",
    "do you know",
    "remind me",
    "can you remind me",
)
_AFTER = (
    "please",
    "thanks",
    "thank you",
    "coach",
    "right now",
    "again",
    "currently",
    "at the moment",
)


def sentences_of(message: str) -> list[tuple[str, ...]]:
    """The words of each; nothing of a message that is too long for a rule. Small letters; a number
    has a point; `100kg` is two words and `100x5` three; what's is whats."""
    text = unicodedata.normalize("NFKC", message).casefold().strip()
    if not text or len(text) > _MOST_CHARACTERS:
        return []
    text = text.replace("'", "").replace("’", "").replace("`", "")
    text = _BETWEEN_DIGITS.sub(".", text)
    text = _AMOUNT.sub(r"\1 \2", _TIMES.sub(" x ", text))
    sentences = [one for one in _SENTENCE_ENDS.split(text) if one.strip()]
    return [tuple(one.split()) for one in map(_polite, sentences) if one]


def _polite(sentence: str) -> str:
    """The sentence without what is said before and after it; nothing, when that is all."""
    words = " ".join(part.strip(".,-/") for part in _NOT_A_WORD.sub(" ", sentence).split())
    words = " ".join(words.split())
    while True:
        less = words
        for opening in _BEFORE:
            if less == opening or less.startswith(f"{opening} "):
                less = less[len(opening) :].strip()
        for closing in _AFTER:
            if less == closing or less.endswith(f" {closing}"):
                less = less[: len(less) - len(closing)].strip()
        if less == words:
            return words
        words = less
