"""Answers of rules: sentences, and the items each of them stands on."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from shared.domain.coach.facts import Citation
from shared.domain.coach.grounding import RuleAnswer
from shared.domain.coach.telling.items import Item
from shared.domain.log.workouts import KG_IN_A_POUND, Load, LoadUnit
from shared.domain.profiles import Units
from shared.domain.reports.plain import tenths

LIST_MARK = "- "


class Said(NamedTuple):
    text: str
    items: Sequence[Item] = ()


def answered(*said: Said) -> RuleAnswer:
    """Each sentence is cited with all it stands on. What begins with `LIST_MARK` has a line of
    its own."""
    items = {item.source: item for one in said for item in one.items}
    text = ""
    for one in said:
        text += ("\n" if one.text.startswith(LIST_MARK) else " " if text else "") + one.text
    return RuleAnswer(
        text=text,
        facts=tuple(item.fact for item in items.values()),
        citations=tuple(
            Citation(one.text.removeprefix(LIST_MARK), item.source)
            for one in said
            for item in one.items
        ),
    )


def unit_of(units: Units) -> LoadUnit:
    return LoadUnit.LB if units is Units.IMPERIAL else LoadUnit.KG


def mass_in(kg: Fraction, units: Units) -> str:
    """To one decimal: `116.7 kg`, `257.2 lb`."""
    unit = unit_of(units)
    amount = kg if unit is LoadUnit.KG else kg / KG_IN_A_POUND
    return f"{tenths(amount)} {unit.value.lower()}"


def load_said(load: Load) -> str:
    """As it was entered: `62.5 kg`, `135 lb`."""
    return f"{load.value.normalize():f} {load.unit.value.lower()}"


def day_said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def counted(count: float, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = words
    return f"{', '.join(others)} {joint} {last}" if others else last
