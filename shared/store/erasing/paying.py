"""Which subscriptions would go on charging somebody who leaves."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.erasure import charges
from shared.store.account_documents import account_of, user_path
from shared.store.database import Database
from shared.store.members import FirestoreMembers
from shared.store.queries import Query, Where
from shared.store.subscriptions import known_of


@dataclass(frozen=True)
class Paying:
    database: Database

    def running(self, user_id: str) -> Iterator[str]:
        """Of who has asked to be deleted: ids of those that are to be cancelled."""
        document = self.database.get(user_path(user_id))
        if document is None or account_of(document).deletion_due_at is None:
            return
        bought = Query("subscriptions", [Where("user_id", "==", user_id)])
        for one in self.database.query(bought):
            if charges(known_of(one), user_id, is_alone=False):
                yield one.id
        yield from self._alone(user_id)

    def _alone(self, user_id: str) -> Iterator[str]:
        members = FirestoreMembers(self.database)
        for membership in members.of_person(user_id):
            home = membership.organization_id
            paid = Query("subscriptions", [Where("organization_id", "==", home)])
            known = [known_of(one) for one in self.database.query(paid)]
            unclaimed = [one for one in known if one.user_id != user_id]
            if unclaimed and members.count(home) == 1:
                yield from (one.id for one in unclaimed if charges(one, user_id, is_alone=True))
