"""What somebody trains next: the rotation of the active program, and targets from the last sets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from shared.domain.access import Caller
from shared.domain.errors import NotFound
from shared.domain.exercises import Exercise
from shared.domain.log.progression import Target, target
from shared.domain.log.record_book import lift_of
from shared.domain.log.rotation import Turn, looked_back, turn
from shared.domain.log.sources import Occasion, occasions, source_among
from shared.domain.log.workouts import Workout
from shared.domain.programs import Entry, Program, Session
from shared.store.catalogue import FirestoreCatalogue
from shared.store.programs import FirestorePrograms
from shared.store.workouts import FirestoreWorkouts

_LOOKED_AT = 12
"""Workouts of one look: those of two or three weeks, mostly, and every session among them."""
_MOST_LOOKS = 3


class Aim(NamedTuple):
    """`exercise` is None for what no catalogue in sight knows."""

    entry: Entry
    exercise: Exercise | None
    target: Target


class NextUp(NamedTuple):
    program: Program
    turn: Turn
    today: date
    aims: tuple[Aim, ...]
    """In the order of the session."""


@dataclass(frozen=True)
class NextUpReader:
    """Two reads for the program, twelve for the newest workouts, and as many again, twice at the
    most, for exercises that do not come up in them."""

    programs: FirestorePrograms
    workouts: FirestoreWorkouts
    catalogue: FirestoreCatalogue

    def of(self, caller: Caller, now: datetime) -> NextUp:
        """Raises `NotFound` for who follows no program."""
        program_id = self.programs.active_id(caller.user_id)
        if program_id is None:
            raise NotFound("You follow no program. Activate one first.")
        program = self.programs.seen_by(caller, program_id).program

        def day_of(moment: datetime) -> date:
            return caller.zones.local(moment).date()

        rows = self.workouts.started(caller.user_id, limit=_LOOKED_AT)
        newest = [row.value for row in rows]
        found = turn(program.plan, self._by_program(caller, program, newest), now, day_of)
        aims = tuple(self._aims(caller, found.session, newest, now))
        return NextUp(program, found, day_of(now), aims)

    def _aims(
        self, caller: Caller, session: Session, newest: Sequence[Workout], now: datetime
    ) -> Iterator[Aim]:
        ids = [entry.exercise_id for entry in session.exercises if entry.exercise_id is not None]
        catalogue = self.catalogue.covering(ids, caller.organization_id)
        last = self._last_occasions(caller, ids, newest, now)
        for entry in session.exercises:
            exercise_id = str(entry.exercise_id)
            exercise = catalogue.find(exercise_id)
            source = source_among(last.get(exercise_id, ()), lift_of(exercise))
            yield Aim(entry, exercise, target(entry, exercise, source, now))

    def _by_program(
        self, caller: Caller, program: Program, newest: Sequence[Workout]
    ) -> Sequence[Workout]:
        """As many as tell the place in it: out of the newest, where they reach back far enough."""
        wanted = looked_back(program.plan.structure)
        found = [one for one in newest if one.program_id == program.id]
        if len(found) >= wanted or len(newest) < _LOOKED_AT:
            return found
        return self.workouts.last_by(caller.user_id, program.id, wanted)

    def _last_occasions(
        self,
        caller: Caller,
        exercise_ids: Sequence[str],
        newest: Sequence[Workout],
        now: datetime,
    ) -> Mapping[str, list[Occasion]]:
        """Of each exercise, the newest first: out of the newest workouts, and by further looks for
        those that do not come up in them."""
        found: dict[str, list[Occasion]] = {}
        missing, workouts = list(exercise_ids), newest
        for _ in range(_MOST_LOOKS):
            came_up = {name: occasions(workouts, name, now) for name in missing}
            found |= {name: those for name, those in came_up.items() if those}
            missing = [name for name in missing if not came_up[name]]
            if not missing or len(workouts) < _LOOKED_AT:
                break
            workouts = self.workouts.last_with(caller.user_id, missing, _LOOKED_AT)
        return found
