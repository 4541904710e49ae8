"""How a person wants to be spoken to by the coach: `users/{uid}/coach/preferences`."""

from dataclasses import dataclass

from shared.domain.coach.personality import UNLESS_CHOSEN, Personality
from shared.once import once
from shared.store.database import Database, live_database
from shared.store.writes import Path, Put


@dataclass(frozen=True)
class FirestoreCoachPreferences:
    database: Database

    def personality(self, owner: str) -> Personality:
        document = self.database.get(_path(owner))
        return Personality(document.data["personality"]) if document else UNLESS_CHOSEN

    def choose(self, owner: str, personality: Personality) -> None:
        self.database.commit(Put(_path(owner), {"personality": personality}))


@once
def live_coach_preferences() -> FirestoreCoachPreferences:
    return FirestoreCoachPreferences(live_database())


def _path(owner: str) -> Path:
    return ("users", owner, "coach", "preferences")
