"""Imports on the wire."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from shared.domain.catalogue import Catalogue
from shared.domain.imports.batch import MOST_NAMES, Decision, Import, ImportStatus, Match, Survey
from shared.domain.imports.found import Source
from shared.domain.log.bounds import MAX_NAME
from shared.domain.log.workouts import LoadUnit
from shared.web.logged import Id
from shared.web.wire import View, Wire

FileName = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME)]


class UploadView(View):
    """Where to PUT the file: with these headers, as they are, until `expires_at`."""

    upload_id: str
    method: str
    url: str
    headers: dict[str, str]
    max_bytes: int
    expires_at: datetime


class ImportDraft(Wire):
    """Of `csv` and `upload_id` just one."""

    source: Source
    unit: LoadUnit | None = None
    """Of the loads, for files that do not say."""
    upload_id: Id | None = None
    csv: Annotated[str, StringConstraints(min_length=1)] | None = Field(
        default=None, validate_default=True
    )

    @field_validator("csv")
    @classmethod
    def one_file(cls, csv: str | None, info: ValidationInfo) -> str | None:
        if (csv is None) == (info.data.get("upload_id") is None):
            raise ValueError("Send csv or upload_id, one of them.")
        return csv


class MappingDraft(Wire):
    """Exercises by their names in the file -> ours; null leaves one out."""

    mapping: dict[FileName, Id | None] = Field(max_length=MOST_NAMES)


class ProblemView(View):
    line: int
    column: str
    message: str


class MatchView(View):
    """`exercise_id`: taken, unless the decision is ASK (a proposal) or LEFT_OUT."""

    name: str
    sets: int
    new_sets: int
    exercise_id: str | None
    exercise_name: str | None
    confidence: float
    decision: Decision

    @classmethod
    def of(cls, match: Match, catalogue: Catalogue) -> Self:
        exercise = catalogue.find(match.exercise_id) if match.exercise_id else None
        return cls(
            name=match.name,
            sets=match.sets,
            new_sets=match.new_sets,
            exercise_id=match.exercise_id,
            exercise_name=exercise.name if exercise else None,
            confidence=match.confidence,
            decision=match.decision,
        )


class DifferenceView(View):
    """What of the file will come, what will not because nobody has said which exercise it is, and
    what is there already: as the log was when the file was read. A dry run of the commit says how
    it is now."""

    new_workouts: int
    new_sets: int
    new_measurements: int
    left_out_workouts: int
    left_out_sets: int
    already_there_workouts: int
    already_there_sets: int
    already_there_measurements: int


class AddedView(View):
    workouts: int
    sets: int
    measurements: int


class ImportView(View):
    """`rows`, `matches` and all else that the file has to say is there once it is STAGED."""

    id: str
    source: Source
    status: ImportStatus
    unit: LoadUnit | None
    created_at: datetime
    message: str | None
    rows: int
    workouts: int
    sets: int
    measurements: int
    first_at: datetime | None
    last_at: datetime | None
    matches: list[MatchView]
    unmapped: list[str]
    problem_count: int
    problems: list[ProblemView]
    difference: DifferenceView
    added: AddedView

    @classmethod
    def of(cls, about: Import, catalogue: Catalogue) -> Self:
        found, matches = about.survey or Survey(), about.matches
        return cls(
            id=about.id,
            source=about.source,
            status=about.status,
            unit=about.unit,
            created_at=about.created_at,
            message=about.fault,
            rows=found.sets + found.measurements + found.problem_count,
            workouts=found.workouts,
            sets=found.sets,
            measurements=found.measurements,
            first_at=found.first_at,
            last_at=found.last_at,
            matches=[MatchView.of(match, catalogue) for match in matches],
            unmapped=[match.name for match in matches if match.decision.is_open],
            problem_count=found.problem_count,
            problems=[
                ProblemView(line=one.line, column=one.column, message=one.message)
                for one in found.problems
            ],
            difference=_difference(found, matches),
            added=AddedView(
                workouts=about.added.workouts,
                sets=about.added.sets,
                measurements=about.added.measurements,
            ),
        )


def _difference(found: Survey, matches: tuple[Match, ...]) -> DifferenceView:
    left_out = sum(match.new_sets for match in matches if match.taken is None)
    left_out_workouts = found.left_out_workouts(matches)
    return DifferenceView(
        new_workouts=found.new_workouts - left_out_workouts,
        new_sets=found.new_sets - left_out,
        new_measurements=found.new_measurements,
        left_out_workouts=left_out_workouts,
        left_out_sets=left_out,
        already_there_workouts=found.workouts - found.new_workouts,
        already_there_sets=found.sets - found.new_sets,
        already_there_measurements=found.measurements - found.new_measurements,
    )
