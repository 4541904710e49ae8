"""What becomes of somebody's organisations: those of theirs alone go with them, others they leave.

Whoever owns one alone and shares it has an heir: nobody can make an owner when nobody asks.
"""

from dataclasses import dataclass

from shared.domain.accounts import MembershipRole
from shared.domain.audit import SYSTEM
from shared.domain.erasure import Leaver
from shared.domain.errors import Erased, Unavailable
from shared.domain.organizations import Membership, heir
from shared.store.account_documents import user_path
from shared.store.audit import FirestoreAudit
from shared.store.database import Changed, Database, Exists
from shared.store.erasing.leavers import HOMES, FirestoreLeavers, tombstone
from shared.store.guards import tombstone_path
from shared.store.members import FirestoreMembers, member_path, membership_fields
from shared.store.organization_documents import membership_touch, organization_path
from shared.store.writes import Delete, Merge, Put, Write


@dataclass(frozen=True)
class Homes:
    database: Database
    leavers: FirestoreLeavers

    def leave(self, leaver: Leaver) -> Leaver:
        """As they are then: with the organisations that go with them."""
        members = FirestoreMembers(self.database)
        while memberships := members.of_person(leaver.id):
            for one in memberships:
                self.database.contended(lambda one=one: self._leave(one))  # type: ignore[misc]
        return self.leavers.again(leaver.id) or leaver

    def _leave(self, membership: Membership) -> None:
        oid, gone = membership.organization_id, membership.user_id
        # The organisation first: who changes its members after this read writes it, too.
        document = self.database.get(organization_path(oid))
        members = FirestoreMembers(self.database).of(oid)
        leaves: list[Write] = [Delete(member_path(oid, gone))]
        if document is not None:
            leaves.append(membership_touch(document))
        if any(one.user_id != gone for one in members):
            try:
                self.database.commit(*leaves, *self._inherited(members, oid, gone))
            except Erased as error:
                # Whoever would inherit is leaving, too, and has left when this comes again.
                raise Unavailable from error
        else:
            self._take_along(oid, gone, leaves)

    def _inherited(self, members: list[Membership], oid: str, gone: str) -> list[Write]:
        now, audit = self.leavers.now(), FirestoreAudit(self.database)
        owner = heir(members, gone)
        told = {"actor": SYSTEM, "organization_id": oid, "at": now}
        if owner is None:
            return audit.record("MEMBER_ERASED", **told)  # type: ignore[arg-type]
        fields = {**membership_fields(owner), "role": MembershipRole.OWNER}
        entry = audit.record("OWNER_INHERITED", user_id=owner.user_id, **told)  # type: ignore[arg-type]
        return [Put(member_path(oid, owner.user_id), fields), *entry]

    def _take_along(self, oid: str, gone: str, leaves: list[Write]) -> None:
        account, stone = self.database.get_many([user_path(gone), tombstone_path(oid)])
        if account is None:
            return
        homes = sorted({*account.data.get(HOMES, ()), oid})
        marked = Merge(account.path, {(HOMES,): homes}, unchanged_since=account)
        # Of who was merged there is one already.
        stones = [] if stone else [tombstone(oid, self.leavers.now())]
        try:
            self.database.commit(*leaves, marked, *stones)
        except Exists as error:
            raise Changed from error
