"""Programs on the wire, beside the drafts shared with `volume`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.domain.bounds import MAX_DURATION_WEEKS, MAX_SESSIONS
from shared.domain.errors import Fault, Invalid
from shared.domain.lint import Finding
from shared.domain.linting.findings import Severity
from shared.domain.muscles import Muscle
from shared.domain.programs import Entry, Plan, Program, SetRow, SplitType, Visibility
from shared.domain.schedule import TrainingDay
from shared.store.programs import Summary
from shared.web.paging import PageQuery
from shared.web.plans import (
    DAY_NAMES,
    DayName,
    EntryView,
    Name,
    SessionDraft,
    SessionView,
    SetRowView,
    StructureDraft,
    StructureView,
    structure_view,
)
from shared.web.wire import Patch, View, Wire


class ProgramPatch(Patch):
    """Sessions are replaced together."""

    name: Name | None = None
    description: Annotated[str, StringConstraints(max_length=2000)] | None = None
    split_type: SplitType | None = None
    structure: StructureDraft | None = None
    duration_weeks: Annotated[int, Field(ge=1, le=MAX_DURATION_WEEKS)] | None = None
    visibility: Visibility | None = None
    sessions: Annotated[list[SessionDraft], Field(min_length=1, max_length=MAX_SESSIONS)] | None = (
        None
    )

    def applied_to(self, plan: Plan) -> Plan:
        changes: dict[str, Any] = {
            name: getattr(self, name) for name in self.model_fields_set - {"structure", "sessions"}
        }
        if self.structure is not None:
            changes["structure"] = self.structure.to_structure()
        if self.sessions is not None:
            changes["sessions"] = tuple(session.to_session() for session in self.sessions)
        return replace(plan, **changes)


class CloneOrder(Wire):
    name: Name | None = None


class ScheduleOrder(Wire):
    start_date: date
    weeks: Annotated[int, Field(ge=1, le=MAX_DURATION_WEEKS)] | None = None


class ProgramsQuery(PageQuery):
    template: bool = False
    search: Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)] = ""
    split_type: SplitType | None = None
    sort: Literal["created_at", "updated_at", "name"] = "created_at"

    def picks(self, summary: Summary) -> bool:
        return self.search.casefold() in summary.data["name"].casefold() and self.split_type in (
            None,
            summary.data["split_type"],
        )

    def place(self, summary: Summary) -> tuple[Any, str]:
        value = summary.data[self.sort]
        return (value.casefold() if self.sort == "name" else value), summary.id


class ProgramView(View):
    id: str
    name: str
    description: str
    split_type: SplitType
    structure: StructureView
    duration_weeks: int
    visibility: Visibility
    is_template: bool
    source_template_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    sessions: list[SessionView]

    @staticmethod
    def of(program: Program) -> "ProgramView":
        plan = program.plan
        return ProgramView(
            id=program.id,
            name=plan.name,
            description=plan.description,
            split_type=plan.split_type,
            structure=structure_view(plan.structure),
            duration_weeks=plan.duration_weeks,
            visibility=plan.visibility,
            is_template=program.is_template,
            source_template_id=program.source_template_id,
            version=program.version,
            created_at=program.created_at,
            updated_at=program.updated_at,
            sessions=[
                SessionView(
                    id=session.id,
                    name=session.name,
                    exercises=[_entry_view(entry) for entry in session.exercises],
                )
                for session in plan.sessions
            ],
        )


class ProgramSummaryView(View):
    """A program in a list: without its sessions, and of its description the beginning."""

    id: str
    name: str
    description: str
    split_type: SplitType
    structure: StructureView
    duration_weeks: int
    visibility: Visibility
    is_template: bool
    source_template_id: str | None
    version: int
    session_count: int
    is_active: bool
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def of(summary: Summary, active_id: str | None) -> "ProgramSummaryView":
        return ProgramSummaryView(
            id=summary.id,
            is_template=summary.data["owner_id"] is None,
            is_active=summary.id == active_id,
            **{name: value for name, value in summary.data.items() if name != "owner_id"},
        )


class TrainingDayView(View):
    """One of `weekday` and `cycle_day`, as the structure has it."""

    date: date
    weekday: DayName | None
    cycle_day: int | None
    session_id: str
    session_name: str

    @staticmethod
    def of(day: TrainingDay) -> "TrainingDayView":
        return TrainingDayView(
            date=day.date,
            weekday=None if day.weekday is None else DAY_NAMES[day.weekday],
            cycle_day=day.cycle_day,
            session_id=day.session.id,
            session_name=day.session.name,
        )


class FindingView(View):
    rule: str
    severity: Severity
    message: str
    muscle_group: Muscle | None
    session_id: str | None
    session_index: int | None
    fix: list[dict[str, Any]] | None

    @staticmethod
    def of(finding: Finding) -> "FindingView":
        return FindingView(
            rule=finding.rule,
            severity=finding.severity,
            message=finding.message,
            muscle_group=finding.muscle,
            session_id=finding.session_id,
            session_index=finding.session_index,
            fix=finding.fix,
        )


@contextmanager
def faults_below_the_session() -> Iterator[None]:
    """Where one session was sent, its faults are named by their place in it."""
    try:
        yield
    except Invalid as refusal:
        inside = [
            Fault(_IN_A_SESSION.sub("", fault.path), fault.message) for fault in refusal.faults
        ]
        raise Invalid(*inside) from None


_IN_A_SESSION = re.compile(r"^sessions\.\d+\.")


def _entry_view(entry: Entry) -> EntryView:
    return EntryView(
        id=entry.id,
        exercise_id=entry.exercise_id,
        superset_group=entry.superset_group,
        notes=entry.notes,
        sets=[_row_view(row) for row in entry.sets],
    )


def _row_view(row: SetRow) -> SetRowView:
    return SetRowView(
        kind=row.kind,
        count=row.count,
        reps_min=row.reps_min,
        reps_max=row.reps_max,
        rir=row.rir,
        percent_1rm=row.percent_1rm,
        rest_seconds=row.rest_seconds,
        tempo=row.tempo,
        notes=row.notes,
    )
