"""Where the person belongs, and what they made: programs and exercises."""

from collections.abc import Iterator

from shared.domain.exercises import QUARTERS_PER_SET
from shared.domain.exports.own_data import Row
from shared.store.catalogue_documents import json_in, path_of
from shared.store.exercise_records import read_records
from shared.store.own_data.reading import LARGE_PAGE, OwnFile, Subject, told
from shared.store.queries import Query, Where


def _organizations(subject: Subject) -> Iterator[Row]:
    for membership in subject.memberships:
        name = membership.path[1]
        yield {
            **subject.get("orgs", name),
            "id": name,
            "role": membership.data["role"],
            "joined_at": membership.data["joined_at"],
            "is_current": name == subject.user.data["organization_id"],
        }


def _invitations(subject: Subject) -> Iterator[Row]:
    """Those to their address, and those they wrote: without the address, which is another's."""
    key = subject.user.data["email_key"]
    if key:
        yield from _invited(subject, "email_key", key, "RECEIVED")
    yield from _invited(subject, "invited_by", subject.id, "SENT")


def _invited(subject: Subject, field: str, value: str, direction: str) -> Iterator[Row]:
    asked = Query("invitations", [Where(field, "==", value)], everywhere=True)
    for one in subject.every(asked):
        email = one.data["email"] if direction == "RECEIVED" else None
        yield told(one, direction=direction, email=email, organization_id=one.path[1])


def _programs(subject: Subject) -> Iterator[Row]:
    """Also those they share where they are. What others share with them is not theirs, and what
    they shared where they have left others may have changed since."""
    where = [Where("owner_id", "==", subject.id)]
    asked = Query("programs", where, limit=LARGE_PAGE, everywhere=True)
    for one in subject.every(asked):
        shared_in = one.path[1] if one.path[0] == "orgs" else None
        if shared_in is None or shared_in in subject.organizations:
            yield told(one, shared_in=shared_in)


def _exercises(subject: Subject) -> Iterator[Row]:
    """Of what is in the catalogues of their organisations, what they made."""
    for organization in subject.organizations:
        text = json_in(subject.database.get(path_of(organization)))
        for name, record in read_records(text).items():
            if record["created_by"] == subject.id:
                shares = record["contributions"].items()
                yield {
                    **record,
                    "id": name,
                    "organization_id": organization,
                    "muscle_contributions": {
                        muscle: quarters / QUARTERS_PER_SET for muscle, quarters in shares
                    },
                }


FILES = (
    OwnFile(
        "organizations",
        "Where you belong, since when, and as what.",
        ("members", "orgs"),
        ("id", "name", "role", "joined_at", "is_current", "created_at"),
        _organizations,
    ),
    OwnFile(
        "invitations",
        "Open invitations into organisations: to you, and those you wrote, without the address.",
        ("invitations",),
        ("id", "direction", "email", "organization_id", "role", "created_at", "expire_at"),
        _invitations,
    ),
    OwnFile(
        "programs",
        "Programs you made or copied, also those you share.",
        ("programs",),
        ("id", "name", "description", "split_type", "structure", "duration_weeks", "sessions",
         "visibility", "shared_in", "source_template_id", "organization_id", "version",
         "created_at", "updated_at"),
        _programs,
    ),
    OwnFile(
        "exercises",
        "Exercises you made, in the organisations you belong to.",
        ("catalogue",),
        ("id", "name", "aliases", "description", "equipment", "mechanic", "load_mode",
         "load_mode_since", "laterality", "tracking", "muscle_contributions", "image_url",
         "standing", "organization_id", "version", "created_at", "updated_at"),
        _exercises,
    ),
)  # fmt: skip
