"""Days, weeks, years and times of day in a text, and whether facts name them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NTH = r"(?:st|nd|rd|th)?"
_WHEN = re.compile(
    r"\b(?P<iso>\d{4}-\d\d-\d\d)\b"
    r"|\b(?P<week>(?:\d{4}-?)?W\d\d)\b"
    rf"|\b(?P<day>\d{{1,2}}{_NTH}(?: of)? {_MONTH}(?:,? \d{{4}})?)"
    rf"|\b(?P<month>{_MONTH} (?:the )?\d{{1,2}}{_NTH}\b(?!:)(?:,? \d{{4}})?)"
    rf"|\b(?P<only>{_MONTH} \d{{4}})\b"
    r"|\b(?P<clock>\d{1,2}:\d\d(?: ?[ap]\.?m\b)?|\d{1,2} ?[ap]\.?m\b)"
    r"|\b(?P<named>[Ww]eek \d{1,2})(?! of\b)\b"
    r"|(?P<year>(?<=in )(?:19|20)\d\d|(?<=since )(?:19|20)\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class When:
    text: str
    kind: str


def whens(text: str) -> Iterator[When]:
    for found in _WHEN.finditer(text):
        yield When(found.group().rstrip("."), found.lastgroup or "")


def is_named(when: When, days: Iterable[date]) -> bool:
    """Whether one of the days is, or lies in, what is written. A time of day is none."""
    numbers = [int(one) for one in re.findall(r"\d+", when.text)]
    match when.kind:
        case "iso":
            return any(day.isoformat() == when.text for day in days)
        case "week" | "named":
            return any(_in_week(day, numbers) for day in days)
        case "year":
            return any(day.year == numbers[0] for day in days)
        case "only":
            return any((day.month, day.year) == (_month(when.text), numbers[0]) for day in days)
        case "clock":
            return False
    number, *year = numbers
    wanted = (number, _month(when.text), *year)
    return any((day.day, day.month, day.year)[: len(wanted)] == wanted for day in days)


def _in_week(day: date, numbers: list[int]) -> bool:
    year, week, _ = day.isocalendar()
    return [year, week][-len(numbers) :] == numbers


def _month(text: str) -> int:
    found = re.search(_MONTH, text)
    return _MONTHS.index(found.group()[:3]) // 3 + 1 if found else 0
