"""Job `erasures`: finds whose time of grace is over, and has each of them erased.

Also who is being erased still: whatever became of the messages about them, none is forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.events.job import Counts, Job, Order
from shared.events.messages.account_leaving import TOPIC, AccountLeaving
from shared.events.outbox import Publishing, live_outbox
from shared.events.senders import live_check
from shared.once import once
from shared.store.accounts import live_accounts
from shared.store.database import live_database
from shared.store.deletions import FirestoreDeletions

_ENOUGH = timedelta(minutes=4)
"""Of a run, which is stopped after five. The next goes on."""


@dataclass(frozen=True)
class Deps:
    deletions: FirestoreDeletions
    outbox: Publishing
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    deletions = FirestoreDeletions(live_database(), live_accounts(), utc_now)
    return Deps(deletions, live_outbox(), utc_now)


class Sweep(Order):
    """There is nothing to choose."""


def sweep(deps: Deps, _: Sweep) -> Counts:
    started, announced = deps.now(), 0
    for user_id in deps.deletions.due(started):
        deps.outbox.publish(TOPIC, AccountLeaving(user_id=user_id))
        announced += 1
        if deps.now() - started > _ENOUGH:
            break
    return {"announced": announced}


job = Job("erasures", Sweep, sweep, live_deps, live_check)


@functions_framework.http
def erasures(request: Request) -> Response:
    return job.answer(request)


cold_start.is_over()
