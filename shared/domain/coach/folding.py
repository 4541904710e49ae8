"""Words as they were meant: whatever alphabet, spacing, digits or repetition they are hidden in."""

import re
import unicodedata
from collections.abc import Iterator

# Letters that look like Latin ones and are not decomposed to them by Unicode.
_LOOKALIKES = {
    ord(one): latin
    for latin, alike in {
        "a": "аαᴀɐ", "b": "вβʙ", "c": "сᴄ", "d": "ԁđðᴅ", "e": "еεᴇǝ", "f": "ƒꜰ", "g": "ɡɢ",
        "h": "һнʜ", "i": "іιıɩɪ", "j": "јᴊ", "k": "кκᴋʞ", "l": "ӏłʟ", "m": "мᴍ", "n": "пηлɴν",
        "o": "оοøσᴏ", "p": "рρᴘ", "q": "ԛ", "r": "гʀɹ", "s": "ѕꜱ", "t": "тτᴛʇ", "u": "υμᴜ",
        "v": "ѵʌᴠ", "w": "ԝωᴡʍ", "x": "хχ", "y": "уγʏʎ", "z": "ᴢ",
    }.items()
    for one in alike
}  # fmt: skip
_BOXED = {
    first + place: chr(ord("a") + place)
    for first in (0x1F1E6, 0x1F130, 0x1F150, 0x1F170)
    for place in range(26)
}
_LEET = str.maketrans("0134578@$!|€+", "oieastbasilet")
_ELL = str.maketrans("0134578@$!|€+", "oleastbasllet")
_TOKEN = re.compile(r"[a-z0-9@$|€+*](?:[a-z0-9@$|€+*]|!(?=[a-z0-9]))*|[.?!;]+|[,:()\n–—]")
_LETTERS = re.compile(r"(?<![a-z0-9])[a-z0-9@$](?:[ .\-_*/,]{1,3}[a-z0-9@$](?![a-z0-9])){2,}")
_GAP = re.compile(r"[^a-z0-9@$]+")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_APOSTROPHES = re.compile("['’`´ʼ]")

STOP = "."
PAUSE = ","


def tokens(text: str) -> list[str]:
    """Lower-case Latin words and numbers, with `STOP` for the end of a sentence and `PAUSE` for a
    comma. Words may still be in leetspeak: `readings` of one tells."""
    plain = _plain(text)
    plain = _LETTERS.sub(_joined, plain)
    return [_token(found) for found in _TOKEN.findall(plain)]


def readings(token: str) -> Iterator[str]:
    """What a token may stand for, the likeliest first."""
    yield token
    if not token.isalpha() and not token.isdigit():
        yield token.translate(_LEET).replace("*", "")
        yield token.translate(_ELL).replace("*", "")
    if _LONG_RUN.search(token):
        yield _LONG_RUN.sub(r"\1", token)
        yield _LONG_RUN.sub(r"\1\1", token)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_BOXED)
    folded = unicodedata.normalize("NFD", folded.translate(_LOOKALIKES))
    kept = "".join(
        " " if one.isspace() and one != "\n" else one
        for one in folded
        if one.isascii() or unicodedata.category(one) not in ("Mn", "Me", "Cf", "Cc", "Co")
    )
    return _APOSTROPHES.sub("", kept)


def _joined(found: re.Match[str]) -> str:
    """`c h e s t  p a i n` -> `chest pain`: the wider gaps are between words. Where all gaps are
    alike the words come out as one, which is taken apart later."""
    run = found.group()
    gaps = [len(gap) for gap in _GAP.findall(run)]
    words = re.split(rf"[^a-z0-9@$]{{{max(gaps)}}}", run) if min(gaps) < max(gaps) else [run]
    return " ".join(_GAP.sub("", word) for word in words)


def _token(found: str) -> str:
    if found[0] in ".?!;":
        return STOP
    return PAUSE if found in ",:()\n–—" else found
