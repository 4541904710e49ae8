"""Numbers in a message: loads with their units, and reps."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from shared.domain.coach.intents import Amount
from shared.domain.log.workouts import LoadUnit

_UNITS = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), LoadUnit.KG),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), LoadUnit.LB),
}
_REPS = frozenset({"rep", "reps", "times"})
_HEAVIEST = 10_000


class Number(NamedTuple):
    value: Decimal
    unit: LoadUnit | None
    of_reps: bool
    following: str
    """The word after the number and its unit."""


def numbers_in(words: Sequence[str]) -> tuple[list[Number], tuple[str, ...]]:
    """The numbers in their order, and the words that are left without them and their units."""
    found: list[Number] = []
    left: list[str] = []
    place = 0
    while place < len(words):
        word, following = words[place], words[place + 1 : place + 3]
        value = _decimal(word)
        place += 1
        if value is None:
            left.append(word)
            continue
        unit = _UNITS.get(following[0]) if following else None
        of_reps = bool(following) and following[0] in _REPS
        taken = 1 if unit or of_reps else 0
        place += taken
        found.append(Number(value, unit, of_reps, "".join(following[taken : taken + 1])))
    return found, tuple(left)


def amount(number: Number) -> Amount:
    return Amount(number.value, number.unit)


def load_and_reps(numbers: Sequence[Number]) -> tuple[Amount, int] | None:
    """Of `100 kg for 5`, `5 reps with 100`, `100 x 5`. None where it is open which is which."""
    if len(numbers) != 2:
        return None
    first, second = numbers
    if first.of_reps or (second.unit is not None and first.unit is None):
        first, second = second, first
    is_said = first.unit is not None or second.of_reps
    is_load = not first.of_reps and second.unit is None
    if not is_load or not (is_said or first.value >= second.value):
        return None
    if second.value != second.value.to_integral_value() or second.value < 1 or first.value <= 0:
        return None
    return amount(first), int(second.value)


def is_of_one_side(words: Sequence[str]) -> bool:
    """Whether a side is spoken of after the load, so that it may be half of the load."""
    sides = [place for place, word in enumerate(words) if word in ("side", "sides")]
    return any(_decimal(word) is not None for word in words[: max(sides, default=0)])


def _decimal(word: str) -> Decimal | None:
    whole, _, part = word.partition(".")
    if not whole.isdecimal() or not whole.isascii() or (part and not part.isdecimal()):
        return None
    value = Decimal(word.rstrip("."))
    return value if value < _HEAVIEST else None
