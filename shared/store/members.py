"""Who belongs to an organisation: `orgs/{oid}/members/{uid}`."""

from shared.domain.accounts import MembershipRole
from shared.store.database import Database
from shared.store.queries import Query, Where


class FirestoreMembers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def owners(self, organization_id: str) -> tuple[str, ...]:
        """Their user ids, in the order of the ids."""
        query = Query("members", [Where("role", "==", MembershipRole.OWNER)])
        found = self._database.query(query, under=("orgs", organization_id))
        return tuple(sorted(document.id for document in found))

    def role_of(self, organization_id: str, user_id: str) -> MembershipRole | None:
        """None for who is no member."""
        found = self._database.get(("orgs", organization_id, "members", user_id))
        return None if found is None else MembershipRole(found.data["role"])
