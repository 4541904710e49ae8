"""How an account is written in Firestore, and read again."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account, AccountStanding
from shared.domain.muscles import Muscle
from shared.domain.profiles import Experience, Profile, Sex, Units
from shared.domain.sessions import Session, Sessions
from shared.domain.targets import VolumeTarget
from shared.domain.zones import PastZone
from shared.store.writes import Document, Path


def account_fields(account: Account) -> dict[str, object]:
    return {
        "email": account.email,
        "email_key": account.email_key,
        "organization_id": account.organization_id,
        "role": account.role,
        "standing": account.standing,
        "is_verified": account.is_verified,
        "created_at": account.created_at,
        "version": account.version,
        "profile": profile_fields(account.profile),
        "sessions": session_fields(account.sessions),
        "seen_on": seen_on(account.sessions),
        "past_zones": zone_fields(account),
    }


def profile_fields(profile: Profile) -> dict[str, object]:
    birth_date = profile.birth_date
    return {
        "full_name": profile.full_name,
        "time_zone": profile.time_zone,
        "units": profile.units,
        "sex": profile.sex,
        "birth_date": None if birth_date is None else birth_date.isoformat(),
        "height_cm": profile.height_cm,
        "experience": profile.experience,
        "volume_targets": {
            # As text: a fraction has no other exact form there.
            muscle.value: {"minimum": str(target.minimum), "maximum": str(target.maximum)}
            for muscle, target in profile.volume_targets.items()
        },
        "weekly_report_email": profile.weekly_report_email,
    }


def session_fields(sessions: Sessions) -> dict[str, object]:
    return {
        session.id: {
            "signed_in_at": session.signed_in_at,
            "rotated_at": session.rotated_at,
            "generation": session.generation,
        }
        for session in sessions.values()
    }


def seen_on(sessions: Sessions) -> str | None:
    """The last day of UTC on which one of them was begun or went on: it changes once a day, and
    is written with what is written anyway."""
    return max(
        (f"{one.rotated_at.astimezone(UTC):%Y-%m-%d}" for one in sessions.values()), default=None
    )


def account_of(document: Document) -> Account:
    data = document.data
    return Account(
        id=document.id,
        email=data["email"],
        email_key=data["email_key"],
        organization_id=data["organization_id"],
        created_at=data["created_at"],
        profile=_profile(data["profile"]),
        role=PlatformRole(data["role"]),
        standing=AccountStanding(data["standing"]),
        is_verified=data["is_verified"],
        version=data["version"],
        sessions={name: Session(id=name, **held) for name, held in data["sessions"].items()},
        past_zones=tuple(PastZone(**held) for held in data.get("past_zones", ())),
        deletion_due_at=data.get("deletion_due_at"),
        is_erasing=data.get("is_erasing", False),
    )


def _profile(data: Mapping[str, Any]) -> Profile:
    sex, born, experience = data["sex"], data["birth_date"], data["experience"]
    return Profile(
        full_name=data["full_name"],
        time_zone=data["time_zone"],
        units=Units(data["units"]),
        sex=None if sex is None else Sex(sex),
        birth_date=None if born is None else date.fromisoformat(born),
        height_cm=data["height_cm"],
        experience=None if experience is None else Experience(experience),
        volume_targets={
            Muscle(name): VolumeTarget(Fraction(held["minimum"]), Fraction(held["maximum"]))
            for name, held in data["volume_targets"].items()
        },
        weekly_report_email=data.get("weekly_report_email", False),
    )


def user_path(user_id: str) -> Path:
    return ("users", user_id)


def credentials_path(user_id: str) -> Path:
    return ("users", user_id, "private", "credentials")


def index_path(email_key: str) -> Path:
    return ("email_index", email_key)


def zone_fields(account: Account) -> list[dict[str, object]]:
    return [past._asdict() for past in account.past_zones]


def password_changed_at(document: Document) -> datetime | None:
    """None as long as the first one holds."""
    moment: datetime | None = document.data.get("password_changed_at")
    return moment


def email_change(document: Document) -> str | None:
    """The proof of the address that the account is to have next: the last one asked for."""
    name: str | None = document.data.get("email_change")
    return name
