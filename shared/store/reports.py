"""Reports of weeks: `users/{uid}/reports/{iso_week}`, one for each, with a version."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.errors import NotFound
from shared.domain.reports.plain import Plain
from shared.domain.weeks import IsoWeek
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.queries import Query, Where
from shared.store.report_schedules import Schedule, moved
from shared.store.writes import Create, Delete, Document, Merge, Path, Put


@dataclass(frozen=True, slots=True)
class StoredReport:
    """`version` counts from 1, and goes up when the facts or the text have changed."""

    week: IsoWeek
    facts: Plain
    text: str
    generated_at: datetime
    version: int = 1
    letter_due: bool = False
    """Somebody wants it as a letter, and nobody has asked for that letter yet."""

    def says_the_same_as(self, other: "StoredReport") -> bool:
        return (self.facts, self.text) == (other.facts, other.text)


@dataclass(frozen=True)
class FirestoreReports:
    database: Database

    def find(self, owner: str, week: IsoWeek) -> StoredReport:
        """Raises `NotFound`."""
        document = self.database.get(_path(owner, week))
        if document is None:
            raise NotFound
        return _report(document)

    def listed(
        self, owner: str, beyond: str | None, limit: int, *, newest_first: bool
    ) -> list[StoredReport]:
        """By week, going on beyond that one."""
        where = [Where("week", "<" if newest_first else ">", beyond)] if beyond else []
        query = Query("reports", where, [("week", newest_first)], limit)
        return [_report(document) for document in self.database.query(query, ("users", owner))]

    def count(self, owner: str) -> int:
        return self.database.count(Query("reports"), ("users", owner))

    def add(self, owner: str, report: StoredReport, schedule: Schedule, due_at: datetime) -> None:
        """The first report of a week, with the schedule moved to the week after it. One that its
        owner has made by hand stays, and becomes a letter if they want letters. Raises `Changed`
        when the schedule was moved or removed meanwhile."""
        following = moved(schedule, report.week.later(1), due_at)
        try:
            self.database.commit(Create(_path(owner, report.week), _fields(report)), following)
        except Exists:
            fields: dict[tuple[str, ...], object] = {("letter_due",): report.letter_due}
            self.database.commit(Merge(_path(owner, report.week), fields), following)

    def pass_over(self, schedule: Schedule, week: IsoWeek, due_at: datetime) -> None:
        """Moves the schedule alone. Raises `Changed`."""
        self.database.commit(moved(schedule, week, due_at))

    def renew(self, owner: str, report: StoredReport) -> StoredReport:
        """Puts it in the place of the one there is, under the next version, unless that one says
        the same. Answers with what is stored."""

        def attempt() -> StoredReport:
            path = _path(owner, report.week)
            document = self.database.get(path)
            if document is None:
                return self._first(path, report)
            known = _report(document)
            if known.says_the_same_as(report):
                return known
            newer = replace(report, version=known.version + 1, letter_due=known.letter_due)
            self.database.commit(Put(path, _fields(newer), document))
            return newer

        return self.database.contended(attempt)

    def remove(self, owner: str, week: IsoWeek) -> None:
        self.database.commit(Delete(_path(owner, week)))

    def _first(self, path: Path, report: StoredReport) -> StoredReport:
        try:
            self.database.commit(Create(path, _fields(report)))
        except Exists as error:
            raise Changed from error
        return report

    def letter_asked_for(self, owner: str, week: IsoWeek) -> None:
        fields: dict[tuple[str, ...], object] = {("letter_due",): False}
        self.database.commit(Merge(_path(owner, week), fields))


def _path(owner: str, week: IsoWeek) -> Path:
    return ("users", owner, "reports", str(week))


def _fields(report: StoredReport) -> dict[str, object]:
    return {
        "week": str(report.week),
        "version": report.version,
        "generated_at": report.generated_at,
        "facts": json.dumps(report.facts, separators=(",", ":")),
        "text": report.text,
        "letter_due": report.letter_due,
    }


def _report(document: Document) -> StoredReport:
    data = document.data
    week = IsoWeek.read(data["week"])
    assert week is not None  # noqa: S101
    return StoredReport(
        week=week,
        facts=json.loads(data["facts"]),
        text=data["text"],
        generated_at=data["generated_at"],
        version=data["version"],
        letter_due=data["letter_due"],
    )


@once
def live_reports() -> FirestoreReports:
    return FirestoreReports(live_database())
