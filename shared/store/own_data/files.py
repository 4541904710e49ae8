"""The files that are a person's export, in their order: decision 46."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.once import once
from shared.store.account_documents import user_path
from shared.store.database import Database, live_database
from shared.store.own_data import belongings, billing, coach, person, training
from shared.store.own_data.reading import OwnFile, Subject

FILES: Sequence[OwnFile] = (
    *person.FILES,
    *belongings.FILES,
    *training.FILES,
    *coach.FILES,
    *billing.FILES,
)


@dataclass(frozen=True)
class FirestoreOwnData:
    database: Database

    def subject(self, user_id: str, exercises: Mapping[str, str]) -> Subject | None:
        """None for somebody who is gone."""
        user = self.database.get(user_path(user_id))
        return None if user is None else Subject(self.database, user, exercises)


@once
def live_own_data() -> FirestoreOwnData:
    return FirestoreOwnData(live_database())
