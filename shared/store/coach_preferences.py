"""What the coach keeps of a person: how they want to be spoken to, and by which model their own
texts were embedded: `users/{uid}/coach/preferences`."""

from dataclasses import dataclass
from typing import Any

from shared.domain.coach.personality import UNLESS_CHOSEN, Personality
from shared.once import once
from shared.store.database import Database, live_database
from shared.store.writes import Merge, Path


@dataclass(frozen=True, slots=True)
class CoachPreferences:
    personality: Personality = UNLESS_CHOSEN
    embedded_with: str | None = None
    """None: they have never asked the coach anything, and nothing of theirs is embedded."""


@dataclass(frozen=True)
class FirestoreCoachPreferences:
    database: Database

    def of(self, owner: str) -> CoachPreferences:
        document = self.database.get(_path(owner))
        return CoachPreferences() if document is None else _preferences(document.data)

    def personality(self, owner: str) -> Personality:
        return self.of(owner).personality

    def choose(self, owner: str, personality: Personality) -> None:
        self.database.commit(Merge(_path(owner), {("personality",): personality}))

    def mark_embedded(self, owner: str, model: str) -> None:
        """All there was to embed is embedded by this model."""
        self.database.commit(Merge(_path(owner), {("embedded_with",): model}))


@once
def live_coach_preferences() -> FirestoreCoachPreferences:
    return FirestoreCoachPreferences(live_database())


def _preferences(data: dict[str, Any]) -> CoachPreferences:
    chosen = data.get("personality")
    return CoachPreferences(
        UNLESS_CHOSEN if chosen is None else Personality(chosen), data.get("embedded_with")
    )


def _path(owner: str) -> Path:
    return ("users", owner, "coach", "preferences")
