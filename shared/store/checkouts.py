"""Checkouts in Firestore: what our server opened for whom, `checkouts/{intent}`."""

from datetime import datetime, timedelta

from shared.domain.billing import Intent, Plan
from shared.store.audit import FirestoreAudit
from shared.store.database import Changed, Database, Exists
from shared.store.queries import Query, Where
from shared.store.writes import Create, Document, Merge, Path

LONGEST_OPEN = timedelta(days=2)
"""No checkout stays open for longer."""
_MOST = 1_000


class FirestoreCheckouts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, intent: Intent) -> None:
        """Before the provider is asked, and with its entry in the audit log. Raises `Exists` for
        an id that is taken."""
        audit = FirestoreAudit(self._database)

        def attempt() -> None:
            told = audit.record(
                "CHECKOUT_OPENED",
                actor=intent.user_id,
                organization_id=intent.organization_id,
                at=intent.created_at,
                user_id=intent.user_id,
                plan=intent.plan,
            )
            try:
                self._database.commit(Create(checkout_path(intent.id), _data(intent)), *told)
            except Exists as error:
                if self.find(intent.id) is not None:
                    raise
                # A chain that was just begun.
                raise Changed from error

        self._database.contended(attempt)

    def complete(
        self, intent_id: str, checkout_id: str, checkout_url: str, expires_at: datetime
    ) -> None:
        """What the provider answered. Raises `Changed` when there is no such intent."""
        answered: dict[tuple[str, ...], object] = {
            ("checkout_id",): checkout_id,
            ("checkout_url",): checkout_url,
            ("expires_at",): expires_at,
        }
        self._database.commit(Merge(checkout_path(intent_id), answered, must_exist=True))

    def find(self, intent_id: str) -> Intent | None:
        found = self._database.get(checkout_path(intent_id))
        return None if found is None else intent_of(found)

    def of(self, organization_id: str) -> tuple[Intent, ...]:
        """Every one the organisation ever opened, in no order."""
        query = Query("checkouts", [Where("organization_id", "==", organization_id)], limit=_MOST)
        return tuple(map(intent_of, self._database.query(query)))

    def open_at(self, moment: datetime, plan: Plan) -> tuple[Intent, ...]:
        """Those by which the plan could be bought then, and nothing has been; oldest first."""
        query = Query(
            "checkouts",
            [
                Where("created_at", ">", moment - LONGEST_OPEN),
                Where("created_at", "<=", moment),
            ],
            order=[("created_at", False)],
            limit=_MOST,
        )
        found = map(intent_of, self._database.query(query))
        return tuple(one for one in found if one.plan is plan and one.is_open(moment))


def checkout_path(intent_id: str) -> Path:
    return ("checkouts", intent_id)


def bound(intent: Document, subscription_id: str) -> Merge:
    """The write by which an intent becomes that subscription's, unless it changed meanwhile."""
    return Merge(intent.path, {("subscription_id",): subscription_id}, unchanged_since=intent)


def intent_of(document: Document) -> Intent:
    data = dict(document.data)
    return Intent(id=document.id, **{**data, "plan": Plan(data["plan"])})


def _data(intent: Intent) -> dict[str, object]:
    return {
        "organization_id": intent.organization_id,
        "user_id": intent.user_id,
        "plan": intent.plan,
        "created_at": intent.created_at,
        "expires_at": intent.expires_at,
        "email_key": intent.email_key,
        "checkout_id": intent.checkout_id,
        "checkout_url": intent.checkout_url,
        "subscription_id": intent.subscription_id,
    }
