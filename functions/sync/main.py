"""HTTP function `sync`: the training log from and to devices that were offline."""

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.log.events import EntityKind
from shared.events.noting import live_noting
from shared.live import live_gate
from shared.once import once
from shared.store.log import live_log
from shared.store.measurements import live_measurements
from shared.store.workouts import live_workouts
from shared.web.body import LARGE_BODY_BYTES
from shared.web.call import Call
from shared.web.cursors import cursor, place_of
from shared.web.endpoint import Endpoint
from shared.web.log_views import LoggedMeasurementView, WorkoutView
from shared.web.reply import Slice

from .schemas import EventsQuery, SnapshotQuery, Upload
from .steps import Deps, part_of_snapshot, take_up
from .views import EventView, SnapshotView, UploadedView

_EVENTS, _SNAPSHOT = "events", "snapshot"


@once
def live_deps() -> Deps:
    return Deps(live_log(), live_workouts(), live_measurements(), utc_now, live_noting())


endpoint = Endpoint("sync", "/api/v1/sync", live_gate, live_deps)


@endpoint.post("/events", body_bytes=LARGE_BODY_BYTES)
def upload(call: Call[Deps], body: Upload) -> UploadedView:
    """Events of one device, each judged for itself. All of it may be sent again at any time."""
    return take_up(call.deps, call.caller, body)


@endpoint.get("/events")
def pull(call: Call[Deps], query: EventsQuery) -> Slice[list[EventView]]:
    """The events of all devices in the order they were stored. The last cursor goes on from there
    whenever there may be more."""
    owner = call.caller.user_id
    (order,) = place_of(query.cursor, _EVENTS, owner, int) if query.cursor else (0,)
    found = call.deps.log.events_after(owner, order, query.limit + 1)
    shown = [EventView.of(stored) for stored in found[: query.limit]]
    last = shown[-1].order if shown else order
    return Slice(shown, query.limit, cursor(_EVENTS, owner, last), len(found) > query.limit)


@endpoint.get("/snapshot")
def show(call: Call[Deps], query: SnapshotQuery) -> Slice[SnapshotView]:
    """What the log has come to, in parts. What changes while they are read may come twice; the
    later one counts."""
    owner, kind, order = call.caller.user_id, EntityKind.WORKOUT, 0
    if query.cursor is None:
        stands_at = call.deps.log.head(owner).next_order - 1
    else:
        place = place_of(query.cursor, _SNAPSHOT, owner, int, EntityKind, int)
        stands_at, kind, order = place[0], EntityKind(place[1]), place[2]
    part = part_of_snapshot(call.deps, owner, kind, order, query.limit)
    following = part.following and cursor(_SNAPSHOT, owner, stands_at, *part.following)
    snapshot = SnapshotView(
        cursor=cursor(_EVENTS, owner, stands_at),
        workouts=[WorkoutView.of(workout) for workout in part.workouts],
        measurements=[LoggedMeasurementView.of(one) for one in part.measurements],
    )
    return Slice(snapshot, query.limit, following, following is not None)


@functions_framework.http
def sync(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
