"""What may be an id, whoever gives it: it becomes part of a path in the database."""

import re

PATTERN = r"^(?:[A-Za-z0-9-][A-Za-z0-9_-]{0,63}|_[A-Za-z0-9-][A-Za-z0-9_-]{0,62})$"
"""In words that every regular expression has. Firestore keeps names like `__this__` to itself,
and answers a question about one as if the program were wrong."""

_ID = re.compile(PATTERN)


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None
