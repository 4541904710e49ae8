"""Who belongs to an organisation: `orgs/{oid}/members/{uid}`."""

from shared.domain.accounts import MembershipRole
from shared.domain.organizations import MOST_MEMBERS, Membership
from shared.store.database import Database
from shared.store.queries import Query, Where
from shared.store.writes import Create, Document, Path

MOST_MEMBERSHIPS = 100
"""Of one person, shown and chosen among."""


class FirestoreMembers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def owners(self, organization_id: str) -> tuple[str, ...]:
        """Their user ids, in the order of the ids."""
        query = Query("members", [Where("role", "==", MembershipRole.OWNER)])
        found = self._database.query(query, under=("orgs", organization_id))
        return tuple(sorted(document.id for document in found))

    def find(self, organization_id: str, user_id: str) -> Membership | None:
        """None for who is no member."""
        found = self._database.get(member_path(organization_id, user_id))
        return None if found is None else _membership(found)

    def role_of(self, organization_id: str, user_id: str) -> MembershipRole | None:
        """None for who is no member."""
        found = self.find(organization_id, user_id)
        return None if found is None else found.role

    def of(self, organization_id: str) -> list[Membership]:
        """Everybody, in the order they joined. As many reads as there are."""
        # One more than there can be: who joins at the same time must not hide an owner.
        query = Query("members", limit=MOST_MEMBERS + 1)
        found = self._database.query(query, under=("orgs", organization_id))
        return sorted(map(_membership, found), key=_place)

    def count(self, organization_id: str) -> int:
        return self._database.count(Query("members"), under=("orgs", organization_id))

    def of_person(self, user_id: str) -> list[Membership]:
        """Where they belong, in the order they joined."""
        query = Query(
            "members", [Where("user_id", "==", user_id)], limit=MOST_MEMBERSHIPS, everywhere=True
        )
        return sorted(map(_membership, self._database.query(query)), key=_place)


def member_path(organization_id: str, user_id: str) -> Path:
    return ("orgs", organization_id, "members", user_id)


def membership_creation(membership: Membership) -> Create:
    return Create(
        member_path(membership.organization_id, membership.user_id), membership_fields(membership)
    )


def membership_fields(membership: Membership) -> dict[str, object]:
    return {
        "user_id": membership.user_id,
        "role": membership.role,
        "joined_at": membership.joined_at,
    }


def _membership(document: Document) -> Membership:
    data = document.data
    return Membership(
        document.path[1], document.id, MembershipRole(data["role"]), data["joined_at"]
    )


def _place(membership: Membership) -> tuple[object, str, str]:
    return membership.joined_at, membership.organization_id, membership.user_id
