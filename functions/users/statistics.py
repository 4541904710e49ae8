"""The statistics of somebody's training, as they are shown."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.access import Caller
from shared.domain.catalogue import Catalogue
from shared.domain.figures import rounded
from shared.domain.muscles import Muscle
from shared.domain.statistics import Statistics, statistics
from shared.domain.trained import exercises_of
from shared.domain.weeks import EASTERNMOST, WESTERNMOST
from shared.store.catalogue import FirestoreCatalogue
from shared.store.training import FirestoreTraining
from shared.web.wire import Day, Query, View

LoggedDay = Annotated[Day, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]


class StatisticsQuery(Query):
    """Days by the person's own clock, both included. Without them: all of it."""

    start_date: LoggedDay | None = None
    end_date: LoggedDay | None = None

    @field_validator("end_date")
    @classmethod
    def not_before_the_start(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start_date")
        if start is not None and end is not None and end < start:
            raise ValueError("This lies before start_date.")
        return end

    @property
    def since(self) -> datetime | None:
        """No part of these days lies before this, wherever on earth they were."""
        if self.start_date is None:
            return None
        return datetime.combine(self.start_date, time(), UTC) - EASTERNMOST

    @property
    def until(self) -> datetime | None:
        if self.end_date is None:
            return None
        return datetime.combine(self.end_date, time(), UTC) + timedelta(days=1) + WESTERNMOST


class MonthView(View):
    month: str
    workouts: int


class FrequencyView(View):
    weekly_average: float
    monthly_counts: list[MonthView]


class PerformedView(View):
    """`exercise_name` is null for what no catalogue in sight knows."""

    exercise_id: str
    exercise_name: str | None
    workouts: int
    sets: int


class MuscleShareView(View):
    """`share`: of all hard sets, counted by contribution, from 0 to 1."""

    muscle_group: Muscle
    hard_sets: float
    share: float


class PersonalRecordView(View):
    """Loads in kilograms; volume is load times completed reps."""

    exercise_id: str
    exercise_name: str | None
    max_weight: float
    reps: int
    achieved_date: date
    max_volume_single_set: float


class StreakView(View):
    """Weeks in a row with training. The week that still runs breaks none."""

    current_weeks: int
    longest_weeks: int
    last_workout_date: date | None


class StatisticsView(View):
    """Loads in kilograms. What helps or is a band is no load, and a body is not weighed in."""

    total_workouts: int
    total_exercises_performed: int
    total_sets: int
    total_weight_lifted: float
    workout_frequency: FrequencyView
    most_performed_exercises: list[PerformedView]
    body_part_distribution: list[MuscleShareView]
    personal_records: list[PersonalRecordView]
    streak_info: StreakView


def statistics_of(
    training: FirestoreTraining,
    catalogue: FirestoreCatalogue,
    caller: Caller,
    query: StatisticsQuery,
    now: datetime,
) -> StatisticsView:
    workouts = list(training.workouts(caller.user_id, query.since, query.until))
    known = catalogue.covering(exercises_of(workouts), caller.organization_id)
    today = caller.zones.local(now).date()
    found = statistics(workouts, known, caller.zones, today, query.start_date, query.end_date)
    return _view(found, known)


def _view(found: Statistics, catalogue: Catalogue) -> StatisticsView:
    def name(exercise_id: str) -> str | None:
        exercise = catalogue.find(exercise_id)
        return exercise.name if exercise else None

    in_all = sum(found.by_muscle.values())
    return StatisticsView(
        total_workouts=found.workouts,
        total_exercises_performed=found.exercises_performed,
        total_sets=found.sets,
        total_weight_lifted=rounded(found.tonnage_kg),
        workout_frequency=FrequencyView(
            weekly_average=rounded(found.workouts_a_week),
            monthly_counts=[
                MonthView(month=str(month), workouts=times)
                for month, times in found.by_month.items()
            ],
        ),
        most_performed_exercises=[
            PerformedView(exercise_name=name(one.exercise_id), **one._asdict())
            for one in found.most_performed
        ],
        body_part_distribution=[
            MuscleShareView(
                muscle_group=muscle,
                hard_sets=rounded(sets),
                share=rounded(sets / in_all) if in_all else 0.0,
            )
            for muscle, sets in found.by_muscle.items()
        ],
        personal_records=[
            PersonalRecordView(
                exercise_id=one.exercise_id,
                exercise_name=name(one.exercise_id),
                max_weight=rounded(one.top_kg),
                reps=one.reps,
                achieved_date=one.on,
                max_volume_single_set=rounded(one.most_work_kg),
            )
            for one in found.heaviest
        ],
        streak_info=StreakView(
            current_weeks=found.streak.current_weeks,
            longest_weeks=found.streak.longest_weeks,
            last_workout_date=found.streak.last_trained_on,
        ),
    )
