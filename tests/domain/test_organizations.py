"""Who may do what in an organisation: the table as it is, and the laws it is held to."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import organizations as policy
from shared.domain.accounts import MembershipRole
from shared.domain.errors import Conflict, Forbidden, LastOwner, NotFound, Refusal
from shared.domain.organizations import HANDLES, MAY, Action, Invitation, Membership, Organization

OWNER, ADMIN, MEMBER = MembershipRole.OWNER, MembershipRole.ADMIN, MembershipRole.MEMBER
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

# role x action, spelled out again: whoever changes the table changes it here, too.
ALLOWED = {
    (OWNER, Action.SEE),
    (ADMIN, Action.SEE),
    (MEMBER, Action.SEE),
    (OWNER, Action.LEAVE),
    (ADMIN, Action.LEAVE),
    (MEMBER, Action.LEAVE),
    (OWNER, Action.RENAME),
    (ADMIN, Action.RENAME),
    (OWNER, Action.MANAGE_MEMBERS),
    (ADMIN, Action.MANAGE_MEMBERS),
    (OWNER, Action.CHANGE_PROGRAMS_OF_OTHERS),
    (ADMIN, Action.CHANGE_PROGRAMS_OF_OTHERS),
    (OWNER, Action.CHANGE_EXERCISES_OF_OTHERS),
    (ADMIN, Action.CHANGE_EXERCISES_OF_OTHERS),
    (OWNER, Action.PAY),
}
HANDLED = {(OWNER, OWNER), (OWNER, ADMIN), (OWNER, MEMBER), (ADMIN, MEMBER)}


def member(user_id: str, role: MembershipRole, days: int = 0, of: str = "gym") -> Membership:
    return Membership(of, user_id, role, NOON + timedelta(days=days))


@pytest.mark.parametrize(("role", "action"), list(product(MembershipRole, Action)))
def test_each_role_may_what_the_table_says(role: MembershipRole, action: Action) -> None:
    assert policy.may(role, action) == ((role, action) in ALLOWED)


@pytest.mark.parametrize("action", Action)
def test_who_is_no_member_may_nothing(action: Action) -> None:
    assert not policy.may(None, action)


def test_the_tables_speak_of_every_action_and_every_role() -> None:
    assert set(MAY) == set(Action)
    assert set(HANDLES) == set(MembershipRole)


@pytest.mark.parametrize(("role", "other"), list(product(MembershipRole, MembershipRole)))
def test_each_role_decides_about_those_below_it(
    role: MembershipRole, other: MembershipRole
) -> None:
    if (role, other) in HANDLED:
        policy.expect_handles(role, other)
    else:
        with pytest.raises(Forbidden):
            policy.expect_handles(role, other)


@pytest.mark.parametrize(
    ("by", "target", "wanted"), list(product(MembershipRole, MembershipRole, MembershipRole))
)
def test_a_role_is_changed_by_who_handles_the_old_one_and_the_new_one(
    by: MembershipRole, target: MembershipRole, wanted: MembershipRole
) -> None:
    members = [member("ann", by), member("bob", target), member("cid", OWNER)]
    if {(by, target), (by, wanted)} <= HANDLED:
        assert policy.with_role(members, "ann", "bob", wanted) == member("bob", wanted)
    else:
        with pytest.raises(Forbidden):
            policy.with_role(members, "ann", "bob", wanted)


@pytest.mark.parametrize(("role", "wanted"), list(product(MembershipRole, MembershipRole)))
def test_everyone_may_step_down_and_nobody_up(role: MembershipRole, wanted: MembershipRole) -> None:
    members = [member("ann", role), member("cid", OWNER)]
    order = [MEMBER, ADMIN, OWNER]
    if order.index(wanted) <= order.index(role):
        assert policy.with_role(members, "ann", "ann", wanted).role is wanted
    else:
        with pytest.raises(Forbidden):
            policy.with_role(members, "ann", "ann", wanted)


@pytest.mark.parametrize(("by", "target"), list(product(MembershipRole, MembershipRole)))
def test_members_are_removed_by_who_handles_their_role(
    by: MembershipRole, target: MembershipRole
) -> None:
    members = [member("ann", by), member("bob", target), member("cid", OWNER)]
    policy.expect_removable(members, "ann", "ann")
    if (by, target) in HANDLED:
        policy.expect_removable(members, "ann", "bob")
    else:
        with pytest.raises(Forbidden):
            policy.expect_removable(members, "ann", "bob")


def test_the_last_owner_stays_and_stays_one() -> None:
    members = [member("ann", OWNER), member("bob", ADMIN)]
    with pytest.raises(LastOwner):
        policy.expect_removable(members, "ann", "ann")
    with pytest.raises(LastOwner):
        policy.with_role(members, "ann", "ann", MEMBER)
    assert policy.with_role(members, "ann", "ann", OWNER) == member("ann", OWNER)


def test_strangers_are_not_found() -> None:
    members = [member("ann", OWNER)]
    for by, of in (("ann", "eve"), ("eve", "ann")):
        with pytest.raises(NotFound):
            policy.expect_removable(members, by, of)
        with pytest.raises(NotFound):
            policy.with_role(members, by, of, MEMBER)


def test_an_organisation_has_room_for_a_hundred() -> None:
    members = [member(f"m{number}", MEMBER) for number in range(policy.MOST_MEMBERS)]
    policy.expect_room(members[1:])
    with pytest.raises(Conflict):
        policy.expect_room(members)


def test_who_leaves_goes_to_the_organisation_they_own_else_where_they_came_first() -> None:
    left = member("ann", OWNER, 0, "gym")
    joined = [member("ann", MEMBER, 1, "club"), member("ann", ADMIN, 2, "team")]
    assert policy.next_home([left, *joined], "gym") == "club"
    assert policy.next_home([left, *joined, member("ann", OWNER, 9, "home")], "gym") == "home"
    assert policy.next_home([left], "gym") is None


def test_the_admin_longest_there_inherits_else_the_member_longest_there() -> None:
    members = [
        member("ann", OWNER),
        member("bob", MEMBER, 1),
        member("cid", ADMIN, 3),
        member("dan", ADMIN, 2),
    ]
    assert policy.heir(members, "ann") == members[3]
    assert policy.heir(members[:2], "ann") == members[1]
    assert policy.heir(members[:1], "ann") is None
    assert policy.heir([*members, member("eve", OWNER)], "ann") is None


def test_a_personal_organisation_has_the_name_of_its_person() -> None:
    assert Organization.personal("o", "Ann", NOON) == Organization("o", "Ann", NOON)
    assert Organization.personal("o", None, NOON).name == "Personal"


def test_an_invitation_is_open_until_its_end() -> None:
    invitation = Invitation(
        "i", "gym", "bob@example.com", "key", MEMBER, "ann", "proof", NOON, NOON + timedelta(days=7)
    )
    assert invitation.is_open(NOON + timedelta(days=7, seconds=-1))
    assert not invitation.is_open(NOON + timedelta(days=7))


PEOPLE = ("ann", "bob", "cid", "dan")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PEOPLE),
            st.sampled_from(PEOPLE),
            st.sampled_from([*MembershipRole, None]),
        ),
        max_size=30,
    )
)
def test_whatever_is_tried_an_owner_is_left(
    tries: list[tuple[str, str, MembershipRole | None]],
) -> None:
    roles = [OWNER, OWNER, ADMIN, MEMBER]
    members = {one: member(one, role) for one, role in zip(PEOPLE, roles, strict=True)}
    for by, of, role in tries:
        try:
            if role is None:
                policy.expect_removable(list(members.values()), by, of)
                del members[of]
            else:
                members[of] = policy.with_role(list(members.values()), by, of, role)
        except Refusal:
            continue
        assert any(one.role is OWNER for one in members.values())
