"""Sentences of an answer as it comes in: whole ones, with the space behind them."""

import re

_END = re.compile(r"[.!?…]+[\"”’')\]*_]*(?=\s)|\n")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|approx|ca|no|dr|st|etc|resp|min|max)\.|(?:^|\n)\s*\(?\d{1,3}[.)])$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*•+]\s|\(?\d{1,2}[.)]\s|#{1,6}\s)")
LONGEST = 1_500
"""Characters after which something without an end is taken for a sentence all the same."""


class Splitter:
    """Takes pieces of a stream, gives sentences. A line is a sentence, too."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> list[str]:
        self._held += piece
        sentences = []
        while (end := _end(self._held)) is not None:
            sentences.append(self._held[:end])
            self._held = self._held[end:]
        return sentences

    def close(self) -> list[str]:
        rest, self._held = self._held, ""
        return [rest] if rest else []


def _end(text: str) -> int | None:
    for found in _END.finditer(text):
        if found.group() != "\n" and _SHORT.search(text[: found.end()]):
            continue
        end = found.end()
        while end < len(text) and text[end].isspace():
            end += 1
        # More white space may follow, and belongs to this sentence.
        return end if end < len(text) else None
    return LONGEST if len(text) >= LONGEST else None


def begins_item(sentence: str) -> bool:
    return _BULLET.match(sentence) is not None


def is_heading(sentence: str) -> bool:
    """Announces what follows."""
    plain = sentence.strip().rstrip("*_")
    return plain.endswith(":") or plain.startswith("#")
