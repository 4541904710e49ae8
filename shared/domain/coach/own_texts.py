"""What people write themselves beside their figures: notes of workouts and programs, and what the
coach is to remember. Each text with the place it stands at, so that it can be found again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.log.events import (
    ExerciseNoted,
    ExerciseRemoved,
    Payload,
    SetCompleted,
    SetCorrected,
    SetDeleted,
    WorkoutCancelled,
    WorkoutCorrected,
)
from shared.domain.log.workouts import Execution, Workout
from shared.domain.programs import Program

LONGEST = 1_000
"""Characters of a text; the rest is left out."""

NameOf = Callable[[str], str]
"""Of an exercise, by its id."""


class Source(StrEnum):
    WORKOUT = "WORKOUT"
    PROGRAM = "PROGRAM"
    MEMORY = "MEMORY"


@dataclass(frozen=True, slots=True)
class OwnText:
    source: Source
    source_id: str
    place: str
    """Within the source: an exercise of a workout, an entry of a program; empty for the whole."""
    about: str
    """The exercise, the session: words that are not the person's own."""
    text: str
    told_at: datetime | None = None

    @property
    def meaning(self) -> str:
        """What is embedded."""
        return f"{self.about}: {self.text}" if self.about else self.text


def of_workout(workout: Workout, name_of: NameOf) -> Iterator[OwnText]:
    told = [("", workout.name or "", workout.notes)]
    for execution in workout.executions:
        told.append((execution.exercise_id, name_of(execution.exercise_id), _notes(execution)))
    for place, about, text in told:
        if text.strip():
            yield OwnText(
                Source.WORKOUT, workout.id, place, about, text[:LONGEST], workout.started_at
            )


def of_program(program: Program, name_of: NameOf) -> Iterator[OwnText]:
    plan = program.plan
    told = [("", plan.name, plan.description)]
    for session in plan.sessions:
        for entry in session.exercises:
            notes = _joined(entry.notes, *(row.notes for row in entry.sets))
            about = f"{session.name}, {name_of(entry.exercise_id or '')}"
            told.append((entry.id, about, notes))
    for place, about, text in told:
        if text.strip():
            yield OwnText(
                Source.PROGRAM, program.id, place, about, text[:LONGEST], program.updated_at
            )


def of_memory(memory_id: str, text: str, told_at: datetime) -> OwnText:
    return OwnText(Source.MEMORY, memory_id, "", "", text[:LONGEST], told_at)


def touched(payload: Payload) -> str | None:
    """The workout whose texts an event may change."""
    match payload:
        case SetCompleted(workout_id=workout_id, set=one):
            return workout_id if one.notes else None
        case (
            WorkoutCorrected(workout_id=workout_id, changes=changes)
            | ExerciseNoted(workout_id=workout_id, changes=changes)
            | SetCorrected(workout_id=workout_id, changes=changes)
        ):
            return workout_id if "notes" in changes else None
        case (
            WorkoutCancelled(workout_id=workout_id)
            | ExerciseRemoved(workout_id=workout_id)
            | SetDeleted(workout_id=workout_id)
        ):
            return workout_id
    return None


def words_of(workout: Workout | None) -> list[OwnText]:
    """To tell whether they have changed; the names of exercises are left out."""
    return [] if workout is None else list(of_workout(workout, lambda _: ""))


def words_in(program: Program) -> list[tuple[str, str]]:
    return [(one.place, one.text) for one in of_program(program, lambda _: "")]


def _notes(execution: Execution) -> str:
    return _joined(execution.notes, *(one.notes for one in execution.sets))


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
