"""What the peer answers: the same fields as the product."""

import uuid
from datetime import datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

Data = TypeVar("Data")


class Meta(BaseModel):
    request_id: str


class Envelope(BaseModel, Generic[Data]):
    data: Data
    meta: Meta


class SetRowRead(BaseModel):
    kind: str
    count: int
    reps_min: int
    reps_max: int | None
    rir: int | None
    percent_1rm: float | None
    rest_seconds: int | None
    tempo: str | None
    notes: str


class EntryRead(BaseModel):
    id: uuid.UUID
    exercise_id: uuid.UUID
    superset_group: int | None
    notes: str
    sets: list[SetRowRead]


class SessionRead(BaseModel):
    id: uuid.UUID
    name: str
    exercises: list[EntryRead]


class WeeklyRead(BaseModel):
    type: Literal["WEEKLY"] = "WEEKLY"
    days: list[str]


class CyclicRead(BaseModel):
    type: Literal["CYCLIC"] = "CYCLIC"
    days_on: int
    days_off: int


class ProgramRead(BaseModel):
    id: uuid.UUID
    name: str
    description: str
    split_type: str
    structure: WeeklyRead | CyclicRead
    duration_weeks: int
    visibility: str
    sessions: list[SessionRead]
    is_template: bool
    source_template_id: uuid.UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class SourceRead(BaseModel):
    session: str
    session_index: int
    exercise: str
    exercise_id: uuid.UUID
    sets: int
    times_per_week: float
    contribution: float
    weekly_sets: float


class MuscleRead(BaseModel):
    muscle_group: str
    weekly_sets: float
    direct_sets: float
    total_sets: float
    status: str
    minimum: float
    maximum: float
    frequency_per_week: float
    largest_session_sets: float
    sources: list[SourceRead]


class WarningRead(BaseModel):
    code: str
    muscle_group: str
    message: str


class ReportRead(BaseModel):
    structure: str
    sessions_per_week: float
    weekly_sets_total: float
    muscles: list[MuscleRead]
    warnings: list[WarningRead]


class VolumeRead(BaseModel):
    report: ReportRead
