"""One import from beginning to end: what it is of, what it found, what was decided, what it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.domain.imports.found import Problem, Source
from shared.domain.log.workouts import LoadUnit

MOST_NAMES = 1_000
"""Exercises in one file."""
MOST_PROBLEMS = 100
"""Told one by one; the others are counted."""
MOST_MIXES = 2_000
"""Of exercises in a workout: of more the rarest are not kept."""
SURE = 0.90
LIKELY = 0.75


class ImportStatus(StrEnum):
    QUEUED = "QUEUED"
    STAGED = "STAGED"
    COMMITTING = "COMMITTING"
    COMMITTED = "COMMITTED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"
    FAILED = "FAILED"

    @property
    def is_settled(self) -> bool:
        """Nothing is being done about it."""
        return self not in (ImportStatus.QUEUED, ImportStatus.COMMITTING, ImportStatus.UNDOING)


class Decision(StrEnum):
    """KNOWN: the file names the exercise by its id. REMEMBERED: the person said so before. MAPPED
    and LEFT_OUT: the person says so now. AUTO: surely the same name. ASK: likely. UNMATCHED."""

    KNOWN = "KNOWN"
    REMEMBERED = "REMEMBERED"
    MAPPED = "MAPPED"
    LEFT_OUT = "LEFT_OUT"
    AUTO = "AUTO"
    ASK = "ASK"
    UNMATCHED = "UNMATCHED"

    @property
    def is_taken(self) -> bool:
        return self in (Decision.KNOWN, Decision.REMEMBERED, Decision.MAPPED, Decision.AUTO)

    @property
    def is_open(self) -> bool:
        """The person has still to say."""
        return self in (Decision.ASK, Decision.UNMATCHED)


@dataclass(frozen=True, slots=True)
class Match:
    """An exercise of a file, and which of ours it is. `confidence` from 0 to 1."""

    name: str
    file_id: str | None
    sets: int
    new_sets: int
    exercise_id: str | None
    confidence: float
    decision: Decision

    @property
    def taken(self) -> str | None:
        return self.exercise_id if self.decision.is_taken else None


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds, and how much of that the log lacks (`new_`), whatever is mapped."""

    workouts: int = 0
    sets: int = 0
    measurements: int = 0
    new_workouts: int = 0
    new_sets: int = 0
    new_measurements: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    problem_count: int = 0
    problems: tuple[Problem, ...] = ()
    matches: tuple[Match, ...] = ()
    mixes: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """How many new workouts have sets of just these exercises, by their places in `matches`."""

    def left_out_workouts(self, matches: Sequence[Match]) -> int:
        """New ones that will not come, as nothing in them is taken. `matches`: with what the
        person said."""
        taken = [match.taken is not None for match in matches]
        return sum(count for count, places in self.mixes if not any(taken[one] for one in places))


@dataclass(frozen=True, slots=True)
class Added:
    workouts: int = 0
    sets: int = 0
    measurements: int = 0

    def plus(self, other: "Added") -> "Added":
        return Added(
            self.workouts + other.workouts,
            self.sets + other.sets,
            self.measurements + other.measurements,
        )


@dataclass(frozen=True, slots=True)
class Import:
    """`run` counts what was ordered: an order with another number is an old one. `done`: how many
    things of the file this run is through with."""

    id: str
    source: Source
    object_name: str
    zone: str
    created_at: datetime
    unit: LoadUnit | None = None
    status: ImportStatus = ImportStatus.QUEUED
    run: int = 1
    done: int = 0
    survey: Survey | None = None
    choices: Mapping[str, str | None] = field(default_factory=dict)
    """What the person said: an exercise's name in the file -> ours, or None to leave it out."""
    added: Added = Added()
    parts: int = 0
    """In how many commits."""
    fault: str | None = None
    """Why it failed, in words that may be shown."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """With what the person said."""
        staged = self.survey.matches if self.survey else ()
        return tuple(decided(match, self.choices) for match in staged)

    def chooser(self) -> "Chooser":
        return Chooser({(match.name, match.file_id): match.taken for match in self.matches})


@dataclass(frozen=True, slots=True)
class Chooser:
    """What is taken for what, looked up once for a whole file."""

    taken: Mapping[tuple[str, str | None], str | None]

    def __call__(self, name: str, file_id: str | None) -> str | None:
        return self.taken.get((name, file_id))


def decided(match: Match, choices: Mapping[str, str | None]) -> Match:
    if match.name not in choices:
        return match
    exercise_id = choices[match.name]
    decision = Decision.LEFT_OUT if exercise_id is None else Decision.MAPPED
    return Match(match.name, match.file_id, match.sets, match.new_sets, exercise_id, 1.0, decision)
