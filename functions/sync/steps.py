"""The steps of `sync`: an upload judged item by item, and a snapshot in parts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.access import Caller
from shared.domain.coach.own_texts import Source, touched
from shared.domain.errors import Fault, Invalid, Refusal
from shared.domain.ids import is_id
from shared.domain.log.events import EntityKind, Event
from shared.domain.log.judging import IN_THE_FUTURE, Status, is_too_far_ahead
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Workout
from shared.events.noting import SILENT, Noting
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.projections import Change
from shared.store.workouts import FirestoreWorkouts
from shared.web.body import parse_item

from .schemas import EventDraft, Upload
from .views import AckView, CountsView, ItemErrorView, ResultView, UploadedView


@dataclass(frozen=True)
class Deps:
    log: FirestoreLog
    workouts: FirestoreWorkouts
    measurements: FirestoreMeasurements
    now: Callable[[], datetime]
    noting: Noting = SILENT


def take_up(deps: Deps, caller: Caller, upload: Upload) -> UploadedView:
    """Whatever is wrong with one item, the others are stored."""
    results: dict[int, ResultView] = {}
    fit: dict[int, Event] = {}
    now = deps.now()
    for index, item in enumerate(upload.items()):
        try:
            event = parse_item(EventDraft, item).to_event(upload.device_id)
        except Refusal as refusal:
            results[index] = _refused(refusal, index, item)
            continue
        if is_too_far_ahead(event.occurred_at, now):
            results[index] = ResultView.of(event.id, IN_THE_FUTURE)
        else:
            fit[index] = event
    appended = deps.log.append(caller.user_id, upload.device_id, list(fit.values()))
    for (index, event), outcome in zip(fit.items(), appended.outcomes, strict=True):
        results[index] = ResultView.of(event.id, outcome)
    accepted = [
        event.payload
        for event, outcome in zip(fit.values(), appended.outcomes, strict=True)
        if outcome.status is Status.ACCEPTED
    ]
    written = {one for one in map(touched, accepted) if one is not None}
    deps.noting.texts(caller.user_id, caller.organization_id, Source.WORKOUT, written)
    in_order = [results[index] for index in sorted(results)]
    return UploadedView(
        results=in_order,
        ack=AckView.of(upload.device_id, appended.numbers),
        counts=CountsView.of(in_order),
    )


def _refused(refusal: Refusal, index: int, item: object) -> ResultView:
    """The places of the faults are those in the body as sent."""
    if isinstance(refusal, Invalid):
        refusal = Invalid(
            *(
                Fault(f"events.{index}.{fault.path}".rstrip("."), fault.message)
                for fault in refusal.faults
            )
        )
    event_id = item.get("event_id") if isinstance(item, dict) else None
    is_readable = isinstance(event_id, str) and is_id(event_id)
    return ResultView(
        event_id=event_id if is_readable else None,
        status=Status.REJECTED,
        error=ItemErrorView.of(refusal),
    )


@dataclass(frozen=True)
class Part:
    """Of a snapshot. The next one begins behind `following`; None: there is none."""

    workouts: list[Workout]
    measurements: list[Measurement]
    following: tuple[EntityKind, int] | None


def part_of_snapshot(deps: Deps, owner: str, kind: EntityKind, order: int, limit: int) -> Part:
    """Workouts, then measurements, each by the order of its last change: what changes while the
    parts are read moves towards the end and is met again; nothing is missed."""
    workouts: list[Change[Workout]] = []
    if kind is EntityKind.WORKOUT:
        workouts = deps.workouts.changed_after(owner, order, limit)
        order = 0
    measurements: list[Change[Measurement]] = []
    if len(workouts) < limit:
        measurements = deps.measurements.changed_after(owner, order, limit - len(workouts))
    following = None
    if len(workouts) == limit:
        following = (EntityKind.WORKOUT, workouts[-1].changed_order)
    elif len(workouts) + len(measurements) == limit:
        following = (EntityKind.MEASUREMENT, measurements[-1].changed_order)
    return Part(
        workouts=[one.value for one in workouts if one.value],
        measurements=[one.value for one in measurements if one.value],
        following=following,
    )
