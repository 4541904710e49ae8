"""Personal records of an exercise, and what a set tells of the most that could be lifted once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shared.domain.coach.telling.items import Item
from shared.domain.coach.telling.said import Said, counted, day_said, load_said, mass_in
from shared.domain.exercises import LoadMode
from shared.domain.log.coding import load_plain
from shared.domain.log.estimates import SOFT_UP_TO, Confidence, one_rep_max
from shared.domain.log.record_book import Sheet
from shared.domain.log.records import Best, Feat, Key
from shared.domain.log.workouts import Load
from shared.domain.profiles import Units
from shared.domain.reports.plain import mass, number
from shared.domain.zones import Zones

_LIFTED = (LoadMode.EXTERNAL, LoadMode.BODYWEIGHT)


def record_item(exercise_id: str, name: str, sheet: Sheet, zones: Zones) -> Item:
    bests = sheet.bests
    values: dict[str, Any] = {
        "exercise": name,
        "exercise_id": exercise_id,
        "load_mode": sheet.lift.mode.value,
        "best_loads": [
            _plain(best, zones) for key, best in sorted(bests.items()) if key.feat is Feat.LOAD
        ],
    }
    estimated = bests.get(Key(Feat.ONE_REP_MAX))
    if estimated is not None:
        told = mass("estimated", estimated.value)
        values["one_rep_max"] = {**told, **_plain(estimated, zones)}
    for feat, label in (
        (Feat.SET_VOLUME, "most_volume_of_a_set"),
        (Feat.WORKOUT_VOLUME, "most_volume_of_a_workout"),
    ):
        if Key(feat) in bests:
            values[label] = mass("volume", bests[Key(feat)].value)
    for feat, label in (
        (Feat.REPS, "most_reps"),
        (Feat.SECONDS, "longest_seconds"),
        (Feat.METRES, "farthest_metres"),
    ):
        if Key(feat) in bests:
            values[label] = number(bests[Key(feat)].value)
    return Item(f"record:{exercise_id}", f"{name}: personal records.", values, (name,))


def records_said(name: str, sheet: Sheet, item: Item, units: Units, zones: Zones) -> Said:
    told = list(_feats(sheet, units, zones))
    return Said(f"{name}: {', '.join(told)}." if told else f"{name}: no records yet.", [item])


def one_rep_max_said(
    name: str, sheet: Sheet, item: Item, units: Units, zones: Zones
) -> Said | None:
    """None where no set tells it."""
    best = sheet.bests.get(Key(Feat.ONE_REP_MAX))
    if best is None or best.load is None:
        return None
    sure = "about " if best.reps != 1 else ""
    with_body = " with the body" if sheet.lift.mode is LoadMode.BODYWEIGHT else ""
    return Said(
        f"{name}: your best estimate for one rep is {sure}{mass_in(best.value, units)}{with_body}, "
        f"from {load_said(best.load)} for {counted(best.reps or 0, 'rep')} on "
        f"{day_said(_day(best, zones))}.",
        [item],
    )


def estimate_said(load: Load, reps: int, units: Units) -> Said:
    found = one_rep_max(load.kg, reps)
    of_set = f"{load_said(load)} for {counted(reps, 'rep')}"
    if found is None:
        values = {"load": load_plain(load), "reps": reps, "most_reps": SOFT_UP_TO}
        item = Item("arithmetic:one-rep-max", f"{of_set}: no estimate.", values)
        return Said(f"More than {SOFT_UP_TO} reps tell nothing of a one-rep max.", [item])
    values = {"load": load_plain(load), "reps": reps, **mass("estimated", found.kg)}
    item = Item("arithmetic:one-rep-max", f"{of_set}: the estimated one-rep max.", values)
    if found.confidence is Confidence.EXACT:
        return Said(f"{of_set} is itself a one-rep max of {mass_in(found.kg, units)}.", [item])
    rough = " It is a rough one: so many reps tell little." if reps > _FIRM else ""
    text = f"{of_set} comes to an estimated one-rep max of about {mass_in(found.kg, units)}.{rough}"
    return Said(text, [item])


_FIRM = 10


def _feats(sheet: Sheet, units: Units, zones: Zones) -> Iterator[str]:
    bests = sheet.bests
    loads = [best for key, best in bests.items() if key.feat is Feat.LOAD and best.load is not None]
    heaviest = max(loads, key=lambda best: (best.value, best.reps or 0), default=None)
    if heaviest is not None and heaviest.load is not None and heaviest.load.value:
        what = "most load" if sheet.lift.mode in _LIFTED else "least help"
        if sheet.lift.mode is not LoadMode.BAND:
            yield (
                f"{what} {load_said(heaviest.load)} for {counted(heaviest.reps or 0, 'rep')} on "
                f"{day_said(_day(heaviest, zones))}"
            )
    estimated = bests.get(Key(Feat.ONE_REP_MAX))
    if estimated is not None:
        yield f"best estimate for one rep about {mass_in(estimated.value, units)}"
    for feat, what in ((Feat.REPS, "reps"), (Feat.SECONDS, "seconds"), (Feat.METRES, "metres")):
        best = bests.get(Key(feat))
        if best is not None:
            yield f"most {what} {number(best.value)} on {day_said(_day(best, zones))}"


def _plain(best: Best, zones: Zones) -> dict[str, Any]:
    return {
        "load": best.load and load_plain(best.load),
        "reps": best.reps,
        "day": str(_day(best, zones)),
    }


def _day(best: Best, zones: Zones) -> date:
    return zones.local(best.at).date()
