"""What the handlers of the coach work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.entitlements import Tier
from shared.store.catalogue import FirestoreCatalogue
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.coach_usage import FirestoreCoachUsage
from shared.store.programs import FirestorePrograms
from shared.store.proposals import FirestoreProposals

BASE = "/api/v1/coach"


@dataclass(frozen=True)
class Deps:
    preferences: FirestoreCoachPreferences
    usage: FirestoreCoachUsage
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue
    proposals: FirestoreProposals
    tier_of: Callable[[str], Tier]
    """Of an organisation, now."""
    now: Callable[[], datetime]
