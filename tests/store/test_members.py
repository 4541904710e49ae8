from shared.domain.accounts import MembershipRole
from shared.store.database import Database
from shared.store.members import FirestoreMembers
from shared.store.writes import Put
from tests.people import People


def test_an_organisations_owners_are_found_and_nobody_else(
    database: Database, people: People
) -> None:
    ann, bob = people.free(), people.free()
    path = ("orgs", ann.organization_id, "members", "zoe")
    database.commit(Put(path, {"role": MembershipRole.MEMBER}))
    store = FirestoreMembers(database)
    assert store.owners(ann.organization_id) == (ann.user_id,)
    assert store.owners(bob.organization_id) == (bob.user_id,)
    assert store.owners("nobodys") == ()
