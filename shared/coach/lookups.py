"""What is looked up for the coach, always in the caller's own data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from shared.domain.access import Caller
from shared.domain.body import figure_of
from shared.domain.catalogue import Catalogue
from shared.domain.coach.telling.weeks import ToldWeek
from shared.domain.exercises import Exercise
from shared.domain.log.measurements import Measurement
from shared.domain.log.record_book import RecordBook, lift_of
from shared.domain.log.sources import Occasion, occasions
from shared.domain.programs import Program
from shared.domain.reports.figures import LOOKS_BACK
from shared.domain.reports.span import trained_weeks
from shared.domain.trained import exercises_of, trained_volume
from shared.domain.trend import REACHES_BACK, Point, readings, smoothed
from shared.domain.volume import Report, weekly_volume
from shared.domain.weeks import IsoWeek, is_over, week_of
from shared.store.catalogue import FirestoreCatalogue
from shared.store.measurements import FirestoreMeasurements
from shared.store.next_up import NextUp, NextUpReader
from shared.store.programs import FirestorePrograms
from shared.store.records import FirestoreRecords
from shared.store.training import FirestoreTraining
from shared.store.workouts import FirestoreWorkouts

MOST_MEASUREMENTS = 2_000
_LOOKED_AT = 12
"""The last workouts with any of the exercises that may be meant."""


class Planned(NamedTuple):
    program: Program
    catalogue: Catalogue
    report: Report


class Practised(NamedTuple):
    """`occasions`: those that are over, the newest first."""

    exercise: Exercise
    occasions: Sequence[Occasion]


@dataclass(frozen=True)
class Lookups:
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue
    workouts: FirestoreWorkouts
    records: FirestoreRecords
    training: FirestoreTraining
    measurements: FirestoreMeasurements
    now: Callable[[], datetime]

    def known(self, caller: Caller) -> Catalogue:
        """As a rule without a read: instances keep it."""
        return self.catalogue.load(caller.organization_id)

    def planned(self, caller: Caller, program_id: str | None = None) -> Planned | None:
        """Of the program being followed, if none is named: two reads, None when there is none.
        Raises `NotFound` for one that is not in sight."""
        owner, organization = caller.user_id, caller.organization_id
        if program_id is None:
            program = self.programs.followed(owner, organization)
            if program is None:
                return None
        else:
            program = self.programs.seen_by(caller, program_id).program
        catalogue = self.catalogue.covering(program.exercise_ids, organization)
        report = weekly_volume(program.plan, catalogue, caller.volume_targets)
        return Planned(program, catalogue, report)

    def this_week(self, caller: Caller) -> IsoWeek:
        return week_of(self.now(), caller.zones)

    def trained(self, caller: Caller, first: IsoWeek, last: IsoWeek) -> list[ToldWeek]:
        """The newest first. A read for each workout, those of the five weeks before included,
        which tell a deload."""
        since = first.later(-LOOKS_BACK)
        workouts = self.training.weeks(caller.user_id, since, last, caller.zones)
        needed = {one for those in workouts.values() for one in exercises_of(those)}
        catalogue = self.catalogue.covering(needed, caller.organization_id)
        found = [
            ToldWeek(
                trained,
                trained_volume(trained.workouts, catalogue, caller.volume_targets, caller.zones),
                is_over(trained.week, self.now(), caller.zones),
            )
            for trained in trained_weeks(workouts, first, last, catalogue)
        ]
        return found[::-1]

    def practised(self, caller: Caller, may_be_meant: Sequence[Exercise]) -> Practised:
        """Of the exercises that may be meant the first that was ever done; the first of all when
        none was. At least one; at most twelve reads."""
        ids = [exercise.id for exercise in may_be_meant]
        workouts = self.workouts.last_with(caller.user_id, ids, _LOOKED_AT)
        for exercise in may_be_meant:
            done = occasions(workouts, exercise.id, self.now())
            if done:
                return Practised(exercise, done)
        return Practised(may_be_meant[0], ())

    def book(self, caller: Caller) -> RecordBook:
        """Two reads when nothing was logged since it was last read."""
        catalogue = self.known(caller)
        return self.records.of(caller.user_id, lambda name: lift_of(catalogue.find(name)))

    def next_up(self, caller: Caller) -> NextUp:
        """Raises `NotFound` for who follows no program."""
        reader = NextUpReader(self.programs, self.workouts, self.catalogue)
        return reader.of(caller, self.now())

    def points(self, caller: Caller, metric: str) -> list[Point]:
        """The days on which the metric is known, smoothed. A read for each measurement of the
        half year that shows in a trend."""

        def day_of(one: Measurement) -> date:
            return caller.zones.local(one.measured_at).date()

        def value_of(one: Measurement) -> Fraction | None:
            return figure_of(metric, one.values, caller.sex, caller.height_cm)

        rows = self.measurements.measured(
            caller.user_id, self.now() - REACHES_BACK, limit=MOST_MEASUREMENTS
        )
        return smoothed(readings((row.value for row in rows), day_of, value_of))
