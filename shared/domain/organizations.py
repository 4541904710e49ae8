"""Organisations: who belongs to one, and what each role may do there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.accounts import MembershipRole
from shared.domain.errors import Conflict, Forbidden, LastOwner, NotFound

MOST_MEMBERS = 100
"""Of one organisation."""
MOST_INVITATIONS = 50
"""Of one organisation, open at the same time."""


class Action(StrEnum):
    """What may be done in an organisation, besides what one does with one's own things."""

    SEE = "SEE"
    LEAVE = "LEAVE"
    RENAME = "RENAME"
    MANAGE_MEMBERS = "MANAGE_MEMBERS"
    """Invite, remove, change roles: of those that `HANDLES` names."""
    CHANGE_PROGRAMS_OF_OTHERS = "CHANGE_PROGRAMS_OF_OTHERS"
    """Those they share in the organisation."""
    CHANGE_EXERCISES_OF_OTHERS = "CHANGE_EXERCISES_OF_OTHERS"
    """Custom ones, which everybody there trains by."""
    PAY = "PAY"


_OWNER, _ADMIN, _MEMBER = MembershipRole.OWNER, MembershipRole.ADMIN, MembershipRole.MEMBER

MAY: Mapping[Action, frozenset[MembershipRole]] = {
    Action.SEE: frozenset({_OWNER, _ADMIN, _MEMBER}),
    Action.LEAVE: frozenset({_OWNER, _ADMIN, _MEMBER}),
    Action.RENAME: frozenset({_OWNER, _ADMIN}),
    Action.MANAGE_MEMBERS: frozenset({_OWNER, _ADMIN}),
    Action.CHANGE_PROGRAMS_OF_OTHERS: frozenset({_OWNER, _ADMIN}),
    Action.CHANGE_EXERCISES_OF_OTHERS: frozenset({_OWNER, _ADMIN}),
    Action.PAY: frozenset({_OWNER}),
}

HANDLES: Mapping[MembershipRole, frozenset[MembershipRole]] = {
    _OWNER: frozenset({_OWNER, _ADMIN, _MEMBER}),
    _ADMIN: frozenset({_MEMBER}),
    _MEMBER: frozenset(),
}
"""The roles that one may give and take, and whose bearers one may remove."""

_STANDS_OVER = {_OWNER: 2, _ADMIN: 1, _MEMBER: 0}


@dataclass(frozen=True, slots=True)
class Organization:
    id: str
    name: str
    created_at: datetime
    version: int = 1
    """Of what its members change about it."""

    @classmethod
    def personal(cls, id: str, owner_name: str | None, now: datetime) -> "Organization":
        """What everyone has who belongs to no other."""
        return cls(id, owner_name or "Personal", now)


@dataclass(frozen=True, slots=True)
class Membership:
    organization_id: str
    user_id: str
    role: MembershipRole
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    id: str
    organization_id: str
    email: str
    """As it was written."""
    email_key: str
    role: MembershipRole
    invited_by: str
    proof: str
    """The name of the proof by mail that accepts it."""
    created_at: datetime
    expires_at: datetime

    def is_open(self, now: datetime) -> bool:
        return now < self.expires_at


def may(role: MembershipRole | None, action: Action) -> bool:
    """None is the role of who is no member."""
    return role is not None and role in MAY[action]


def expect_handles(role: MembershipRole, other: MembershipRole) -> None:
    """Raises `Forbidden` unless this role gives and takes the other."""
    if other not in HANDLES[role]:
        raise Forbidden(f"This is not for the role {role} to decide about the role {other}.")


def with_role(members: Sequence[Membership], by: str, of: str, role: MembershipRole) -> Membership:
    """The membership of `of` after `by` has changed its role. Everyone may step down.
    Raises `NotFound`, `Forbidden` and `LastOwner`."""
    actor, target = _found(members, by), _found(members, of)
    steps_down = by == of and _STANDS_OVER[role] <= _STANDS_OVER[actor.role]
    if not steps_down:
        expect_handles(actor.role, target.role)
        expect_handles(actor.role, role)
    if role is not _OWNER:
        expect_owner_besides(members, of)
    return replace(target, role=role)


def expect_removable(members: Sequence[Membership], by: str, of: str) -> None:
    """Raises as `with_role` does. Everyone may leave."""
    actor, target = _found(members, by), _found(members, of)
    if by != of:
        expect_handles(actor.role, target.role)
    expect_owner_besides(members, of)


def expect_owner_besides(members: Sequence[Membership], user_id: str) -> None:
    """Raises `LastOwner` when only this one owns the organisation."""
    owners = {one.user_id for one in members if one.role is _OWNER}
    if owners == {user_id}:
        raise LastOwner


def expect_room(members: Sequence[Membership]) -> None:
    if len(members) >= MOST_MEMBERS:
        raise Conflict(f"There is room for {MOST_MEMBERS} members.", limit=MOST_MEMBERS)


def next_home(memberships: Sequence[Membership], left: str) -> str | None:
    """Where a person belongs who has left an organisation: to the one they own the longest, else
    to the one they joined first; None when there is no other."""
    others = [one for one in memberships if one.organization_id != left]
    chosen = min(
        others,
        key=lambda one: (one.role is not _OWNER, one.joined_at, one.organization_id),
        default=None,
    )
    return None if chosen is None else chosen.organization_id


def heir(members: Sequence[Membership], gone: str) -> Membership | None:
    """Who owns an organisation after its only owner is gone for good: the admin, or else the
    member, who has been there longest. None when it has an owner, or nobody is left."""
    others = [one for one in members if one.user_id != gone]
    if any(one.role is _OWNER for one in others):
        return None
    return min(
        others, key=lambda one: (-_STANDS_OVER[one.role], one.joined_at, one.user_id), default=None
    )


def _found(members: Sequence[Membership], user_id: str) -> Membership:
    found = next((one for one in members if one.user_id == user_id), None)
    if found is None:
        raise NotFound
    return found
