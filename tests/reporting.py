"""The functions about reports over a real database, with a clock to turn and an outbox to look
into."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import functions.reports.main as reports
import functions.weekly_report.main as weekly_report
import functions.weekly_reports.main as weekly_reports
from shared.domain.errors import Unavailable
from shared.domain.reports.plain import Plain
from shared.domain.reports.wording import text_of
from shared.events.inbox import Inbox
from shared.events.job import Job
from shared.events.message import Message
from shared.events.messages.email_requested import EmailRequested
from shared.events.messages.week_closed import WeekClosed
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from shared.store.report_schedules import FirestoreSchedules
from shared.store.reports import FirestoreReports
from shared.store.training import FirestoreTraining
from shared.store.week_facts import WeekFactsReader
from shared.store.writes import Create
from tests.delivering import Deliveries, reception
from tests.people import People, Person
from tests.stocked import catalogue_of
from tests.wire import Client

URL = "/api/v1/reports"
# The middle of 2026-W41.
NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)


@dataclass
class World:
    database: Database
    now: datetime = NOW
    closed: list[WeekClosed] = field(default_factory=list)
    letters: list[EmailRequested] = field(default_factory=list)
    is_down: bool = False
    write: Callable[[Plain], str] = text_of

    def __post_init__(self) -> None:
        self.schedules = FirestoreSchedules(self.database)
        self.reports = FirestoreReports(self.database)
        self.accounts = FirestoreAccounts(self.database, AccountCache(), self.clock)
        self.training = FirestoreTraining(self.database)
        self.facts = WeekFactsReader(
            self.training,
            FirestorePrograms(self.database),
            catalogue_of(self.database),
        )

    def clock(self) -> datetime:
        return self.now

    def pass_by(self, **much: float) -> None:
        self.now += timedelta(**much)

    def publish(self, topic: str, message: Message, **_: str) -> None:
        if self.is_down:
            raise Unavailable
        if isinstance(message, WeekClosed):
            assert topic == "week-closed"
            self.closed.append(message)
        else:
            assert isinstance(message, EmailRequested)
            assert topic == "email-requested"
            self.letters.append(message)

    @property
    def reported(self) -> Deliveries:
        deps = weekly_report.Deps(
            accounts=self.accounts,
            schedules=self.schedules,
            reports=self.reports,
            training=self.training,
            facts=self.facts,
            write=self.write,
            outbox=self,
            now=self.clock,
        )
        inbox = Inbox(
            "weekly_report", WeekClosed, weekly_report.handle, lambda: deps, reception([])
        )
        return Deliveries(inbox.answer)

    def sweep(self) -> Any:
        """The status of the job's answer, and what it counted."""
        deps = weekly_reports.Deps(self.schedules, self, self.clock)
        job = Job(
            "weekly_reports",
            weekly_reports.Sweep,
            weekly_reports.sweep,
            lambda: deps,
            lambda: lambda _: None,
        )
        answer = Client(job.answer).post("/")
        return answer.status, answer.json

    def turn(self) -> int:
        """The job, and every delivery it leads to. How many there were."""
        self.closed.clear()
        assert self.sweep()[0] == 200
        for closed in self.closed:
            assert self.reported.deliver(closed) == 204
        return len(self.closed)

    def client(self, people: People, person: Person) -> Client:
        gate = people.gate()
        deps = reports.Deps(self.accounts, self.reports, self.facts, self.write, self.clock)
        return Client(reports.endpoint.bound(lambda: gate, lambda: deps).answer, person.token)

    def schedule(self, person: Person, week: str, due_at: datetime) -> None:
        fields = {"week": week, "due_at": due_at}
        self.database.commit(Create(("report_schedules", person.user_id), fields))
