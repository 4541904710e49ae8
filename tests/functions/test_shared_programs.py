"""Programs shared in an organisation: members read them, whoever made one and those who manage
the organisation change it."""

from collections.abc import Callable

import pytest

from functions.programs import main, steps
from shared.domain.accounts import MembershipRole
from shared.domain.organizations import Membership, Organization
from shared.store.database import Database
from shared.store.organizations import FirestoreOrganizations
from shared.store.programs import FirestorePrograms
from shared.store.used_exercises import UsedExercises
from tests import exercising
from tests.people import People, Person, now
from tests.stocked import catalogue_of, draft, stock
from tests.wire import Answer, Client

URL = "/api/v1/programs"


@pytest.fixture
def client(people: People, connected: Callable[[], Database]) -> Client:
    database = connected()
    stock(database)
    deps = steps.Deps(FirestorePrograms(database), catalogue_of(database), now)
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


@pytest.fixture
def organizations(people: People, database: Database) -> FirestoreOrganizations:
    used = UsedExercises(database, catalogue_of(database))
    return FirestoreOrganizations(database, people.accounts, used)


@pytest.fixture
def joined(people: People, organizations: FirestoreOrganizations) -> Callable[..., Person]:
    """A new person in the organisation of another."""

    def join(host: Person, role: str) -> Person:
        person = people.free()
        membership = Membership(host.organization_id, person.user_id, MembershipRole(role), now())
        organizations.join(membership, list)
        return person

    return join


def shared(client: Client) -> Answer:
    answer = client.post(URL, draft(visibility="ORGANIZATION"))
    assert answer.status == 201, answer.body
    return answer


def at(answer: Answer) -> str:
    return f"{URL}/{answer.data['id']}"


def test_members_read_and_follow_what_is_shared_and_change_nothing(
    client: Client, people: People, joined: Callable[..., Person]
) -> None:
    ann = people.pro()
    member = client.signed_in(joined(ann, "MEMBER").token)
    program = shared(client.signed_in(ann.token))
    assert member.get(at(program)).data == program.data
    assert [one["id"] for one in member.get(URL).data] == [program.data["id"]]
    assert member.post(f"{at(program)}/activate").status == 200
    for refused in (
        member.patch(at(program), {"name": "x"}, if_match=program.etag),
        member.put(at(program), draft(), if_match=program.etag),
        member.delete(at(program), if_match=program.etag),
    ):
        assert refused.code == "FORBIDDEN"
    stranger = client.signed_in(people.pro().token)
    assert stranger.get(at(program)).status == 404


@pytest.mark.parametrize("role", ["OWNER", "ADMIN"])
def test_who_manages_the_organisation_changes_it_but_not_who_sees_it(
    client: Client, people: People, joined: Callable[..., Person], role: str
) -> None:
    ann = people.pro()
    manager = client.signed_in(joined(ann, role).token)
    program = shared(client.signed_in(ann.token))
    changed = manager.patch(at(program), {"name": "Theirs"}, if_match=program.etag)
    assert (changed.status, changed.data["name"]) == (200, "Theirs")
    private = {"visibility": "PRIVATE"}
    assert manager.patch(at(program), private, if_match=changed.etag).code == "FORBIDDEN"
    assert client.signed_in(ann.token).get(at(program)).data == changed.data
    assert manager.delete(at(program), if_match=changed.etag).status == 204


def test_what_one_shared_stays_behind_and_what_is_private_comes_along(
    client: Client,
    people: People,
    organizations: FirestoreOrganizations,
    joined: Callable[..., Person],
) -> None:
    ann = people.pro()
    bob = joined(ann, "MEMBER")
    client_of_bob = client.signed_in(bob.token)
    private = client_of_bob.post(URL, draft(name="Mine"))
    program = shared(client_of_bob)
    home = Organization.personal("home", None, now())
    organizations.part(ann.organization_id, bob.user_id, bob.user_id, home)
    assert client_of_bob.get(at(program)).status == 404
    assert client_of_bob.get(at(private)).data == private.data
    assert client.signed_in(ann.token).get(at(program)).data == program.data
    assert client.signed_in(ann.token).get(at(private)).status == 404


def test_nobody_shares_into_an_organisation_they_have_left(
    client: Client,
    people: People,
    organizations: FirestoreOrganizations,
    joined: Callable[..., Person],
) -> None:
    ann, cid = people.pro(), people.pro()
    bob = joined(ann, "MEMBER")
    client_of_bob = client.signed_in(bob.token)
    private = client_of_bob.post(URL, draft())
    home = Organization.personal("home", None, now())
    organizations.part(ann.organization_id, bob.user_id, bob.user_id, home)
    organizations.join(
        Membership(cid.organization_id, bob.user_id, MembershipRole.MEMBER, now()), list
    )
    share = {"visibility": "ORGANIZATION"}
    answer = client_of_bob.patch(at(private), share, if_match=private.etag)
    assert answer.status == 200
    assert client.signed_in(ann.token).get(at(private)).status == 404
    assert client.signed_in(cid.token).get(at(private)).data == answer.data


def test_custom_exercises_are_changed_by_who_made_them_and_who_manages_the_organisation(
    people: People, database: Database, joined: Callable[..., Person]
) -> None:
    anyone, ann = exercising.function(people, database), people.pro()
    boss = anyone.signed_in(ann.token)
    member, deputy = (anyone.signed_in(joined(ann, role).token) for role in ("MEMBER", "ADMIN"))
    made = exercising.created(boss)
    path, body = f"{exercising.URL}/{made.data['id']}", exercising.draft(description="Slow.")
    assert member.get(path).data == made.data
    assert member.put(path, body, if_match=made.etag).code == "FORBIDDEN"
    assert member.delete(path, if_match=made.etag).code == "FORBIDDEN"
    assert deputy.put(path, body, if_match=made.etag).data["description"] == "Slow."
    own = exercising.created(member, name="Towel Curl")
    path = f"{exercising.URL}/{own.data['id']}"
    changed = member.put(path, exercising.draft(name="Towel Curl Hold"), if_match=own.etag)
    assert changed.status == 200
    assert boss.delete(path, if_match=changed.etag).status == 204
