"""People on the wire: how a user is shown, and what several functions take from one."""

import unicodedata
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account
from shared.domain.emails import is_written_well, tidied
from shared.domain.muscles import Muscle
from shared.domain.naming import visible
from shared.domain.passwords import LONGEST, SHORTEST
from shared.domain.profiles import Experience, Sex, Units
from shared.web.wire import View


def _tidy_name(name: str) -> str:
    tidy = unicodedata.normalize("NFC", name.strip())
    if not visible(tidy).strip():
        raise ValueError("A name needs at least one letter.")
    if any(unicodedata.category(letter) == "Cc" for letter in tidy):
        raise ValueError("A name has no control characters.")
    return tidy


def _address(text: str) -> str:
    if not is_written_well(text):
        raise ValueError("This is not an e-mail address.")
    return tidied(text)


LONGEST_ADDRESS = 320
EmailAddress = Annotated[str, Field(max_length=LONGEST_ADDRESS), AfterValidator(_address)]
FullName = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_tidy_name)]
NewPassword = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
GivenPassword = Annotated[str, Field(max_length=LONGEST)]
"""One to be compared: what is too short to be a password is merely wrong."""


class TargetView(View):
    minimum: float
    maximum: float


class UserView(View):
    id: str
    email: str | None
    full_name: str | None
    is_anonymous: bool
    is_verified: bool
    role: PlatformRole
    organization_id: str
    time_zone: str
    units: Units
    sex: Sex | None
    birth_date: date | None
    height_cm: float | None
    experience: Experience | None
    volume_targets: dict[Muscle, TargetView]
    weekly_report_email: bool
    created_at: datetime
    deletion_due_at: datetime | None
    """When the account will be erased, as its person asked. Null: nobody asked."""

    @classmethod
    def of(cls, account: Account) -> "UserView":
        profile = account.profile
        return cls(
            id=account.id,
            email=account.email,
            full_name=profile.full_name,
            is_anonymous=account.is_anonymous,
            is_verified=account.is_verified,
            role=account.role,
            organization_id=account.organization_id,
            time_zone=profile.time_zone,
            units=profile.units,
            sex=profile.sex,
            birth_date=profile.birth_date,
            height_cm=profile.height_cm,
            experience=profile.experience,
            volume_targets={
                muscle: TargetView(minimum=float(target.minimum), maximum=float(target.maximum))
                for muscle, target in profile.volume_targets.items()
            },
            weekly_report_email=profile.weekly_report_email,
            created_at=account.created_at,
            deletion_due_at=account.deletion_due_at,
        )


def etag_of(account: Account) -> str:
    return str(account.version)
