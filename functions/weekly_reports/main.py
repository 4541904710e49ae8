"""Job `weekly_reports`: finds whose week is over, from UTC+14 to UTC-11, and says so.

Nobody is reported here: each week is one message, so that a person whose log is long or broken
keeps nobody else waiting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.events.job import Counts, Job, Order
from shared.events.messages.week_closed import TOPIC, WeekClosed
from shared.events.outbox import Publishing, live_outbox
from shared.events.senders import live_check
from shared.once import once
from shared.store.database import Changed
from shared.store.report_schedules import FirestoreSchedules, live_schedules

AT_ONCE = 200
PUT_OFF = timedelta(minutes=50)
"""When a week is asked about again that nobody has reported by then."""
_ENOUGH = timedelta(minutes=7)
"""Of a run, which is stopped after nine. The next goes on."""
_MOST_LOST = 10


@dataclass(frozen=True)
class Deps:
    schedules: FirestoreSchedules
    outbox: Publishing
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    return Deps(live_schedules(), live_outbox(), utc_now)


class Sweep(Order):
    """There is nothing to choose."""


def sweep(deps: Deps, _: Sweep) -> Counts:
    started, announced, lost = deps.now(), 0, 0
    while deps.now() - started < _ENOUGH and lost < _MOST_LOST:
        due = deps.schedules.due(started, AT_ONCE)
        if not due:
            break
        try:
            # First: who dies between this and publishing is made up for by a later run.
            later = deps.schedules.put_off(due, started + PUT_OFF)
        except Changed:
            lost += 1
            continue
        for schedule in later:
            closed = WeekClosed(user_id=schedule.user_id, iso_week=str(schedule.week))
            deps.outbox.publish(TOPIC, closed)
        announced += len(later)
    return {"announced": announced}


job = Job("weekly_reports", Sweep, sweep, live_deps, live_check)


@functions_framework.http
def weekly_reports(request: Request) -> Response:
    return job.answer(request)


cold_start.is_over()
