"""When two names that people type are the same name."""

import unicodedata
from functools import lru_cache


def tidied(name: str) -> str:
    """As it is kept: composed letters (NFC), single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", name).split())


# Lists are sorted by it, and the same names are sorted again and again.
@lru_cache(maxsize=8_192)
def name_key(name: str) -> str:
    """Equal for names that differ in case, spaces or the way an accent is encoded."""
    # Folding may take composed letters apart again, so they are composed afterwards.
    return unicodedata.normalize("NFC", tidied(name).casefold())
