"""Volume reports as they are shown. Figures are rounded here, half to even, nowhere before."""

from dataclasses import dataclass
from typing import Literal

from shared.domain.figures import Amount, rounded
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan, Weekly
from shared.domain.targets import Verdict
from shared.domain.volume import MuscleVolume, Report, Source
from shared.web.wire import View

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
