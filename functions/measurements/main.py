"""HTTP function `measurements`: the body in figures, its fat, and the trend of each."""

from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.errors import Malformed, NotFound, TooLarge
from shared.domain.log import measuring
from shared.domain.log.events import MeasurementRecorded
from shared.domain.log.measurements import Measurement
from shared.live import live_gate
from shared.once import once
from shared.store.log_changes import live_log_changes
from shared.store.measurements import live_measurements
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.logged import MeasurementChanges
from shared.web.paging import slice_of
from shared.web.reply import Reply, Slice

from .schemas import MeasurementDraft, MeasurementOrder, MeasurementsQuery, TrendQuery
from .steps import Decide, Deps, changed_or_gone, not_ahead, trend_of
from .views import MeasurementView, TrendView

BASE = "/api/v1/measurements"


@once
def live_deps() -> Deps:
    return Deps(measurements=live_measurements(), changes=live_log_changes(), now=utc_now)


endpoint = Endpoint("measurements", BASE, live_gate, live_deps)

_ONE = "/<id:measurement_id>"


@endpoint.get("", refuses=(Malformed,))
def list_all(call: Call[Deps], query: MeasurementsQuery) -> Slice[list[MeasurementView]]:
    """One's measurements by when they were taken, the newest first."""
    owner, measurements = call.caller.user_id, call.deps.measurements
    since, until = query.span(call.caller.zones)
    return slice_of(
        query,
        "measurements",
        owner,
        lambda beyond, limit: measurements.measured(
            owner, since, until, beyond=beyond, newest_first=query.descends, limit=limit
        ),
        place=lambda row: row.place,
        view=lambda row: MeasurementView.of(row.value, call.caller),
        count=lambda: measurements.count(owner, since, until),
    )


@endpoint.post("", status=HTTPStatus.CREATED, idempotent=True)
def create(call: Call[Deps], body: MeasurementOrder) -> Reply[MeasurementView]:
    """Log what was measured."""
    not_ahead(call, body.measured_at)
    taken_at = body.measured_at or call.deps.now()
    recorded = MeasurementRecorded(call.new_id(), taken_at, body.values, body.notes)
    measurement = _changed(call, recorded.measurement_id, lambda _: [recorded])
    place = f"{BASE}/{measurement.id}"
    return Reply(MeasurementView.of(measurement, call.caller), location=place)


@endpoint.get("/latest", refuses=(NotFound,))
def show_latest(call: Call[Deps]) -> MeasurementView:
    """The measurement that was taken last."""
    rows = call.deps.measurements.measured(call.caller.user_id, limit=1)
    if not rows:
        raise NotFound("Nothing was measured yet.")
    return MeasurementView.of(rows[0].value, call.caller)


@endpoint.get("/trend")
def show_trend(call: Call[Deps], query: TrendQuery) -> TrendView:
    """A metric day by day, smoothed, and how fast it moves. Besides what is logged these can be
    followed: body_fat_percent, fat_mass_kg, lean_mass_kg."""
    return trend_of(call, query)


@endpoint.get(_ONE)
def show(call: Call[Deps], measurement_id: str) -> MeasurementView:
    """One measurement, with what it tells of the body."""
    measurement = call.deps.measurements.find(call.caller.user_id, measurement_id)
    return MeasurementView.of(measurement, call.caller)


@endpoint.put(_ONE, refuses=(TooLarge,))
def put(call: Call[Deps], measurement_id: str, body: MeasurementDraft) -> MeasurementView:
    """Correct all of a measurement."""
    not_ahead(call, body.measured_at)
    measurement = _changed(
        call,
        measurement_id,
        lambda found: measuring.replace_measurement(
            found, body.measured_at, body.values, body.notes
        ),
    )
    return MeasurementView.of(measurement, call.caller)


@endpoint.patch(_ONE, refuses=(TooLarge,))
def change(call: Call[Deps], measurement_id: str, body: MeasurementChanges) -> MeasurementView:
    """Correct some of a measurement. Null removes a figure; one that is not named stays."""
    changes = body.to_changes()
    not_ahead(call, changes.get("measured_at"))
    measurement = _changed(
        call, measurement_id, lambda found: measuring.correct_measurement(found, changes)
    )
    return MeasurementView.of(measurement, call.caller)


@endpoint.delete(_ONE)
def remove(call: Call[Deps], measurement_id: str) -> None:
    """The measurement is gone for good."""
    changed_or_gone(call, measurement_id, measuring.delete_measurement)


def _changed(call: Call[Deps], measurement_id: str, decide: Decide) -> Measurement:
    return measuring.standing(changed_or_gone(call, measurement_id, decide))


@functions_framework.http
def measurements(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
