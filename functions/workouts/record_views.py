"""How records are shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.exercises import Exercise, LoadMode
from shared.domain.figures import rounded
from shared.domain.log.coding import load_plain
from shared.domain.log.estimates import Confidence, one_rep_max
from shared.domain.log.record_book import Sheet
from shared.domain.log.records import Best, Feat, Key
from shared.web.log_views import LoadView
from shared.web.wire import View

# Some dozens for each exercise: plain dataclasses, which are made quicker than models.


@dataclass(slots=True, kw_only=True)
class RecordView:
    """Where and when it was set. What a whole workout did has no set."""

    achieved_at: datetime
    workout_id: str
    set_id: str | None
    reps: int | None
    load: LoadView | None
    load_kg: float | None
    body_weight_kg: float | None


@dataclass(slots=True, kw_only=True)
class OneRepMaxView(RecordView):
    """SOFT: from 11 to 15 reps."""

    kg: float
    confidence: Confidence


@dataclass(slots=True, kw_only=True)
class VolumeRecordView(RecordView):
    """`volume_kg`: kilograms times reps."""

    volume_kg: float


@dataclass(slots=True, kw_only=True)
class DurationRecordView(RecordView):
    duration_seconds: float


@dataclass(slots=True, kw_only=True)
class DistanceRecordView(RecordView):
    distance_m: float


class ExerciseRecordsView(View):
    """`best_loads`: for each number of reps the most load, of an ASSISTED exercise the least help.
    Estimates and volumes of a BODYWEIGHT exercise count the body as well, and are null while no
    body weight was measured."""

    exercise_id: str
    exercise_name: str | None
    load_mode: LoadMode
    best_loads: list[RecordView]
    e1rm: OneRepMaxView | None
    most_volume_set: VolumeRecordView | None
    most_volume_workout: VolumeRecordView | None
    most_reps: RecordView | None
    longest: DurationRecordView | None
    farthest: DistanceRecordView | None

    @staticmethod
    def of(exercise_id: str, exercise: Exercise | None, sheet: Sheet) -> "ExerciseRecordsView":
        bests = sheet.bests
        loads = [best for key, best in sorted(bests.items()) if key.feat is Feat.LOAD]
        reps, longest = bests.get(Key(Feat.REPS)), bests.get(Key(Feat.SECONDS))
        farthest = bests.get(Key(Feat.METRES))
        return ExerciseRecordsView(
            exercise_id=exercise_id,
            exercise_name=exercise.name if exercise else None,
            load_mode=sheet.lift.mode,
            best_loads=[RecordView(**_facts(best)) for best in loads],
            e1rm=_one_rep_max(bests.get(Key(Feat.ONE_REP_MAX))),
            most_volume_set=_volume(bests.get(Key(Feat.SET_VOLUME))),
            most_volume_workout=_volume(bests.get(Key(Feat.WORKOUT_VOLUME))),
            most_reps=RecordView(**_facts(reps)) if reps else None,
            longest=DurationRecordView(duration_seconds=rounded(longest.value), **_facts(longest))
            if longest
            else None,
            farthest=DistanceRecordView(distance_m=rounded(farthest.value), **_facts(farthest))
            if farthest
            else None,
        )


def _one_rep_max(best: Best | None) -> OneRepMaxView | None:
    guess = one_rep_max(best.value, best.reps or 0) if best else None
    if best is None or guess is None:
        return None
    return OneRepMaxView(kg=rounded(best.value), confidence=guess.confidence, **_facts(best))


def _volume(best: Best | None) -> VolumeRecordView | None:
    if best is None:
        return None
    return VolumeRecordView(volume_kg=rounded(best.value), **_facts(best))


def _facts(best: Best) -> dict[str, Any]:
    return {
        "achieved_at": best.at,
        "workout_id": best.workout_id,
        "set_id": best.set_id,
        "reps": best.reps,
        "load": best.load and LoadView(**load_plain(best.load)),
        "load_kg": None if best.load is None else rounded(best.load.kg),
        "body_weight_kg": None if best.body_kg is None else rounded(best.body_kg),
    }
