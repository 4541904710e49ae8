"""Job `owed_messages`: publishes what was owed while Pub/Sub did not answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.events.job import Counts, Job, Order
from shared.events.senders import live_check
from shared.live_owed import Owing, live_owing
from shared.once import once
from shared.store.database import live_database
from shared.store.owed import FirestoreOwed

_AT_ONCE = 200
_GRACE = timedelta(minutes=1)
"""Whoever owes it is publishing it."""


@dataclass(frozen=True)
class Deps:
    kept: FirestoreOwed
    owing: Owing
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    return Deps(FirestoreOwed(live_database()), live_owing(), utc_now)


class Sweep(Order):
    """There is nothing to choose."""


def sweep(deps: Deps, _: Sweep) -> Counts:
    """A full page may hide more, which the next run finds. The first that fails ends this one:
    each other would wait as long for the same."""
    owed = deps.kept.before(deps.now() - _GRACE, _AT_ONCE)
    paid = 0
    for one in owed:
        if not deps.owing.pay(one):
            break
        paid += 1
    return {"paid": paid, "owed": len(owed) - paid}


job = Job("owed_messages", Sweep, sweep, live_deps, live_check)


@functions_framework.http
def owed_messages(request: Request) -> Response:
    return job.answer(request)


cold_start.is_over()
