"""What an organisation uses under fair use: `orgs/{oid}/usage/current`, from one period's beginning
on. The months of the FREE tier's quota are documents of their own beside it.
"""

from datetime import datetime

from shared.domain.coach.model import Tokens
from shared.store.database import Changed, Database, Exists
from shared.store.writes import Create, Document, Path, Put


class FirestoreUsage:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin_period(self, organization_id: str, started_at: datetime, event_id: str) -> bool:
        """Count from nothing again, unless the period that is counted began then or later: an
        event that comes late or twice takes nothing back. Whether a period began."""
        path = current_period(organization_id)
        fresh = {
            "period_started_at": started_at,
            "tokens_in": 0,
            "tokens_out": 0,
            "event_id": event_id,
        }

        def attempt() -> bool:
            found = self._database.get(path)
            if found is None:
                self._create(path, fresh)
            elif found.data["period_started_at"] >= started_at:
                return False
            else:
                self._database.commit(Put(path, fresh, unchanged_since=found))
            return True

        return self._database.contended(attempt, at=organization_id)

    def _create(self, path: Path, fresh: dict[str, object]) -> None:
        try:
            self._database.commit(Create(path, fresh))
        except Exists as error:
            raise Changed from error


def current_period(organization_id: str) -> Path:
    return ("orgs", organization_id, "usage", "current")


def with_tokens(found: Document, tokens: Tokens) -> Put:
    """The period with so many tokens more."""
    data = found.data
    counted = {
        "tokens_in": data["tokens_in"] + tokens.taken_in,
        "tokens_out": data["tokens_out"] + tokens.sent_out,
    }
    return Put(found.path, {**data, **counted}, unchanged_since=found)
