"""How an account is written in Firestore, and read again."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account, AccountStanding, MembershipRole
from shared.domain.muscles import Muscle
from shared.domain.profiles import Experience, Profile, Sex, Units
from shared.domain.sessions import Session, Sessions
from shared.domain.targets import VolumeTarget
from shared.domain.zones import PastZone
from shared.store.writes import Create, Document, Merge, Path, Put


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
        "past_zones": _past_zones(account),
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


def new_account(account: Account, password_hash: str | None) -> tuple[Create, ...]:
    """Everything that comes into being with an account: all of it or nothing. Without an address
    it is in no index, and without a password it has no credentials."""
    organization = ("orgs", account.organization_id)
    known_by: list[Create] = []
    if password_hash is not None:
        known_by.append(Create(credentials_path(account.id), _hash_fields(password_hash)))
    if account.email_key is not None:
        known_by.append(index_creation(account.email_key, account.id))
    return (
        Create(user_path(account.id), account_fields(account)),
        *known_by,
        Create(
            organization,
            {
                "name": account.profile.full_name or "Personal",
                "created_at": account.created_at,
                "version": 1,
            },
        ),
        Create(
            (*organization, "members", account.id),
            {
                "user_id": account.id,
                "role": MembershipRole.OWNER,
                "joined_at": account.created_at,
            },
        ),
    )


def index_creation(email_key: str, user_id: str) -> Create:
    return Create(index_path(email_key), {"user_id": user_id})


def password_write(user_id: str, password_hash: str) -> Put:
    return Put(credentials_path(user_id), _hash_fields(password_hash))


def sessions_write(
    document: Document, sessions: Sessions, password_changed_at: datetime | None = None
) -> Merge:
    """Fails when the account changed since it was read.

    A new password must show in the account, too: a write that leaves every field as it was is no
    change to Firestore, and would not stop somebody who has just proved the old password.
    """
    fields: dict[tuple[str, ...], object] = {("sessions",): session_fields(sessions)}
    if password_changed_at is not None:
        fields["password_changed_at",] = password_changed_at
        # Whoever asked for another address may have been somebody who knew the old password.
        fields["email_change",] = None
    return Merge(document.path, fields, unchanged_since=document)


def password_changed_at(document: Document) -> datetime | None:
    """None as long as the first one holds."""
    moment: datetime | None = document.data.get("password_changed_at")
    return moment


def email_change(document: Document) -> str | None:
    """The proof of the address that the account is to have next: the last one asked for."""
    name: str | None = document.data.get("email_change")
    return name


def profile_write(document: Document, account: Account) -> Merge:
    """Fails when the account changed since it was read."""
    fields: dict[tuple[str, ...], object] = {
        ("profile",): profile_fields(account.profile),
        ("past_zones",): _past_zones(account),
        ("version",): account.version,
    }
    return Merge(document.path, fields, unchanged_since=document)


def _past_zones(account: Account) -> list[dict[str, object]]:
    return [past._asdict() for past in account.past_zones]


def _hash_fields(password_hash: str) -> dict[str, object]:
    return {"password_hash": password_hash}
