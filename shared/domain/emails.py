"""E-mail addresses: how they are written, and when two of them are one."""

import re
import unicodedata

_LONGEST = 254
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+\Z")
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?\Z")


def tidied(address: str) -> str:
    """The address as it is shown and written to: trimmed, NFC, its case kept."""
    return unicodedata.normalize("NFC", address.strip())


def compared(address: str) -> str:
    """Two addresses are one when these are equal: trimmed, NFC, without case."""
    # Case is folded on the decomposed text, where accents stand in one order (Unicode 3.13, D145).
    folded = unicodedata.normalize("NFD", address.strip()).casefold()
    return unicodedata.normalize("NFC", folded)


def local_part(address: str) -> str:
    return address.rpartition("@")[0]


def is_written_well(address: str) -> bool:
    """Shape alone: one mailbox at a dotted name. Whether anyone reads it, only mail can tell."""
    local, at, domain = tidied(address).rpartition("@")
    if not at or len(local) > _LONGEST_LOCAL or len(local) + 1 + len(domain) > _LONGEST:
        return False
    if not _LOCAL.match(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        return False
    labels = domain.split(".")
    return len(labels) > 1 and all(_LABEL.match(label) for label in labels)
