"""What `users` takes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from shared.domain.exports.asked import Export, ExportStatus
from shared.domain.muscles import Muscle
from shared.domain.profiles import (
    HEIGHT_CM,
    MOST_WEEKLY_SETS,
    Experience,
    Profile,
    Sex,
    Units,
    is_birth_date,
    is_time_zone,
)
from shared.domain.targets import VolumeTarget
from shared.web.people import EmailAddress, FullName, GivenPassword, NewPassword
from shared.web.wire import Day, View, Wire


def _birth_date(day: date) -> date:
    if not is_birth_date(day, datetime.now(UTC).date()):
        raise ValueError("A date of birth lies in the past, and not before 1900.")
    return day


def _time_zone(name: str) -> str:
    if not is_time_zone(name):
        raise ValueError("This is not the name of a time zone, such as Europe/Berlin.")
    return name


def _omitted(schema: dict[str, Any]) -> None:
    # The default only stands for "not sent"; sent, null is refused.
    schema.pop("default", None)


Sets = Annotated[float, Field(ge=0, le=MOST_WEEKLY_SETS)]


class TargetDraft(Wire):
    # Declared first, so that `minimum`, the first of the two for a reader, can be held against it.
    maximum: Sets
    minimum: Sets

    @field_validator("minimum")
    @classmethod
    def not_over_the_maximum(cls, minimum: float, info: ValidationInfo) -> float:
        if minimum > info.data.get("maximum", minimum):
            raise ValueError("The minimum is over the maximum.")
        return minimum

    def to_target(self) -> VolumeTarget:
        # By way of text: 10.1 means a tenth, not the nearest binary number.
        return VolumeTarget(Fraction(str(self.minimum)), Fraction(str(self.maximum)))


class ProfilePatch(Wire):
    """Only what was sent changes. Null forgets what was said. Among the targets a muscle's null
    takes it back to the default, and null for all of them takes all back."""

    full_name: FullName | None = None
    time_zone: Annotated[str, Field(max_length=64), AfterValidator(_time_zone)] = Field(
        default="UTC", json_schema_extra=_omitted
    )
    units: Units = Field(default=Units.METRIC, json_schema_extra=_omitted)
    sex: Sex | None = None
    birth_date: Annotated[Day, AfterValidator(_birth_date)] | None = None
    height_cm: Annotated[float, Field(ge=HEIGHT_CM[0], le=HEIGHT_CM[1])] | None = None
    experience: Experience | None = None
    volume_targets: dict[Muscle, TargetDraft | None] | None = None
    weekly_report_email: bool = Field(default=False, json_schema_extra=_omitted)

    def applied_to(self, profile: Profile) -> Profile:
        sent: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        if "volume_targets" in sent:
            sent["volume_targets"] = self._targets(profile.volume_targets)
        return replace(profile, **sent)

    def _targets(self, held: Mapping[Muscle, VolumeTarget]) -> dict[Muscle, VolumeTarget]:
        if self.volume_targets is None:
            return {}
        targets = dict(held)
        for muscle, draft in self.volume_targets.items():
            if draft is None:
                targets.pop(muscle, None)
            else:
                targets[muscle] = draft.to_target()
        return targets


class PasswordChange(Wire):
    current_password: GivenPassword
    new_password: NewPassword


class EmailChange(Wire):
    """`password` may be left out where none is set, a few minutes after signing in."""

    email: EmailAddress
    password: GivenPassword | None = None


class Leave(Wire):
    """`password` may be left out where none is set, a few minutes after signing in."""

    password: GivenPassword | None = None


class LeavingView(View):
    deletion_due_at: datetime
    """Until then one may change one's mind."""


class LetterView(View):
    """It is on its way, or will be."""

    status: Literal["QUEUED"] = "QUEUED"


class OwnDataAsk(Wire):
    """`password` may be left out a few minutes after signing in."""

    password: GivenPassword | None = None


class OwnDataView(View):
    """`url` is there while it is READY, for a few minutes at a time: ask again for another."""

    id: str
    status: ExportStatus
    created_at: datetime
    expires_at: datetime
    size_bytes: int | None
    url: str | None

    @classmethod
    def of(cls, export: Export, now: datetime, url: str | None = None) -> Self:
        return cls(
            id=export.id,
            status=export.status(now),
            created_at=export.created_at,
            expires_at=export.expires_at,
            size_bytes=export.size if export.ready_at else None,
            url=url,
        )
