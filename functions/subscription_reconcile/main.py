"""Job `subscription_reconcile`: what we know of subscriptions is held against the provider's word.

Its events are gone for good after four tries in three minutes. So every night everything is asked
for, and every hour what should have turned by now.
"""

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.json_api import UNHURRIED
from shared.events.job import Counts, Job
from shared.events.senders import live_check
from shared.live_billing import live_bookkeeper
from shared.live_provider import live_asked, live_lemon_squeezy
from shared.once import once

from .passes import Deps, all_of_them, near_ones
from .schemas import Reconcile, Scope


@once
def live_deps() -> Deps:
    bookkeeper = live_bookkeeper()
    return Deps(
        asked=live_asked(),
        provider=live_lemon_squeezy(UNHURRIED),
        announce_late=bookkeeper.announce_late,
        now=bookkeeper.book.now,
    )


def reconcile(deps: Deps, order: Reconcile) -> Counts:
    # First, because it needs nobody but us.
    late = _announce_late(deps)
    found = all_of_them(deps) if order.scope is Scope.ALL else near_ones(deps)
    counts = {"announced_late": late, **found.counts()}
    severity = "WARNING" if found.is_drift else "INFO"
    log.event(severity, "billing_drift", scope=order.scope, **counts)
    return counts


def _announce_late(deps: Deps) -> int:
    """Batch by batch until there is none left."""
    return sum(iter(deps.announce_late, 0))


job = Job("subscription_reconcile", Reconcile, reconcile, live_deps, live_check)


@functions_framework.http
def subscription_reconcile(request: Request) -> Response:
    return job.answer(request)


cold_start.is_over()
