"""What is looked up for the coach, item by item: plain values, and the fact that each one is."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from shared.domain.coach.facts import Fact, Figure, Unit
from shared.domain.coach.figures import stated
from shared.domain.coach.grounding import MOST_BYTES, Told
from shared.domain.weeks import IsoWeek

_UNITS = {
    "kg": Unit.KG,
    "lb": Unit.LB,
    "cm": Unit.CM,
    "percent": Unit.PERCENT,
    "seconds": Unit.SECONDS,
    # What people write themselves: whatever they counted.
    "notes": Unit.ANY,
    "text": Unit.ANY,
}
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?\Z")
_ENVELOPE_BYTES = 256


@dataclass(frozen=True, slots=True)
class Item:
    """`values`: what JSON can hold. The end of a name is its unit: `load_kg`, `waist_cm`,
    `fat_percent`; a `value` beside a `unit` has that one."""

    source: str
    label: str
    """A sentence that says it."""
    values: Mapping[str, Any]
    about: tuple[str, ...] = ()

    @property
    def fact(self) -> Fact:
        """With every number and day in the values, and the numbers in its names: a program may
        be called 5/3/1."""
        dates: dict[date, None] = {}
        figures = dict.fromkeys(_figures(self.values, Unit.COUNT, dates))
        names = _in_text(self.label, dates)
        figures |= dict.fromkeys(one for one in names if one.value not in _values(figures))
        return Fact(self.source, self.label, tuple(figures), tuple(dates), self.about)

    @property
    def plain(self) -> dict[str, Any]:
        return {"source": self.source, "about": self.label, **self.values}


def told(items: Sequence[Item], **more: Any) -> Told:
    """As many of the items as there is room for, from the first on, and how many were left out.
    `more` stands beside them and holds no figures."""
    taken: list[Item] = []
    room = MOST_BYTES - _ENVELOPE_BYTES - _bytes(more)
    for item in items:
        room -= _bytes(item.plain) + 1
        if room < 0:
            break
        taken.append(item)
    content: dict[str, Any] = {"items": [item.plain for item in taken], **more}
    if len(taken) < len(items):
        content["left_out"] = len(items) - len(taken)
    return Told(content, tuple(item.fact for item in taken))


def nothing(why: str) -> Told:
    """There is nothing to tell, for a reason that may be said."""
    return Told({"items": [], "why": why})


def _bytes(plain: object) -> int:
    return len(json.dumps(plain, ensure_ascii=False).encode())


def _values(figures: Iterable[Figure]) -> set[Fraction]:
    return {figure.value for figure in figures}


def _figures(value: Any, unit: Unit, dates: dict[date, None]) -> Iterator[Figure]:
    if isinstance(value, Mapping):
        own = _UNITS.get(str(value.get("unit", "")).lower(), Unit.COUNT)
        for name, inner in value.items():
            yield from _figures(inner, own if name == "value" else _unit_of(str(name)), dates)
    elif isinstance(value, str):
        yield from _in_text(value, dates, unit)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _figures(inner, unit, dates)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        # By way of text: 80.1 means ten times 8.01.
        yield Figure(Fraction(str(value)), unit)


def _unit_of(name: str) -> Unit:
    return _UNITS.get(name.rpartition("_")[2], Unit.COUNT)


def _in_text(text: str, dates: dict[date, None], unit: Unit = Unit.COUNT) -> Iterator[Figure]:
    day, week = _DAY.match(text), IsoWeek.read(text)
    if day is not None:
        dates[date.fromisoformat(day[1])] = None
    elif week is not None:
        dates[week.monday] = None
    elif unit is Unit.ANY:
        yield from stated(text).figures
    else:
        yield from (Figure(Fraction(number), unit) for number in _NUMBERS.findall(text))
