"""Volume reports on the wire. Figures are rounded here, half to even, and nowhere before."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from shared.domain.credit import CreditModel
from shared.domain.errors import Fault, Invalid
from shared.domain.figures import Amount, rounded
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan, Weekly
from shared.domain.replay import Replay
from shared.domain.targets import Verdict
from shared.domain.volume import MuscleVolume, Report, Source
from shared.domain.weeks import IsoWeek
from shared.web.plans import Id
from shared.web.weeks import Week, expect_span
from shared.web.wire import View, Wire

Figure = float

# Some two hundred small things make up a report: plain dataclasses, because making a model of each
# would cost more than working the figures out.


@dataclass(slots=True)
class SourceView:
    session: str
    session_index: int
    exercise: str
    exercise_id: str | None
    sets: int | Figure
    """With a half where one side was trained alone."""
    times_per_week: Figure
    contribution: Figure
    weekly_sets: Figure


@dataclass(slots=True)
class MuscleVolumeView:
    muscle_group: Muscle
    weekly_sets: Figure
    direct_sets: Figure
    total_sets: Figure
    status: Verdict
    minimum: Figure
    maximum: Figure
    frequency_per_week: Figure
    largest_session_sets: Figure
    sources: list[SourceView]


@dataclass(slots=True)
class WarningView:
    code: Verdict
    muscle_group: Muscle
    message: str


Structure = Literal["WEEKLY", "CYCLIC"]


class ReportView(View):
    structure: Structure
    sessions_per_week: Figure
    weekly_sets_total: Figure
    muscles: list[MuscleVolumeView]
    warnings: list[WarningView]


class ReportAnswer(View):
    report: ReportView


class DifferenceView(View):
    """`weekly_sets`: the replayed figure less the stored one."""

    muscle_group: Muscle
    weekly_sets: Figure


class ReplayView(View):
    model: CreditModel
    report: ReportView
    stored: ReportView
    difference: list[DifferenceView]


class ReplayOrder(Wire):
    """Either a program, or the trained weeks from one to another."""

    model: CreditModel
    program_id: Id | None = None
    from_: Annotated[Week | None, Field(alias="from")] = None
    to: Week | None = None

    @property
    def asked_program(self) -> str | None:
        """None when it is about weeks. Raises `Invalid` when it names both or neither."""
        is_span = self.from_ is not None and self.to is not None
        is_half_a_span = (self.from_ is None) != (self.to is None)
        if (self.program_id is not None) == is_span or is_half_a_span:
            raise Invalid(Fault("program_id", "Send either a program_id, or both from and to."))
        return self.program_id

    @property
    def asked_weeks(self) -> tuple[IsoWeek, IsoWeek]:
        """The first and the last. Raises `Invalid` when they are none or too many."""
        if self.from_ is None or self.to is None:
            raise Invalid(Fault("from", "Send both from and to."))
        expect_span(self.from_, self.to)
        return self.from_, self.to


def structure_of(plan: Plan) -> Structure:
    return "WEEKLY" if isinstance(plan.structure, Weekly) else "CYCLIC"


def report_view(report: Report, structure: Structure) -> ReportView:
    return ReportView.model_construct(
        structure=structure,
        sessions_per_week=rounded(report.sessions_per_week),
        weekly_sets_total=rounded(report.weekly_sets_total),
        muscles=[_muscle_view(muscle) for muscle in report.muscles],
        warnings=[
            WarningView(warning.code, warning.muscle, warning.message)
            for warning in report.warnings
        ],
    )


def replay_view(replay: Replay, structure: Structure) -> ReplayView:
    return ReplayView.model_construct(
        model=replay.model,
        report=report_view(replay.replayed, structure),
        stored=report_view(replay.graded, structure),
        difference=[
            DifferenceView(
                muscle_group=difference.muscle, weekly_sets=rounded(difference.weekly_sets)
            )
            for difference in replay.differences
        ],
    )


def _muscle_view(volume: MuscleVolume) -> MuscleVolumeView:
    return MuscleVolumeView(
        muscle_group=volume.muscle,
        weekly_sets=rounded(volume.weekly_sets),
        direct_sets=rounded(volume.direct_sets),
        total_sets=rounded(volume.total_sets),
        status=volume.status,
        minimum=rounded(volume.minimum),
        maximum=rounded(volume.maximum),
        frequency_per_week=rounded(volume.frequency_per_week),
        largest_session_sets=rounded(volume.largest_session_sets),
        sources=[_source_view(source) for source in volume.sources],
    )


def _source_view(source: Source) -> SourceView:
    return SourceView(
        session=source.session,
        session_index=source.session_index,
        exercise=source.exercise,
        exercise_id=source.exercise_id,
        sets=_whole(source.sets),
        times_per_week=rounded(source.times_per_week),
        contribution=rounded(source.contribution),
        weekly_sets=rounded(source.weekly_sets),
    )


def _whole(sets: Amount) -> int | Figure:
    return sets if isinstance(sets, int) else rounded(sets)
