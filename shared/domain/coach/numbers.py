"""Numbers in a text: digits, words, ranges, units; and days, weeks and times of day."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from shared.domain.coach import roman
from shared.domain.coach.facts import Unit

_VULGAR = {"½": ".5", "¼": ".25", "¾": ".75"}
_Meaning = tuple[Unit, Fraction]


def _each(words: str, value: _Meaning) -> dict[str, _Meaning]:
    return dict.fromkeys(words.split(), value)


_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_SMALL.split())}
_WORDS |= {word: 10 * place for place, word in enumerate(_TENS.split(), start=2)}
_WORDS |= {"dozen": 12, "hundred": 100, "thousand": 1000, "twice": 2, "thrice": 3}
_WORDS |= {"doubled": 2, "tripled": 3, "doubling": 2, "tripling": 3}
_ORDINALS = ("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WORDS |= {word: value for value, word in enumerate(_ORDINALS, start=4)}

_UNITS: dict[str, _Meaning] = {
    **_each("kg kgs kilo kilos kilogram kilograms", (Unit.KG, Fraction(1))),
    **_each("lb lbs pound pounds", (Unit.LB, Fraction(1))),
    **_each("cm centimetre centimetres centimeter centimeters", (Unit.CM, Fraction(1))),
    **_each("inch inches", (Unit.CM, Fraction(254, 100))),
    **_each("second seconds sec secs s", (Unit.SECONDS, Fraction(1))),
    **_each("minute minutes min mins", (Unit.SECONDS, Fraction(60))),
    **_each("hour hours hr hrs h", (Unit.SECONDS, Fraction(3600))),
    **_each("% percent", (Unit.PERCENT, Fraction(1))),
    "per cent": (Unit.PERCENT, Fraction(1)),
}
_COUNTED = (Unit.COUNT, Fraction(1))

_DIGITS = r"\d+(?:[.,]\d+)*"
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
_BETWEEN = r"(?:\s*(?:-|–|—|to|or|and|x|×|/)\s*)"
_NUMBER = re.compile(
    rf"(?P<hedge>\b(?:about|around|roughly|nearly|almost|some|approximately)\s+|[~≈]\s*)?"
    rf"(?P<sign>(?<![\w)])[-−+](?=\d))?"
    rf"(?:(?P<digits>(?<![\w.,])\.?{_DIGITS}|(?<=[x×]){_DIGITS})(?P<k>k\b)?"
    rf"|\b(?P<word>(?:(?:{_SPELLED})(?:[\s-](?:and\s)?(?=(?:{_SPELLED})\b))?)+)\b"
    rf"|(?P<roman>{roman.NUMERAL})"
    rf"|\b(?P<half>half)(?=\s(?:a|an|of|the|your|that|as)\b))"
    rf"(?P<more>\s+and\s+a\s+half)?",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s?-?(kgs?|kilos?|kilograms?|lbs?|pounds?|cm|centimet(?:re|er)s?|inch(?:es)?|%|per ?cent)"
    r"(?![a-z])|\s?-?(?:an?\s)?(seconds?|secs?|minutes?|mins?|hours?|hrs?)\b|(s|h)\b"
    r"|[\s-](?:(?:more|fewer|extra|hard|working|direct|total|weekly|good|clean)\s)?"
    r"(sets?|reps?|times?|rir|days?|weeks?|sessions?|workouts?|months?|years?|exercises?)\b",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(rf"{_BETWEEN}(?=[\d~]|(?:{_SPELLED})\b|{roman.NUMERAL})", re.IGNORECASE)
_COUNTED_BEFORE = re.compile(
    r"\b(?:sets?|reps?|times|rir|days?|weeks?|sessions?|workouts?|kgs?|lbs?)(?:\s*[:=-]\s*|\s+)$",
    re.IGNORECASE,
)
_LONGEST_BEFORE = 16
_SMALL_ROMAN = re.compile("[\u2170-\u217f]")


@dataclass(frozen=True, slots=True)
class Written:
    """A number as somebody wrote it."""

    text: str
    values: tuple[Fraction, ...]
    """What it may mean: `1,000` is a thousand, or one with three decimals."""
    unit: Unit | None
    """None: written without one. Already turned into `CM` and `SECONDS`."""
    half_step: Fraction
    """Half of what the last digit counts: the most that rounding can have changed."""
    sign: int = 0
    is_hedged: bool = False
    noun: str = ""
    """What is counted, in the singular: `set`, `rep`, `week`."""


def tidy(text: str) -> str:
    """As numbers are read: `½`, full-width digits and `ⅻ` are plain ones."""
    for one, plain in _VULGAR.items():
        text = re.sub(rf"(?<!\d){one}", f"0{plain}", text).replace(one, plain)
    text = _SMALL_ROMAN.sub(lambda found: found.group().upper(), text)
    return unicodedata.normalize("NFKC", text)


def numbers(text: str) -> Iterator[Written]:
    """In order, of a `tidy` text. The two ends of a range share its unit. “One” counts only where
    something counted follows: mostly it is a pronoun."""
    for found in _NUMBER.finditer(text):
        unit, scale, noun = _unit_at(text, found.end())
        if _is_no_figure(found, text):
            continue
        values, half_step = _read(found)
        yield Written(
            text=found.group().strip(),
            values=tuple(value * scale for value in values),
            unit=unit,
            half_step=half_step * scale,
            sign={"": 0, "+": 1}.get(found["sign"] or "", -1),
            is_hedged=bool(found["hedge"]),
            noun=noun,
        )


def _is_no_figure(found: re.Match[str], text: str) -> bool:
    if found["roman"] in roman.UNSURE:
        before = text[max(0, found.start() - _LONGEST_BEFORE) : found.start()]
        is_counted = _unit_at(text, found.end())[0] or _COUNTED_BEFORE.search(before)
        return not is_counted
    is_one = (found["word"] or "").lower() == "one"
    return is_one and not _UNIT.match(text, found.end())


def _unit_at(text: str, place: int) -> tuple[Unit | None, Fraction, str]:
    """Of the number that ends here, or of the one at the other end of its range."""
    for _ in range(3):
        if found := _UNIT.match(text, place):
            word = str(next(one for one in found.groups() if one)).lower()
            unit, scale = _UNITS.get(word, _COUNTED)
            return unit, scale, word.removesuffix("s")
        passed = _PASSED_ON.match(text, place)
        following = passed and _NUMBER.match(text, passed.end())
        if not following:
            break
        place = following.end()
    return None, Fraction(1), ""


def _read(found: re.Match[str]) -> tuple[tuple[Fraction, ...], Fraction]:
    extra = Fraction(1, 2) if found["more"] else Fraction(0)
    if found["half"]:
        return (Fraction(1, 2), Fraction(50)), Fraction(0)
    if found["roman"]:
        return (roman.value(found["roman"]) + extra,), Fraction(1, 2)
    if found["word"]:
        return (_spelled(found["word"]) + extra,), Fraction(1, 2) if not extra else Fraction(0)
    scale = 1000 if found["k"] else 1
    readings = [(value * scale + extra, step * scale / 2) for value, step in _digits(found)]
    return tuple(value for value, _ in readings), min(half for _, half in readings)


def _digits(found: re.Match[str]) -> Iterator[tuple[Fraction, Fraction]]:
    """`7.5` and `7,5`; `1,000` and `1.000` in both of their meanings."""
    digits = found["digits"]
    parts = re.split(r"[.,]", digits)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and 0 < len(parts[0]) <= 3:
        yield Fraction("".join(parts)), Fraction(1)
    if len(parts) <= 2:
        decimals = parts[1] if len(parts) == 2 else ""
        yield Fraction(f"{parts[0] or 0}.{decimals or 0}"), Fraction(1, 10 ** len(decimals))
    elif not all(len(part) == 3 for part in parts[1:]):
        yield Fraction("".join(parts)), Fraction(1)


def _spelled(words: str) -> Fraction:
    total, current = 0, 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "and":
            continue
        value = _WORDS[word]
        if value >= 100 or word == "dozen":
            current = max(current, 1) * value
            total, current = (total + current, 0) if value == 1000 else (total, current)
        else:
            current += value
    return Fraction(total + current)
