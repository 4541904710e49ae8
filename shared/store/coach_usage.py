"""What an organisation has asked of the coach: `orgs/{oid}/usage/{yyyymm}`, a document a month."""

from dataclasses import dataclass

from shared.domain.coach.quota import Month
from shared.once import once
from shared.store.database import Database, live_database
from shared.store.writes import Path


@dataclass(frozen=True)
class FirestoreCoachUsage:
    database: Database

    def used(self, organization_id: str, month: Month) -> int:
        document = self.database.get(_path(organization_id, month))
        return int(document.data["used"]) if document else 0


@once
def live_coach_usage() -> FirestoreCoachUsage:
    return FirestoreCoachUsage(live_database())


def _path(organization_id: str, month: Month) -> Path:
    return ("orgs", organization_id, "usage", str(month))
