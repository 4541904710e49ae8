"""HTTP function `reports`: weeks of training in figures, and the reports about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from shared.domain.reports.plain import Plain, plain
from shared.domain.reports.wording import text_of
from shared.domain.weeks import is_over
from shared.live import live_gate
from shared.once import once
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.reports import FirestoreReports, StoredReport, live_reports
from shared.store.week_facts import WeekFactsReader, live_week_facts
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.paging import slice_of
from shared.web.reply import Slice
from shared.web.weeks import week_in_path

from .metrics import metrics_of, span
from .schemas import MetricsQuery, MetricsView, ReportsQuery, WeeklyReportView


@dataclass(frozen=True)
class Deps:
    accounts: FirestoreAccounts
    reports: FirestoreReports
    facts: WeekFactsReader
    write: Callable[[Plain], str]
    """From facts to a text that quotes nothing else."""
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    return Deps(live_accounts(), live_reports(), live_week_facts(), text_of, utc_now)


endpoint = Endpoint("reports", "/api/v1/reports", live_gate, live_deps)


@endpoint.get("/metrics", refuses=(Invalid,))
def show_metrics(call: Call[Deps], query: MetricsQuery) -> list[MetricsView]:
    """The weeks in figures, one after the other: volume, tonnage, the trend of the weight."""
    read, now = call.deps.facts, call.deps.now()
    weeks = span(query, call.caller, now)
    return list(metrics_of(read.training, read.catalogue, call.caller, weeks, now))


@endpoint.get("/weekly")
def list_all(call: Call[Deps], query: ReportsQuery) -> Slice[list[WeeklyReportView]]:
    """The reports there are, by week."""
    owner, reports = call.caller.user_id, call.deps.reports
    return slice_of(
        query,
        "reports",
        owner,
        lambda beyond, limit: reports.listed(owner, beyond, limit, newest_first=query.descends),
        lambda report: str(report.week),
        WeeklyReportView.of,
        lambda: reports.count(owner),
    )


@endpoint.get("/weekly/<id:week>", refuses=(Invalid,))
def show(call: Call[Deps], week: str) -> WeeklyReportView:
    """The report of a week. There is none before the week is over."""
    return WeeklyReportView.of(call.deps.reports.find(call.caller.user_id, week_in_path(week)))


@endpoint.post(
    "/weekly/<id:week>/regenerate", idempotent=True, status=200, refuses=(Conflict, Invalid)
)
def regenerate(call: Call[Deps], week: str) -> WeeklyReportView:
    """The report of a week by what is in the log now, also where there was none. It is another
    version only when it says something else."""
    deps, asked = call.deps, week_in_path(week)
    account = deps.accounts.find(call.caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    if not is_over(asked, deps.now(), account.zones):
        raise Conflict("This week is not over yet.")
    facts = deps.facts.of(account, asked)
    if facts.is_empty:
        raise NotFound
    told = plain(facts)
    made = StoredReport(asked, told, deps.write(told), deps.now())
    return WeeklyReportView.of(deps.reports.renew(account.id, made))


@functions_framework.http
def reports(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
