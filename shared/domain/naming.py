"""When two names that people type are the same name."""

import unicodedata
from functools import lru_cache


def tidied(name: str) -> str:
    """As it is kept: composed letters (NFC), single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def visible(name: str) -> str:
    """Without controls, and joiners and marks of direction, but for spaces."""
    return "".join(letter for letter in name if letter.isspace() or not _is_hidden(letter))


# Lists are sorted by it, and the same names are sorted again and again.
@lru_cache(maxsize=8_192)
def name_key(name: str) -> str:
    """Equal for names that look alike but for case, spaces and the width of letters, however their
    accents are encoded and whatever in them cannot be seen. Empty when nothing can."""
    seen = visible(name)
    # Folding may take composed letters apart again, and composing may leave some to fold.
    for _ in range(2):
        seen = unicodedata.normalize("NFKC", seen).casefold()
    return tidied(unicodedata.normalize("NFKC", seen))


@lru_cache(maxsize=8_192)
def sought(name: str) -> str:
    """As names are searched and sorted: the key without accents."""
    letters = unicodedata.normalize("NFKD", name_key(name))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf"}
