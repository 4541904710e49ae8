"""Event function `merge_runs`: moves on what an anonymous person had, and what follows from it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.accounts import Account
from shared.domain.coach.own_texts import Source
from shared.domain.errors import Erased
from shared.domain.merging import MergeState, Merging
from shared.domain.reports.plain import Plain, plain
from shared.domain.reports.wording import text_of
from shared.domain.weeks import IsoWeek, week_of
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
_REPORTS_AT_ONCE = 100


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
    if deps.mover.merges.find(asked.anonymous_id) is None:
        # Gone with the account that they went over to.
        return
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
    """Whether every report that what came over has a part in is by the whole log. What was
    reported there is removed."""
    account = deps.accounts.find(merging.into)
    if account is None:
        return True
    for week in _weeks(deps, merging, account):
        if time.monotonic() > until:
            return False
        facts = deps.facts.of(account, week)
        if not facts.is_empty:
            told = plain(facts)
            made = StoredReport(week, told, deps.write(told), deps.now())
            deps.reports.renew(account.id, made)
        deps.reports.remove(merging.anonymous_id, week)
    return True


def _weeks(deps: Deps, merging: Merging, account: Account) -> list[IsoWeek]:
    """Those that the anonymous person has reports of, and, of the account's own, all from the
    first day of the other log on: later ones add up, compare and call best what came before."""
    weeks = {one.week for one in _reports(deps, merging.anonymous_id, None)}
    began = deps.facts.training.began(merging.anonymous_id)
    if began is not None:
        before = week_of(began, account.zones).later(-1)
        weeks |= {one.week for one in _reports(deps, account.id, str(before))}
    return sorted(weeks)


def _reports(deps: Deps, owner: str, beyond: str | None) -> Iterator[StoredReport]:
    while page := deps.reports.listed(owner, beyond, _REPORTS_AT_ONCE, newest_first=False):
        yield from page
        beyond = str(page[-1].week)


inbox = Inbox("merge_runs", MergeRequested, handle, live_deps, live_reception)


@functions_framework.http
def merge_runs(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
