"""What is logged, on the wire: sets, loads, measured values."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from shared.domain.body import implausible
from shared.domain.ids import PATTERN
from shared.domain.log import bounds
from shared.domain.log.workouts import Load, LoadUnit, LoggedSet, Side
from shared.domain.programs import SetKind
from shared.web.wire import Instant, Wire

Id = Annotated[str, StringConstraints(pattern=PATTERN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=bounds.MAX_NAME, pattern=r"\S")]
Notes = Annotated[str, StringConstraints(max_length=bounds.MAX_NOTES)]
Reps = Annotated[int, Field(ge=0, le=bounds.MAX_REPS)]
Seconds = Annotated[float, Field(gt=0, le=bounds.MAX_SECONDS)]
Metres = Annotated[float, Field(gt=0, le=bounds.MAX_DISTANCE_M)]
Rest = Annotated[int, Field(ge=0, le=bounds.MAX_SECONDS)]
SupersetGroup = Annotated[int, Field(ge=1, le=bounds.MAX_SUPERSET_GROUP)]


def _in_halves(figure: float) -> float:
    if figure * 2 != int(figure * 2):
        raise ValueError("This goes in halves, such as 1.5.")
    return figure


Rir = Annotated[float, Field(ge=0, le=bounds.MAX_RIR), AfterValidator(_in_halves)]
Rpe = Annotated[float, Field(ge=1, le=bounds.MAX_RPE), AfterValidator(_in_halves)]

MetricName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Figure = Annotated[float, Field(ge=0, le=bounds.MAX_METRIC)]


def _plausible(values: Mapping[str, float | None]) -> Mapping[str, float | None]:
    """Each fault at its own metric."""
    faults = [
        InitErrorDetails(
            type=PydanticCustomError("value_error", "{sentence}", {"sentence": sentence}),
            loc=(metric,),
            input=value,
        )
        for metric, value in values.items()
        if value is not None and (sentence := implausible(metric, value))
    ]
    if faults:
        raise ValidationError.from_exception_data("values", faults)
    return values


MeasuredValues = Annotated[
    dict[MetricName, Figure],
    Field(min_length=1, max_length=bounds.MAX_METRICS),
    AfterValidator(_plausible),
]
ValueChanges = Annotated[
    dict[MetricName, Figure | None],
    Field(min_length=1, max_length=bounds.MAX_METRICS),
    AfterValidator(_plausible),
]


class LoadDraft(Wire):
    value: float = Field(ge=0, le=bounds.MAX_LOAD)
    unit: LoadUnit

    def to_load(self) -> Load:
        # By way of text: 62.1 means ten times 6.21, not the nearest binary number.
        return Load(Decimal(str(self.value)) + 0, self.unit)


class SetDraft(Wire):
    """A set, but for its id."""

    kind: SetKind
    load: LoadDraft
    completed_at: Instant
    duration_seconds: Seconds | None = None
    distance_m: Metres | None = None
    # Declared behind the other two, so that it can be held against them.
    reps: Reps | None = Field(default=None, validate_default=True)
    forced_reps: Reps | None = None
    rir: Rir | None = None
    rpe: Rpe | None = None
    side: Side | None = None
    rest_seconds: Rest | None = None
    notes: Notes | None = None

    @field_validator("reps")
    @classmethod
    def measured_in_something(cls, reps: int | None, info: ValidationInfo) -> int | None:
        others = [info.data.get(name, "faulty") for name in ("duration_seconds", "distance_m")]
        if [reps, *others] == [None, None, None]:
            raise ValueError("Send reps, duration_seconds or distance_m.")
        return reps

    def to_set(self, set_id: str) -> LoggedSet:
        return LoggedSet(
            set_id=set_id,
            kind=self.kind,
            load=self.load.to_load(),
            completed_at=self.completed_at,
            reps=self.reps,
            duration_seconds=self.duration_seconds,
            distance_m=self.distance_m,
            forced_reps=self.forced_reps or 0,
            rir=self.rir,
            rpe=self.rpe,
            side=self.side or Side.BOTH,
            rest_seconds=self.rest_seconds,
            notes=self.notes or "",
        )


class Changes(Wire):
    """The fields to change, at least one. Null clears a field where its annotation takes it."""

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("Name at least one field.")
        return self

    def to_changes(self) -> Mapping[str, Any]:
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def not_sent() -> Any:
    """The default of what may be left out and, once sent, is what its annotation says."""
    return Field(default=None, json_schema_extra=_without_default)


class SetChanges(Changes):
    kind: SetKind = not_sent()
    load: LoadDraft = not_sent()
    completed_at: Instant = not_sent()
    reps: Reps = not_sent()
    duration_seconds: Seconds = not_sent()
    distance_m: Metres = not_sent()
    forced_reps: Reps = not_sent()
    rir: Rir | None = not_sent()
    rpe: Rpe | None = not_sent()
    side: Side = not_sent()
    rest_seconds: Rest | None = not_sent()
    notes: Notes = not_sent()

    def to_changes(self) -> Mapping[str, Any]:
        changes = dict(super().to_changes())
        if "load" in changes:
            changes["load"] = self.load.to_load()
        return changes


class WorkoutChanges(Changes):
    started_at: Instant = not_sent()
    finished_at: Instant = not_sent()
    name: Name | None = not_sent()
    program_id: Id | None = not_sent()
    session_id: Id | None = not_sent()
    notes: Notes = not_sent()


class MeasurementChanges(Changes):
    """In `values` null removes a metric; one that is not named stays."""

    measured_at: Instant = not_sent()
    values: ValueChanges = not_sent()
    notes: Notes = not_sent()
