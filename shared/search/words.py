"""Names of exercises as words that compare: without case, accents, punctuation and plurals."""

import unicodedata
from functools import lru_cache

_MOST_WORDS = 8
_SAME = {
    "db": "dumbbell",
    "bb": "barbell",
    "kb": "kettlebell",
    "1": "single",
    "one": "single",
    "flye": "fly",
    "flie": "fly",
    "calve": "calf",
    "ext": "extension",
    "abs": "ab",
}


@lru_cache(maxsize=16_384)
def words_of(text: str) -> tuple[str, ...]:
    """At most 8: no name of an exercise needs more to be told from others."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        letter if letter.isalnum() else "" if letter in "'’" or _is_accent(letter) else " "
        for letter in letters
    )
    return tuple(_plain(word) for word in kept.split()[:_MOST_WORDS])


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) > 0


def _plain(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        is_doubled = word.endswith(("sses", "ches", "shes"))
        word = word[:-2] if is_doubled else word[:-1]
    return _SAME.get(word, word)
