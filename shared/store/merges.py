"""Merges: `merges/{id of the anonymous person}`, begun once and moved on commit by commit."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import NamedTuple

from shared.clock import utc_now
from shared.domain.accounts import Account
from shared.domain.errors import Conflict, InvalidCredentials
from shared.domain.merging import MergeState, Merging, Moved, expect_mergeable, told_along
from shared.domain.sessions import Repeated, Replayed, Rotated, rotate
from shared.once import once
from shared.store.account_documents import account_of, user_path
from shared.store.account_writes import erasing_write, merged_write, profile_write
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.audit import FirestoreAudit
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.guards import tombstone_path
from shared.store.log_documents import head_path
from shared.store.report_schedules import schedule_path
from shared.store.writes import Create, Delete, Document, Path, Put, Write

NOT_GOOD = "The anonymous refresh token is not good, or no longer."
_MERGED = "This anonymous account was merged before."


class Proof(NamedTuple):
    """What a refresh token of the anonymous person says: whose, by which session, which one."""

    anonymous_id: str
    session_id: str
    generation: int


class Stored(NamedTuple):
    """A merge as it was read, to be moved on unless somebody else did meanwhile."""

    merging: Merging
    document: Document


@dataclass(frozen=True)
class FirestoreMerges:
    database: Database
    accounts: FirestoreAccounts
    now: Callable[[], datetime] = utc_now

    def find(self, anonymous_id: str) -> Stored | None:
        document = self.database.get(_path(anonymous_id))
        return None if document is None else Stored(_merging(document), document)

    def begin(self, into: str, proof: Proof, *besides: Write) -> Merging:
        """The anonymous person is closed, and belongs to the account; whoever comes again with the
        same is told how far it is. Raises `InvalidCredentials` for a token that is not the current
        one, `Conflict` for what somebody else has merged, and as `expect_mergeable` does."""

        try:
            return self.accounts.changing(into, lambda: self._begin(into, proof, besides))
        finally:
            self.accounts.forget(proof.anonymous_id)

    def advance(self, stored: Stored, changed: Merging, writes: Sequence[Write]) -> None:
        """Together with what moves. Raises `Changed` when somebody else has moved it on, and
        `Exists` as the database does."""
        document = _document(changed)
        self.database.commit(*writes, Put(stored.document.path, document, stored.document))

    def settle(self, anonymous_id: str) -> None:
        """Nothing is left to do but to erase the anonymous person, who is due for it now."""

        def attempt() -> None:
            stored, document = self.find(anonymous_id), self.database.get(user_path(anonymous_id))
            if stored is None or document is None or stored.merging.state is MergeState.SETTLED:
                return
            settled = replace(stored.merging, state=MergeState.SETTLED)
            homes = (settled.left_organization_id,)
            self.advance(stored, settled, [erasing_write(document, homes, self.now())])

        self.database.contended(attempt)

    def _begin(self, into: str, proof: Proof, besides: Sequence[Write]) -> Merging:
        whose = (into, proof.anonymous_id)
        paths = [_path(proof.anonymous_id), *map(user_path, whose), *map(head_path, whose)]
        # As it all stood at one moment: whoever was faster has closed what a token is proof of.
        known, own, other, own_log, other_log = self.database.get_many(paths)
        if known is not None:
            return _own(_merging(known), into)
        if own is None or other is None:
            raise InvalidCredentials(NOT_GOOD)
        account, anonymous = account_of(own), account_of(other)
        self._expect_current(anonymous, proof)
        expect_mergeable(account, anonymous)
        now = self.now()
        merging = Merging(
            anonymous_id=anonymous.id,
            into=into,
            organization_id=account.organization_id,
            left_organization_id=anonymous.organization_id,
            begun_at=now,
        )
        told = told_along(account, anonymous, now, own_log is not None, other_log is not None)
        try:
            self.database.commit(
                Create(_path(anonymous.id), _document(merging)),
                merged_write(other),
                # Unchanged or not: neither may have been closed meanwhile.
                profile_write(own, told),
                *_tombstones(merging),
                Delete(schedule_path(anonymous.id)),
                *self._audited(merging),
                *besides,
            )
        except Exists as error:
            raise Changed from error
        return merging

    def _expect_current(self, anonymous: Account, proof: Proof) -> None:
        """As for new tokens, but that none are made. A used one ends the session here, too."""
        session = anonymous.sessions.get(proof.session_id)
        if session is None:
            raise InvalidCredentials(NOT_GOOD)
        found = rotate(session, proof.generation, self.now())
        if isinstance(found, Replayed):
            self.accounts.rotate_session(anonymous.id, session.id, proof.generation)
        if not isinstance(found, Rotated | Repeated):
            raise InvalidCredentials(NOT_GOOD)

    def _audited(self, merging: Merging) -> list[Write]:
        """In the account's organisation and in the one that is left, each by the account: nothing
        is written of the anonymous person any more."""
        audit, at = FirestoreAudit(self.database), merging.begun_at
        taken = audit.record(
            "ANONYMOUS_MERGED",
            actor=merging.into,
            organization_id=merging.organization_id,
            at=at,
            user_id=merging.into,
            anonymous=merging.anonymous_id,
        )
        left = audit.record(
            "MERGED_AWAY",
            actor=merging.into,
            organization_id=merging.left_organization_id,
            at=at,
            anonymous=merging.anonymous_id,
        )
        return [*taken, *left]


def _tombstones(merging: Merging) -> list[Write]:
    """Whatever is still on its way to the anonymous person is refused by these; what was there
    before them moves."""
    left = (merging.anonymous_id, merging.left_organization_id)
    fields = {
        "state": "ERASING",
        "begun_at": merging.begun_at,
        "documents": 0,
        "objects": 0,
        "is_merged": True,
    }
    return [Create(tombstone_path(one), fields) for one in left]


def _own(merging: Merging, into: str) -> Merging:
    if merging.into != into:
        raise Conflict(_MERGED)
    return merging


@once
def live_merges() -> FirestoreMerges:
    return FirestoreMerges(live_database(), live_accounts())


def _path(anonymous_id: str) -> Path:
    return ("merges", anonymous_id)


def _document(merging: Merging) -> dict[str, object]:
    return {
        "into": merging.into,
        "organization_id": merging.organization_id,
        "left_organization_id": merging.left_organization_id,
        "begun_at": merging.begun_at,
        "state": merging.state,
        "cursor": merging.cursor,
        "moved": asdict(merging.moved),
    }


def _merging(document: Document) -> Merging:
    data = document.data
    merging = Merging(
        anonymous_id=document.id,
        into=data["into"],
        organization_id=data["organization_id"],
        left_organization_id=data["left_organization_id"],
        begun_at=data["begun_at"],
    )
    return replace(
        merging,
        state=MergeState(data["state"]),
        cursor=data["cursor"],
        moved=Moved(**data["moved"]),
    )
