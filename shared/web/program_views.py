"""How programs, and what lint finds in them, are shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.domain.lint import Finding
from shared.domain.linting.findings import Rule, Severity
from shared.domain.muscles import Muscle
from shared.domain.programs import (
    Entry,
    Program,
    SetKind,
    SetRow,
    SplitType,
    Structure,
    Visibility,
    Weekly,
)
from shared.web.plans import DayName
from shared.web.wire import View

# What a program is made of by the dozen: plain dataclasses, because making a model of each would
# take longer than reading it from the store.


@dataclass(slots=True)
class SetRowView:
    kind: SetKind
    count: int
    reps_min: int
    reps_max: int | None
    rir: int | None
    percent_1rm: float | None
    rest_seconds: int | None
    tempo: str | None
    notes: str


@dataclass(slots=True)
class EntryView:
    id: str
    exercise_id: str | None
    superset_group: int | None
    notes: str
    sets: list[SetRowView]


@dataclass(slots=True)
class ProgramSessionView:
    id: str
    name: str
    exercises: list[EntryView]


class WeeklyView(View):
    type: Literal["WEEKLY"] = "WEEKLY"
    days: list[DayName]


class CyclicView(View):
    type: Literal["CYCLIC"] = "CYCLIC"
    days_on: int
    days_off: int


StructureView = Annotated[WeeklyView | CyclicView, Field(discriminator="type")]


def structure_view(structure: Structure) -> WeeklyView | CyclicView:
    if isinstance(structure, Weekly):
        days: list[DayName] = [DAY_NAMES[day] for day in structure.days]
        return WeeklyView(days=days)
    return CyclicView(days_on=structure.days_on, days_off=structure.days_off)


DAY_NAMES: tuple[DayName, ...] = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


class ProgramHead(View):
    """What a program says besides its sessions."""

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


class ProgramView(ProgramHead):
    sessions: list[ProgramSessionView]

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
                ProgramSessionView(
                    id=session.id,
                    name=session.name,
                    exercises=[_entry_view(entry) for entry in session.exercises],
                )
                for session in plan.sessions
            ],
        )


class FindingView(View):
    rule: Rule
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
