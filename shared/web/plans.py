"""Plans on the wire: the draft a person sends."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from shared.domain import bounds
from shared.domain.ids import PATTERN
from shared.domain.programs import (
    Cyclic,
    Entry,
    InlineExercise,
    Plan,
    Session,
    SetKind,
    SetRow,
    SplitType,
    Structure,
    Visibility,
    Weekday,
    Weekly,
)
from shared.web.body import parse_item
from shared.web.contributions import ContributionsDraft, in_quarters
from shared.web.wire import Wire

Name = Annotated[str, StringConstraints(min_length=1, max_length=bounds.MAX_NAME, pattern=r"\S")]
Notes = Annotated[str, StringConstraints(max_length=500)]
Id = Annotated[str, StringConstraints(pattern=PATTERN)]
DayName = Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]


class SetRowDraft(Wire):
    kind: SetKind
    count: int = Field(ge=1, le=bounds.MAX_COUNT)
    reps_min: int = Field(ge=1, le=bounds.MAX_REPS)
    reps_max: int | None = Field(default=None, ge=1, le=bounds.MAX_REPS)
    rir: int | None = Field(default=None, ge=0, le=bounds.MAX_RIR)
    percent_1rm: float | None = Field(default=None, ge=1, le=150)
    rest_seconds: int | None = Field(default=None, ge=0, le=3600)
    tempo: Annotated[str, StringConstraints(max_length=20)] | None = None
    notes: Notes = ""

    def to_row(self) -> SetRow:
        return SetRow(
            self.kind,
            self.count,
            self.reps_min,
            self.reps_max,
            self.rir,
            self.percent_1rm,
            self.rest_seconds,
            self.tempo,
            self.notes,
        )


class EntryDraft(Wire):
    exercise_id: Id
    superset_group: int | None = Field(default=None, ge=1, le=bounds.MAX_SUPERSET_GROUP)
    notes: Notes = ""
    sets: list[SetRowDraft] = Field(min_length=1, max_length=bounds.MAX_ROWS)

    def to_entry(self) -> Entry:
        rows = tuple(row.to_row() for row in self.sets)
        return Entry(rows, self.exercise_id, None, self.superset_group, self.notes)


class SessionDraft(Wire):
    name: Name
    exercises: list[EntryDraft] = Field(min_length=1, max_length=bounds.MAX_ENTRIES)

    def to_session(self) -> Session:
        return Session(self.name, tuple(entry.to_entry() for entry in self.exercises))


class WeeklyDraft(Wire):
    type: Literal["WEEKLY"]
    days: list[DayName] = Field(min_length=1, max_length=7)

    @field_validator("days")
    @classmethod
    def each_day_once(cls, days: list[DayName]) -> list[DayName]:
        if len(set(days)) < len(days):
            raise ValueError("Name each day once.")
        return days

    def to_structure(self) -> Structure:
        return Weekly(tuple(sorted(Weekday[day] for day in self.days)))


class CyclicDraft(Wire):
    type: Literal["CYCLIC"]
    days_on: int = Field(ge=1, le=bounds.MAX_CYCLE_DAYS)
    days_off: int = Field(ge=1, le=bounds.MAX_CYCLE_DAYS)

    def to_structure(self) -> Structure:
        return Cyclic(self.days_on, self.days_off)


StructureDraft = Annotated[WeeklyDraft | CyclicDraft, Field(discriminator="type")]


class PlanHead(Wire):
    """What a plan says besides its sessions."""

    name: Name
    description: Annotated[str, StringConstraints(max_length=2000)] = ""
    split_type: SplitType
    structure: StructureDraft
    duration_weeks: int = Field(ge=1, le=bounds.MAX_DURATION_WEEKS)
    visibility: Visibility = Visibility.PRIVATE

    def with_sessions(self, sessions: tuple[Session, ...]) -> Plan:
        return Plan(
            self.name,
            self.split_type,
            self.structure.to_structure(),
            self.duration_weeks,
            sessions,
            self.description,
            self.visibility,
        )


class ProgramDraft(PlanHead):
    sessions: list[SessionDraft] = Field(min_length=1, max_length=bounds.MAX_SESSIONS)

    def to_plan(self) -> Plan:
        return self.with_sessions(tuple(session.to_session() for session in self.sessions))


def read_draft(draft: Mapping[str, Any]) -> ProgramDraft:
    """From JSON, as strictly as a body. Raises `Invalid`."""
    return parse_item(ProgramDraft, draft)


def plan_of(draft: Mapping[str, Any]) -> Plan:
    """What `read_draft` reads, as the domain has it."""
    return read_draft(draft).to_plan()


class InlineExerciseDraft(Wire):
    name: Name
    muscle_contributions: ContributionsDraft

    def to_inline(self) -> InlineExercise:
        return InlineExercise(self.name, in_quarters(self.muscle_contributions))


class AnalysedEntryDraft(Wire):
    """An entry of a draft that is not kept: its exercise may be spelled out instead of named."""

    exercise: InlineExerciseDraft | None = None
    exercise_id: Id | None = Field(default=None, validate_default=True)
    superset_group: int | None = Field(default=None, ge=1, le=bounds.MAX_SUPERSET_GROUP)
    notes: Notes = ""
    sets: list[SetRowDraft] = Field(min_length=1, max_length=bounds.MAX_ROWS)

    @field_validator("exercise_id")
    @classmethod
    def one_of_both(cls, named: str | None, info: ValidationInfo) -> str | None:
        if "exercise" in info.data and (named is None) == (info.data["exercise"] is None):
            raise ValueError("Send either exercise_id or exercise.")
        return named

    def to_entry(self) -> Entry:
        inline = self.exercise.to_inline() if self.exercise else None
        rows = tuple(row.to_row() for row in self.sets)
        return Entry(rows, self.exercise_id, inline, self.superset_group, self.notes)


class AnalysedSessionDraft(Wire):
    name: Name
    exercises: list[AnalysedEntryDraft] = Field(min_length=1, max_length=bounds.MAX_ENTRIES)

    def to_session(self) -> Session:
        return Session(self.name, tuple(entry.to_entry() for entry in self.exercises))


class AnalysedDraft(PlanHead):
    sessions: list[AnalysedSessionDraft] = Field(min_length=1, max_length=bounds.MAX_SESSIONS)

    def to_plan(self) -> Plan:
        return self.with_sessions(tuple(session.to_session() for session in self.sessions))
