"""Who belongs where, also while several change it at once."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from shared.domain.accounts import MembershipRole
from shared.domain.drafts import compose
from shared.domain.errors import Conflict, LastOwner, NotFound
from shared.domain.exercises import Standing
from shared.domain.mail_proofs import MailProof, Purpose
from shared.domain.organizations import MOST_MEMBERS, Invitation, Membership, Organization
from shared.domain.programs import Program
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database
from shared.store.invitations import FirestoreInvitations
from shared.store.members import membership_creation
from shared.store.organizations import FirestoreOrganizations
from shared.store.owed import Owed
from shared.store.programs import FirestorePrograms
from shared.store.used_exercises import UsedExercises
from shared.store.writes import Write
from shared.web.plans import ProgramDraft
from tests.people import People, Person, now
from tests.races import Interrupted, outcomes, together
from tests.stocked import catalogue_of, custom_exercise, draft
from tests.training import Log, done, event, started

OWNER, ADMIN, MEMBER = MembershipRole.OWNER, MembershipRole.ADMIN, MembershipRole.MEMBER


def organizations_in(database: Database) -> FirestoreOrganizations:
    """Another process, as far as its caches go."""
    accounts = FirestoreAccounts(database, AccountCache(), now)
    used = UsedExercises(database, catalogue_of(database))
    return FirestoreOrganizations(database, accounts, used)


@pytest.fixture
def organizations(database: Database) -> FirestoreOrganizations:
    return organizations_in(database)


def fresh() -> Organization:
    return Organization(str(uuid.uuid4()), "Personal", now())


def join(organizations: FirestoreOrganizations, who: Person, where: Person, role: str) -> None:
    membership = Membership(where.organization_id, who.user_id, MembershipRole(role), now())
    organizations.join(membership, list)


def program_of(person: Person, exercise_id: str) -> Program:
    row = {"kind": "WORKING", "count": 3, "reps_min": 8}
    entry = {"exercise_id": exercise_id, "sets": [row]}
    text = json.dumps(draft(sessions=[{"name": "Push", "exercises": [entry]}]))
    return compose(
        ProgramDraft.model_validate_json(text).to_plan(),
        owner_id=person.user_id,
        organization_id=person.organization_id,
        new_id=lambda: str(uuid.uuid4()),
        now=now(),
    )


def whereabouts(organizations: FirestoreOrganizations, person: Person) -> str:
    account = organizations.accounts.find(person.user_id)
    assert account is not None
    return account.organization_id


def roles(organizations: FirestoreOrganizations, organization_id: str) -> dict[str, str]:
    return {one.user_id: one.role for one in organizations.members.of(organization_id)}


def test_who_joins_is_there_and_still_belongs_where_they_were(
    organizations: FirestoreOrganizations, people: People
) -> None:
    ann, bob = people.free(), people.free()
    join(organizations, bob, ann, "MEMBER")
    assert whereabouts(organizations, bob) == ann.organization_id
    assert roles(organizations, ann.organization_id) == {ann.user_id: OWNER, bob.user_id: MEMBER}
    mine = organizations.members.of_person(bob.user_id)
    assert [one.organization_id for one in mine] == [bob.organization_id, ann.organization_id]
    organizations.switch(bob.user_id, bob.organization_id)
    assert whereabouts(organizations, bob) == bob.organization_id
    with pytest.raises(NotFound):
        organizations.switch(ann.user_id, bob.organization_id)


def test_who_leaves_goes_home_and_who_has_none_gets_one(
    organizations: FirestoreOrganizations, people: People
) -> None:
    ann, bob = people.free(), people.free()
    gym = ann.organization_id
    join(organizations, bob, ann, "OWNER")
    assert organizations.part(gym, bob.user_id, bob.user_id, fresh()) == bob.organization_id
    join(organizations, bob, ann, "OWNER")
    new = fresh()
    assert organizations.part(gym, ann.user_id, ann.user_id, new) == new.id
    assert whereabouts(organizations, ann) == new.id
    assert roles(organizations, new.id) == {ann.user_id: OWNER}
    assert roles(organizations, gym) == {bob.user_id: OWNER}
    assert organizations.find(new.id).organization == new


def test_who_is_elsewhere_stays_there_when_removed(
    organizations: FirestoreOrganizations, people: People
) -> None:
    ann, bob = people.free(), people.free()
    join(organizations, bob, ann, "MEMBER")
    organizations.switch(bob.user_id, bob.organization_id)
    organizations.part(ann.organization_id, ann.user_id, bob.user_id, fresh())
    assert whereabouts(organizations, bob) == bob.organization_id
    assert roles(organizations, ann.organization_id) == {ann.user_id: OWNER}


def test_an_organisation_is_full_at_its_end(
    organizations: FirestoreOrganizations, people: People
) -> None:
    ann, bob = people.free(), people.free()
    for _ in range(MOST_MEMBERS - 1):
        stranger = Membership(ann.organization_id, str(uuid.uuid4()), MEMBER, now())
        organizations.database.commit(membership_creation(stranger))
    with pytest.raises(Conflict):
        join(organizations, bob, ann, "MEMBER")
    assert organizations.members.count(ann.organization_id) == MOST_MEMBERS


def test_of_two_owners_who_step_down_or_leave_at_once_one_stays(
    connected: Callable[[], Database], people: People
) -> None:
    """A hundred rounds, by two processes."""
    first, second = organizations_in(connected()), organizations_in(connected())
    ann, bob = people.free(), people.free()
    gym = ann.organization_id
    for turn in range(100):
        if bob.user_id not in roles(first, gym):
            join(first, bob, ann, "OWNER")
        step = partial(second.change_role, gym, bob.user_id, bob.user_id, ADMIN)
        leave = partial(second.part, gym, bob.user_id, bob.user_id, fresh())
        give_up = partial(first.change_role, gym, ann.user_id, ann.user_id, MEMBER)
        results = together([give_up, leave if turn % 2 else step])
        assert outcomes(results) == {"done": 1, "LastOwner": 1}, turn
        left = [one for one, role in roles(first, gym).items() if role is OWNER]
        assert len(left) == 1
        for one in {ann.user_id, bob.user_id} & set(roles(first, gym)) - set(left):
            first.change_role(gym, left[0], one, OWNER)


def test_an_invitation_is_used_or_withdrawn_and_never_both(
    connected: Callable[[], Database], people: People
) -> None:
    """A hundred rounds: two processes accept it, and in every other round one withdraws it."""
    houses = [organizations_in(connected()) for _ in range(2)]
    keeper = FirestoreInvitations(connected())
    ann, bob = people.free(), people.free()
    gym = ann.organization_id
    membership = Membership(gym, bob.user_id, MEMBER, now())
    for turn in range(100):
        asked = invited_by(ann, f"proof{turn}")
        proof = MailProof(asked.proof, Purpose.JOIN_ORGANIZATION, ann.user_id, "bobs", now())
        keeper.add(asked, proof, Owed(f"letter{turn}", (), now()))

        def spent(at: Database, asked: Invitation = asked) -> tuple[Write, ...]:
            return FirestoreInvitations(at).find(gym, asked.id, now()).spent

        calls: list[Callable[[], None]]
        calls = [partial(one.join, membership, partial(spent, one.database)) for one in houses]
        if turn % 2:
            calls.append(partial(keeper.withdraw, asked, ann.user_id, now()))
        results = together(calls)
        assert outcomes(results)["done"] == 1, results
        assert keeper.open(gym, now()) == []
        is_member = bob.user_id in roles(houses[0], gym)
        assert is_member == (None in results[:2])
        if is_member:
            houses[0].part(gym, ann.user_id, bob.user_id, fresh())


def invited_by(ann: Person, proof: str) -> Invitation:
    return Invitation(
        id=str(uuid.uuid4()),
        organization_id=ann.organization_id,
        email="bob@example.com",
        email_key="bobs",
        role=MEMBER,
        invited_by=ann.user_id,
        proof=proof,
        created_at=now(),
        expires_at=now() + timedelta(days=7),
    )


def test_nobody_switches_to_where_they_are_being_removed_from(
    connected: Callable[[], Database], people: People
) -> None:
    organizations = organizations_in(connected())
    ann, bob = people.free(), people.free()
    gym = ann.organization_id
    join(organizations, bob, ann, "MEMBER")
    organizations.switch(bob.user_id, bob.organization_id)
    remove = partial(organizations.part, gym, ann.user_id, bob.user_id, fresh())
    at_the_account = Interrupted(connected(), ("users", bob.user_id), remove)
    with pytest.raises(NotFound):
        organizations_in(at_the_account).switch(bob.user_id, gym)
    join(organizations, bob, ann, "MEMBER")
    organizations.switch(bob.user_id, bob.organization_id)
    at_the_membership = Interrupted(connected(), ("orgs", gym, "members", bob.user_id), remove)
    with pytest.raises(NotFound):
        organizations_in(at_the_membership).switch(bob.user_id, gym)
    assert whereabouts(organizations, bob) == bob.organization_id


def test_the_last_owner_of_a_gym_stays(
    organizations: FirestoreOrganizations, people: People
) -> None:
    ann = people.free()
    with pytest.raises(LastOwner):
        organizations.part(ann.organization_id, ann.user_id, ann.user_id, fresh())


def test_exercises_that_one_planned_or_trained_come_along_archived(
    organizations: FirestoreOrganizations, people: People, database: Database
) -> None:
    ann, bob = people.pro(), people.free()
    catalogue = catalogue_of(database)
    planned, trained, unused = (
        catalogue.add(custom_exercise(bob.organization_id, str(uuid.uuid4()), name))
        for name in ("Planned press", "Trained press", "Unused press")
    )
    FirestorePrograms(database).add(program_of(bob, planned.id))
    log = Log(database, bob.user_id)
    log.append(event(1, started()), event(2, done("s", exercise=trained.id)))
    join(organizations, bob, ann, "MEMBER")
    seen = catalogue_of(database).load(ann.organization_id)
    for one in (planned, trained):
        brought = replace(one, organization_id=ann.organization_id, standing=Standing.ARCHIVED)
        assert seen.find(one.id) == brought
    assert seen.find(unused.id) is None
    organizations.part(ann.organization_id, bob.user_id, bob.user_id, fresh())
    at_home = catalogue_of(database).load(bob.organization_id)
    assert [at_home.find(one.id) for one in (planned, trained)] == [planned, trained]
