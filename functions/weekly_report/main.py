"""Event function `weekly_report`: reports one week of one person, once.

The report and the step to the next week are one batch, so a delivery that comes twice, or a
process that dies, leaves one report or none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.accounts import Account
from shared.domain.errors import NotFound
from shared.domain.reports.plain import Plain, plain
from shared.domain.reports.wording import text_of
from shared.domain.weeks import IsoWeek, closing, is_over, week_of
from shared.events.inbox import Delivery, Inbox
from shared.events.messages import email_requested
from shared.events.messages.email_requested import EmailRequested, Fact
from shared.events.messages.week_closed import WeekClosed
from shared.events.outbox import Publishing, live_outbox
from shared.live_inbox import live_reception
from shared.once import once
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.report_schedules import FirestoreSchedules, Schedule, live_schedules
from shared.store.reports import FirestoreReports, StoredReport, live_reports
from shared.store.training import FirestoreTraining, live_training
from shared.store.week_facts import WeekFactsReader, live_week_facts

LETTER = "weekly_report"
RESTED = 4
"""After so many weeks without an entry there are no more reports, until there is one again."""


@dataclass(frozen=True)
class Deps:
    accounts: FirestoreAccounts
    schedules: FirestoreSchedules
    reports: FirestoreReports
    training: FirestoreTraining
    facts: WeekFactsReader
    write: Callable[[Plain], str]
    """From facts to a text that quotes nothing else."""
    outbox: Publishing
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    return Deps(
        accounts=live_accounts(),
        schedules=live_schedules(),
        reports=live_reports(),
        training=live_training(),
        facts=live_week_facts(),
        write=text_of,
        outbox=live_outbox(),
        now=utc_now,
    )


def handle(delivery: Delivery[Deps], closed: WeekClosed) -> None:
    deps, week = delivery.deps, IsoWeek.read(closed.iso_week)
    if week is None:
        return
    # Again when another delivery was faster: then most of it is done.
    account = deps.schedules.database.contended(lambda: _settled(deps, closed.user_id, week))
    if account is not None:
        _ask_for_letter(deps, account, week)


def _settled(deps: Deps, user_id: str, week: IsoWeek) -> Account | None:
    """Whose week it is, once it is reported or passed over; None when they are gone."""
    schedule = deps.schedules.find(user_id)
    account = deps.accounts.find(user_id) if schedule else None
    if schedule is None:
        return None
    if account is None:
        deps.schedules.remove(schedule)
    elif schedule.week == week:
        _report(deps, account, schedule)
    return account


def _report(deps: Deps, account: Account, schedule: Schedule) -> None:
    """The schedule moves on, whatever becomes of the week. Raises `Changed`."""
    now, week = deps.now(), schedule.week
    if not is_over(week, now, account.zones):
        this_week = week_of(now, account.zones)
        deps.reports.pass_over(schedule, this_week, closing(this_week, account.zones))
        return
    following, due_at = week.later(1), closing(week.later(1), account.zones)
    # Who has stopped is not told so every week, and their whole log is not read for it.
    if not account.is_active or not deps.training.was_active(account.id, week.later(-RESTED), week):
        deps.reports.pass_over(schedule, following, due_at)
        return
    facts = deps.facts.of(account, week)
    told = plain(facts)
    letter_due = account.profile.weekly_report_email and facts.workouts > 0
    report = StoredReport(week, told, deps.write(told), now, letter_due=letter_due)
    deps.reports.add(account.id, report, schedule, due_at)


def _ask_for_letter(deps: Deps, account: Account, week: IsoWeek) -> None:
    try:
        report = deps.reports.find(account.id, week)
    except NotFound:
        return
    if not report.letter_due:
        return
    facts: dict[str, Fact] = {"week": str(week), "text": report.text}
    # Of two requests by this name one letter is sent.
    name = f"weekly-report-{account.id}-{week}"
    request = EmailRequested(message_id=name, template=LETTER, user_id=account.id, facts=facts)
    deps.outbox.publish(email_requested.TOPIC, request)
    deps.reports.letter_asked_for(account.id, week)


inbox = Inbox("weekly_report", WeekClosed, handle, live_deps, live_reception)


@functions_framework.http
def weekly_report(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
