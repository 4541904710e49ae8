"""A record book as plain JSON values and back."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shared.domain.exercises import LoadMode
from shared.domain.log.body_weights import BodyWeights, Weighing
from shared.domain.log.coding import instant_of, instant_text
from shared.domain.log.record_book import RecordBook, Sheet
from shared.domain.log.records import Best, Feat, Key, Lift
from shared.domain.log.workouts import Load, LoadUnit

Plain = dict[str, Any]


def book_plain(book: RecordBook) -> Plain:
    return {
        "as_of": book.as_of,
        "weights": {
            name: [instant_text(one.at), str(one.kg)]
            for name, one in book.weights.weighings.items()
        },
        "sheets": {name: _sheet_plain(sheet) for name, sheet in book.sheets.items()},
    }


def book_of(plain: Mapping[str, Any]) -> RecordBook:
    weighings = {
        name: Weighing(instant_of(at), Fraction(kg)) for name, (at, kg) in plain["weights"].items()
    }
    sheets = {name: _sheet_of(one) for name, one in plain["sheets"].items()}
    return RecordBook(plain["as_of"], BodyWeights(weighings), sheets)


def _sheet_plain(sheet: Sheet) -> Plain:
    return {
        "mode": sheet.lift.mode,
        "since": _text(sheet.lift.since),
        "bests": [[*key, *_best_plain(best)] for key, best in sorted(sheet.bests.items())],
    }


def _sheet_of(plain: Mapping[str, Any]) -> Sheet:
    lift = Lift(LoadMode(plain["mode"]), _moment(plain["since"]))
    bests = {Key(Feat(feat), reps): _best_of(row) for feat, reps, *row in plain["bests"]}
    return Sheet(lift, bests)


def _best_plain(best: Best) -> list[Any]:
    load = None if best.load is None else [str(best.load.value), best.load.unit]
    body = None if best.body_kg is None else str(best.body_kg)
    at = instant_text(best.at)
    return [str(best.value), at, best.workout_id, best.set_id, best.reps, load, body]


def _best_of(row: list[Any]) -> Best:
    value, at, workout_id, set_id, reps, load, body = row
    return Best(
        value=Fraction(value),
        at=instant_of(at),
        workout_id=workout_id,
        set_id=set_id,
        reps=reps,
        load=None if load is None else Load(Decimal(load[0]), LoadUnit(load[1])),
        body_kg=None if body is None else Fraction(body),
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else instant_of(text)
