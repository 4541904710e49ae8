"""Exercises on the wire: the draft a person sends, and how one is shown."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from shared.domain.exercises import (
    Equipment,
    Exercise,
    Laterality,
    LoadMode,
    Mechanic,
    Standing,
    Tracking,
)
from shared.domain.naming import name_key, tidied
from shared.web.contributions import (
    ContributionsDraft,
    ContributionsView,
    as_shares,
    in_quarters,
)
from shared.web.wire import View, Wire

_USUAL_LOAD = {
    Equipment.BODYWEIGHT: LoadMode.BODYWEIGHT,
    Equipment.RESISTANCE_BAND: LoadMode.BAND,
}


def _named(text: str) -> str:
    if not name_key(text):
        raise ValueError("This is blank.")
    return tidied(text)


def _secure(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_good = False
    if not is_good or not url.isprintable() or " " in url:
        raise ValueError("This is the address of an image, starting with https://.")
    return url


Title = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_named)]
Alias = Annotated[str, StringConstraints(min_length=1, max_length=60), AfterValidator(_named)]
ImageUrl = Annotated[str, StringConstraints(max_length=500), AfterValidator(_secure)]


class ExerciseDraft(Wire):
    name: Title
    aliases: list[Alias] = Field(default=[], max_length=10)
    equipment: Equipment
    mechanic: Mechanic
    load_mode: LoadMode | None = None
    """Left out: what the equipment suggests."""
    laterality: Laterality = Laterality.BILATERAL
    tracking: Tracking = Tracking.REPS
    description: Annotated[str, StringConstraints(max_length=2000)] = ""
    image_url: ImageUrl | None = None
    muscle_contributions: ContributionsDraft

    @field_validator("aliases")
    @classmethod
    def each_alias_once(cls, aliases: list[str]) -> list[str]:
        if len(set(map(name_key, aliases))) < len(aliases):
            raise ValueError("Name each alias once.")
        return aliases

    def to_exercise(
        self,
        exercise_id: str,
        organization_id: str | None,
        created_by: str | None,
        now: datetime,
    ) -> Exercise:
        """Without an organisation it is everyone's."""
        return Exercise(
            id=exercise_id,
            name=self.name,
            contributions=in_quarters(self.muscle_contributions),
            equipment=self.equipment,
            mechanic=self.mechanic,
            load_mode=self.load_mode or _USUAL_LOAD.get(self.equipment, LoadMode.EXTERNAL),
            laterality=self.laterality,
            tracking=self.tracking,
            aliases=tuple(self.aliases),
            description=self.description,
            image_url=self.image_url,
            organization_id=organization_id,
            created_by=created_by,
            created_at=now,
            updated_at=now,
        )

    def applied_to(self, exercise: Exercise, now: datetime) -> Exercise:
        """What nobody sends stays: the owner, the creator, the version."""
        return replace(
            self.to_exercise(exercise.id, exercise.organization_id, exercise.created_by, now),
            created_at=exercise.created_at,
            version=exercise.version,
            is_standard=exercise.is_standard,
            load_mode_since=exercise.load_mode_since,
        )


class ExerciseView(View):
    id: str
    name: str
    aliases: list[str]
    equipment: Equipment
    mechanic: Mechanic
    load_mode: LoadMode
    laterality: Laterality
    tracking: Tracking
    description: str
    image_url: str | None
    muscle_contributions: ContributionsView
    is_global: bool
    archived: bool
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, exercise: Exercise) -> "ExerciseView":
        # Nothing here needs to be checked again: it was when it came in.
        return cls.model_construct(
            id=exercise.id,
            name=exercise.name,
            aliases=list(exercise.aliases),
            equipment=exercise.equipment,
            mechanic=exercise.mechanic,
            load_mode=exercise.load_mode,
            laterality=exercise.laterality,
            tracking=exercise.tracking,
            description=exercise.description,
            image_url=exercise.image_url,
            muscle_contributions=as_shares(exercise.contributions),
            is_global=exercise.organization_id is None,
            archived=exercise.standing is Standing.ARCHIVED,
            created_at=exercise.created_at,
            updated_at=exercise.updated_at,
        )


def etag_of(exercise: Exercise) -> str:
    return str(exercise.version)
