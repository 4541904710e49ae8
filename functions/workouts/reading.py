"""Reading what was trained: lists, the history of an exercise, its last sets, records."""

from shared.domain.log.record_book import lift_of
from shared.domain.log.sources import occasions
from shared.web.call import Call
from shared.web.log_views import WorkoutView
from shared.web.paging import page_of, slice_of
from shared.web.reply import Page, Slice

from .record_views import ExerciseRecordsView
from .schemas import HistoryQuery, RecordsQuery, WorkoutsQuery
from .steps import Deps
from .views import LastSetsView, OccasionView

_LOOKED_AT = 4
"""The last workouts with an exercise: one may be going on, one may have no set of it."""


def listed(call: Call[Deps], query: WorkoutsQuery) -> Slice[list[WorkoutView]]:
    owner, workouts = call.caller.user_id, call.deps.workouts
    since, until = query.span(call.caller.zones)
    return slice_of(
        query,
        "workouts",
        owner,
        lambda beyond, limit: workouts.started(
            owner,
            since,
            until,
            status=query.status,
            beyond=beyond,
            newest_first=query.descends,
            limit=limit,
        ),
        place=lambda row: row.place,
        view=lambda row: WorkoutView.of(row.value),
        count=lambda: workouts.count(owner, since, until, status=query.status),
    )


def history(call: Call[Deps], exercise_id: str, query: HistoryQuery) -> Slice[list[OccasionView]]:
    owner, workouts = call.caller.user_id, call.deps.workouts
    return slice_of(
        query,
        f"history/{exercise_id}",
        owner,
        lambda beyond, limit: workouts.started(
            owner,
            exercise_id=exercise_id,
            beyond=beyond,
            newest_first=query.descends,
            limit=limit,
        ),
        place=lambda row: row.place,
        view=lambda row: OccasionView.of(row.value, exercise_id),
        count=lambda: workouts.count(owner, exercise_id=exercise_id),
    )


def last_sets(call: Call[Deps], exercise_id: str) -> LastSetsView:
    found = call.deps.workouts.last_with(call.caller.user_id, [exercise_id], _LOOKED_AT)
    over = occasions(found, exercise_id, call.deps.now())
    going_on = (one for one in found if (had := one.execution(exercise_id)) and had.sets)
    return LastSetsView.of(exercise_id, over[0].workout if over else next(going_on, None))


def records(call: Call[Deps], query: RecordsQuery) -> Page[ExerciseRecordsView]:
    catalogue = call.deps.catalogue.load(call.caller.organization_id)
    book = call.deps.records.of(call.caller.user_id, lambda name: lift_of(catalogue.find(name)))
    picked = [
        (name, sheet) for name, sheet in book.sheets.items() if query.exercise_id in (None, name)
    ]
    picked.sort(key=lambda one: (one[1].latest, one[0]), reverse=query.descends)
    return page_of(
        picked, query, lambda one: ExerciseRecordsView.of(one[0], catalogue.find(one[0]), one[1])
    )
