"""What the handlers of the coach work with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.coach.grounding import Grounding
from shared.domain.coach.model import Model
from shared.domain.entitlements import Tier
from shared.events.noting import Noting
from shared.solver.turns import Turns, live_turns
from shared.store.catalogue import FirestoreCatalogue
from shared.store.coach_memory import FirestoreCoachMemory
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.coach_usage import FirestoreCoachUsage
from shared.store.conversations import FirestoreConversations
from shared.store.programs import FirestorePrograms
from shared.store.proposals import FirestoreProposals

from .charging import Till

BASE = "/api/v1/coach"


@dataclass(frozen=True)
class Deps:
    till: Till
    model: Model
    model_seconds: float
    """For one answer, with all that is looked up for it."""
    embedding_model: str
    """By which one's own texts can be found by what they mean."""
    grounding: Grounding
    conversations: FirestoreConversations
    memory: FirestoreCoachMemory
    noting: Noting
    preferences: FirestoreCoachPreferences
    usage: FirestoreCoachUsage
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue
    proposals: FirestoreProposals
    tier_of: Callable[[str], Tier]
    """Of an organisation, now."""
    now: Callable[[], datetime]
    turns: Turns = field(default_factory=live_turns)
    """In which programs are worked out."""
