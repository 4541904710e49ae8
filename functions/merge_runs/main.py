"""Event function `merge_runs`: moves on what an anonymous person had, and what follows from it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.coach.own_texts import Source
from shared.domain.errors import Erased
from shared.domain.merging import MergeState, Merging
from shared.domain.reports.plain import Plain, plain
from shared.domain.reports.wording import text_of
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.merge_requested import TOPIC, MergeRequested
from shared.events.noting import Noting
from shared.events.outbox import Publishing, live_outbox
from shared.live_inbox import live_reception
from shared.once import once
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.merging import Mover, live_mover
from shared.store.reports import FirestoreReports, StoredReport, live_reports
from shared.store.week_facts import WeekFactsReader, live_week_facts

SECONDS = 400.0
"""Then what is left is ordered anew: Pub/Sub waits for ten minutes, and we run for nine."""
_REPORTS_AT_ONCE = 20


@dataclass(frozen=True)
class Deps:
    mover: Mover
    accounts: FirestoreAccounts
    reports: FirestoreReports
    facts: WeekFactsReader
    write: Callable[[Plain], str]
    """From facts to a text that quotes nothing else."""
    outbox: Publishing
    now: Callable[[], datetime]
    seconds: float = SECONDS


@once
def live_deps() -> Deps:
    return Deps(
        mover=live_mover(),
        accounts=live_accounts(),
        reports=live_reports(),
        facts=live_week_facts(),
        write=text_of,
        outbox=live_outbox(),
        now=utc_now,
    )


def handle(delivery: Delivery[Deps], asked: MergeRequested) -> None:
    deps, until = delivery.deps, time.monotonic() + delivery.deps.seconds
    try:
        is_through = _moved_on(deps, asked.anonymous_id, until)
    except Erased:
        # The account is: what has not moved into it goes, too.
        is_through = True
    if is_through:
        deps.mover.merges.settle(asked.anonymous_id)
    else:
        deps.outbox.publish(TOPIC, asked)


def _moved_on(deps: Deps, anonymous_id: str, until: float) -> bool:
    merging = deps.mover.run(anonymous_id, until)
    if merging.state is MergeState.SETTLED:
        return True
    if not (merging.is_moved and _reported_anew(deps, merging, until)):
        return False
    for source in Source:
        Noting(deps.outbox).all_of(merging.into, merging.organization_id, source)
    return True


def _reported_anew(deps: Deps, merging: Merging, until: float) -> bool:
    """Whether each week that the anonymous person had a report of has one by the whole log. What
    was reported is removed there: who begins again goes on with the next."""
    account = deps.accounts.find(merging.into)
    reports, left = deps.reports, merging.anonymous_id
    while account and (page := reports.listed(left, None, _REPORTS_AT_ONCE, newest_first=False)):
        for one in page:
            if time.monotonic() > until:
                return False
            facts = deps.facts.of(account, one.week)
            if not facts.is_empty:
                told = plain(facts)
                made = StoredReport(one.week, told, deps.write(told), deps.now())
                reports.renew(account.id, made)
            reports.remove(left, one.week)
    return True


inbox = Inbox("merge_runs", MergeRequested, handle, live_deps, live_reception)


@functions_framework.http
def merge_runs(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
