"""Event function `erasure`: ends what somebody pays who leaves, and erases them when it is time.

It may be stopped anywhere and called twice: it goes on with what is left. At the end it looks
whether anything is, and only then is the account itself gone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.json_api import UNHURRIED
from shared.clients.lemonsqueezy import LemonSqueezy
from shared.clients.storage import Storage, live_storage
from shared.clock import utc_now
from shared.domain.erasure import Leaver
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.account_leaving import TOPIC, AccountLeaving
from shared.events.outbox import Publishing, live_outbox
from shared.live_inbox import live_reception
from shared.live_provider import live_lemon_squeezy
from shared.once import once
from shared.settings import Erasing, ExportFiles, PrivateFiles, load
from shared.store.accounts import live_accounts
from shared.store.database import live_database
from shared.store.erasing.homes import Homes
from shared.store.erasing.leavers import FirestoreLeavers
from shared.store.erasing.paying import Paying
from shared.store.erasing.sweep import Sweep

from .files import Files

SECONDS = 400.0
"""Then what is left is ordered anew: Pub/Sub waits for ten minutes, and we run for nine."""


class NotErased(Exception):
    """Something is left that should not be. The text names where, and nobody."""


@dataclass(frozen=True)
class Deps:
    leavers: FirestoreLeavers
    homes: Homes
    sweep: Sweep
    files: Files
    paying: Paying
    provider: LemonSqueezy
    outbox: Publishing
    now: Callable[[], datetime]
    rest: timedelta
    seconds: float = SECONDS


@once
def live_deps() -> Deps:
    return deps_of(
        FirestoreLeavers(live_database(), live_accounts(), utc_now),
        live_storage(),
        live_lemon_squeezy(UNHURRIED),
        live_outbox(),
    )


def deps_of(
    leavers: FirestoreLeavers, storage: Storage, provider: LemonSqueezy, outbox: Publishing
) -> Deps:
    database = leavers.database
    buckets = load(PrivateFiles).private_bucket, load(ExportFiles).exports_bucket
    return Deps(
        leavers=leavers,
        homes=Homes(database, leavers),
        sweep=Sweep(database, leavers),
        files=Files(storage, *buckets),
        paying=Paying(database),
        provider=provider,
        outbox=outbox,
        now=leavers.now,
        rest=timedelta(minutes=load(Erasing).erasure_rest_minutes),
    )


def handle(delivery: Delivery[Deps], asked: AccountLeaving) -> None:
    deps, until = delivery.deps, time.monotonic() + delivery.deps.seconds
    for subscription_id in deps.paying.running(asked.user_id):
        deps.provider.cancel(subscription_id)
    leaver = deps.leavers.begin(asked.user_id)
    if leaver is None:
        return
    leaver = deps.homes.leave(leaver)
    if not _emptied(deps, leaver, lambda: time.monotonic() > until):
        deps.outbox.publish(TOPIC, asked)
    elif deps.now() >= leaver.begun_at + deps.rest:
        _expect_nothing(deps, leaver)
        deps.leavers.finish(leaver)


def _emptied(deps: Deps, leaver: Leaver, is_late: Callable[[], bool]) -> bool:
    """Whether it went through in time."""
    for name in deps.files.of(leaver.id):
        deps.files.delete(name)
        deps.leavers.count(leaver, objects=1)
        if is_late():
            return False
    return deps.sweep.go(leaver, is_late)


def _expect_nothing(deps: Deps, leaver: Leaver) -> None:
    """Raises `NotErased`."""
    left = [*deps.sweep.left(leaver), *(name for _, name in deps.files.of(leaver.id))]
    if left:
        places = sorted({name.partition("/")[0] for name in left})
        log.event("ERROR", "an erasure left something", places=places, count=len(left))
        raise NotErased(", ".join(places))


inbox = Inbox("erasure", AccountLeaving, handle, live_deps, live_reception)


@functions_framework.http
def erasure(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
