"""What a password must be: long enough, not one that everybody tries first.

Passwords are taken as they are: never trimmed, normalised, folded or cut before hashing.
"""

import re

from shared.domain.common_passwords import COMMON_PASSWORDS
from shared.domain.emails import compared, local_part

SHORTEST = 8
LONGEST = 128
"""In characters. The upper bound keeps hashing cheap to refuse, nothing else."""

_PRODUCT = "hypertroq"
_TELLING = 3
"""A shorter name says too little about its owner to be looked for."""
_ENDS = re.compile(r"\A[\W\d_]+|[\W\d_]+\Z")


def weakness(password: str, address: str | None) -> str | None:
    """Why this password is refused for the owner of `address`, in words; None when it is fine."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    folded = password.casefold()
    if folded in COMMON_PASSWORDS:
        return "This password is one of the most used ones. Choose another."
    if _core(folded) == _PRODUCT:
        return "The product's name is no password. Choose another."
    if address and _is_own_address(folded, compared(address)):
        return "Your own address is no password. Choose another."
    return None


def _is_own_address(folded: str, own: str) -> bool:
    name = _core(local_part(own))
    return own in compared(folded) or (len(name) >= _TELLING and _core(folded) == name)


def _core(text: str) -> str:
    """Without the digits and signs around it: what is left of `HypertroQ2024!` is the name."""
    return _ENDS.sub("", text)
