"""Organisations: `orgs/{oid}`, and everything that changes who belongs to one.

Each such change also writes the organisation and the account, under the precondition that nobody
else wrote them meanwhile. So two owners cannot step down at the same time, and nobody ends up in
an organisation they were just removed from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clock import utc_now
from shared.domain.accounts import Account, MembershipRole
from shared.domain.errors import Conflict, NotFound
from shared.domain.organizations import (
    Membership,
    Organization,
    expect_removable,
    expect_room,
    next_home,
    with_role,
)
from shared.once import once
from shared.store.account_documents import account_of, user_path
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.audit import FirestoreAudit
from shared.store.catalogue import live_catalogue
from shared.store.database import Database, live_database
from shared.store.members import (
    FirestoreMembers,
    member_path,
    membership_fields,
)
from shared.store.organization_documents import (
    belonging_write,
    membership_touch,
    organization_creation,
    organization_of,
    organization_path,
)
from shared.store.used_exercises import UsedExercises
from shared.store.writes import Delete, Document, Merge, Put, Write


@dataclass(frozen=True, slots=True)
class Kept:
    """An organisation with the document it was read from."""

    organization: Organization
    document: Document


@dataclass(frozen=True)
class FirestoreOrganizations:
    database: Database
    accounts: FirestoreAccounts
    used: UsedExercises
    now: Callable[[], datetime] = utc_now

    @property
    def members(self) -> FirestoreMembers:
        return FirestoreMembers(self.database)

    def find(self, organization_id: str) -> Kept:
        """Raises `NotFound`."""
        document = self.database.get(organization_path(organization_id))
        if document is None:
            raise NotFound
        return Kept(organization_of(document), document)

    def find_many(self, organization_ids: Sequence[str]) -> list[Organization]:
        """Those there are, in the order asked for."""
        paths = [organization_path(one) for one in organization_ids]
        found = self.database.get_many(paths) if paths else []
        return [organization_of(document) for document in found if document is not None]

    def accounts_of(self, user_ids: Sequence[str]) -> dict[str, Account]:
        """By user id. Who is gone is missing."""
        paths = [user_path(one) for one in user_ids]
        found = self.database.get_many(paths) if paths else []
        return {document.id: account_of(document) for document in found if document is not None}

    def rename(self, kept: Kept, name: str, by: str) -> Organization:
        """Raises `Changed` when somebody else was faster."""
        version = kept.organization.version + 1
        fields: dict[tuple[str, ...], object] = {("name",): name, ("version",): version}
        write = Merge(kept.document.path, fields, unchanged_since=kept.document)
        told = self._told("ORGANIZATION_RENAMED", kept.organization.id, by)
        self.database.commit(write, *told)
        return Organization(kept.organization.id, name, kept.organization.created_at, version)

    def change_role(
        self, organization_id: str, by: str, of: str, role: MembershipRole
    ) -> Membership:
        """Raises as `with_role` does."""

        def attempt() -> Membership:
            kept, members = self._with_members(organization_id)
            changed = with_role(members, by, of, role)
            write = Put(member_path(organization_id, of), membership_fields(changed))
            told = self._told("ROLE_CHANGED", organization_id, by, of, role=role)
            self.database.commit(write, membership_touch(kept.document), *told)
            return changed

        return self.database.contended(attempt, at=organization_id)

    def part(self, organization_id: str, by: str, of: str, fresh: Organization) -> str:
        """`of` belongs to it no longer: they have left, or `by` has removed them. Where they
        are from now on: the `fresh` one is made when they belong nowhere else.
        Raises as `expect_removable` does."""

        def attempt() -> str:
            kept, members = self._with_members(organization_id)
            expect_removable(members, by, of)
            account = self._account(of)
            writes: list[Write] = [
                Delete(member_path(organization_id, of)),
                membership_touch(kept.document),
            ]
            home: str = account.data["organization_id"]
            if home == organization_id:
                home = next_home(self.members.of_person(of), organization_id) or fresh.id
            if home == fresh.id:
                writes += organization_creation(fresh, of)
            action = "MEMBER_LEFT" if by == of else "MEMBER_REMOVED"
            told = self._told(action, organization_id, by, of)
            self.database.commit(*writes, self._moved(account, home), *told)
            return home

        return self.accounts.changing(of, attempt)

    def join(self, membership: Membership, allowed_by: Callable[[], Sequence[Write]]) -> None:
        """Joins it and is there from now on. `allowed_by` is written in the same commit, such as
        the end of an invitation: it is asked again while others win, and may refuse. Raises
        `Conflict` when it is full, or they belong to it already; `NotFound` when it is gone."""

        def attempt() -> None:
            kept, members = self._with_members(membership.organization_id)
            if any(one.user_id == membership.user_id for one in members):
                raise Conflict("You are a member already.")
            expect_room(members)
            account = self._account(membership.user_id)
            self.database.commit(
                # Nobody else can have made it: the organisation would have changed.
                Put(
                    member_path(membership.organization_id, membership.user_id),
                    membership_fields(membership),
                ),
                membership_touch(kept.document),
                self._moved(account, membership.organization_id),
                *self._told(
                    "MEMBER_JOINED",
                    membership.organization_id,
                    membership.user_id,
                    membership.user_id,
                    role=membership.role,
                ),
                *allowed_by(),
            )

        self.accounts.changing(membership.user_id, attempt)

    def switch(self, user_id: str, organization_id: str) -> Membership:
        """Raises `NotFound` unless they belong to it."""

        def attempt() -> Membership:
            account = self._account(user_id)
            membership = self.members.find(organization_id, user_id)
            if membership is None:
                raise NotFound
            self.database.commit(self._moved(account, organization_id))
            return membership

        return self.accounts.changing(user_id, attempt)

    def _with_members(self, organization_id: str) -> tuple[Kept, list[Membership]]:
        # The organisation first: who changes its members after this read writes it, too.
        return self.find(organization_id), self.members.of(organization_id)

    def _told(
        self, action: str, organization_id: str, by: str, of: str | None = None, **facts: str
    ) -> list[Write]:
        return FirestoreAudit(self.database).record(
            action, actor=by, organization_id=organization_id, at=self.now(), user_id=of, **facts
        )

    def _moved(self, account: Document, to: str) -> Write:
        """With what they use of the exercises of where they have been."""
        self.used.take_along(account.id, account.data["organization_id"], to)
        return belonging_write(account, to)

    def _account(self, user_id: str) -> Document:
        document = self.database.get(user_path(user_id))
        if document is None:
            raise NotFound
        return document


@once
def live_organizations() -> FirestoreOrganizations:
    database = live_database()
    return FirestoreOrganizations(
        database, live_accounts(), UsedExercises(database, live_catalogue())
    )
