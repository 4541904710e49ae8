"""What needs nobody's data: plates for a load."""

from collections.abc import Sequence
from decimal import Decimal

from shared.domain.coach.plates import HEAVIEST, Loading, loadings
from shared.domain.coach.telling.items import Item
from shared.domain.coach.telling.said import Said, listed
from shared.domain.log.workouts import Load


def plates_item(wanted: Load, found: Sequence[Loading]) -> Item:
    values = {
        "wanted": {"value": float(wanted.value), "unit": wanted.unit.value},
        "most": {"value": float(HEAVIEST[wanted.unit]), "unit": wanted.unit.value},
        "loadings": [
            {
                "total": _plain(one.total, one),
                "bar": _plain(one.bar, one),
                "plates_on_each_side": [_plain(plate, one) for plate in one.per_side],
            }
            for one in found
        ],
    }
    return Item("arithmetic:plates", "Which plates make the load.", values)


def plates_said(wanted: Load, bar: Decimal | None) -> Said:
    found, unit = loadings(wanted, bar), wanted.unit.value.lower()
    item = plates_item(wanted, found)
    asked = f"{_number(wanted.value)} {unit}"
    if not found:
        heaviest = f"{_number(HEAVIEST[wanted.unit])} {unit}"
        return Said(f"No bar takes that: {heaviest} is the most this tells plates for.", [item])
    first = found[0]
    if len(found) > 1:
        ways = " or ".join(f"{_number(one.total)} {unit} ({_side(one)})" for one in found)
        return Said(
            f"{asked} cannot be made exactly on a bar of {_number(first.bar)} {unit}: {ways}.",
            [item],
        )
    if wanted.value < first.bar:
        return Said(f"{asked} is less than the bar, which is {_number(first.bar)} {unit}.", [item])
    return Said(f"{asked} on a bar of {_number(first.bar)} {unit}: {_side(first)}.", [item])


def _side(one: Loading) -> str:
    if not one.per_side:
        return "the bare bar"
    plates = listed([_number(plate) for plate in one.per_side])
    return f"{plates} {one.unit.value.lower()} on each side"


def _plain(value: Decimal, one: Loading) -> dict[str, object]:
    return {"value": float(value), "unit": one.unit.value}


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
