"""What the coach works with, put together from the real things on the first request."""

from shared.clients.gemini_talking import live_model
from shared.clock import utc_now
from shared.domain.coach.prices import read_prices
from shared.domain.limits import PROFILES
from shared.events.noting import live_noting
from shared.live import live_gate
from shared.live_coach import live_grounding, live_lookups
from shared.once import once
from shared.settings import CoachSpending, Embeddings, MissingSetting, Network, load
from shared.solver.turns import live_turns
from shared.store.catalogue import live_catalogue
from shared.store.coach_memory import live_coach_memory
from shared.store.coach_preferences import live_coach_preferences
from shared.store.coach_spend import live_coach_spend
from shared.store.coach_usage import live_coach_usage
from shared.store.conversations import live_conversations
from shared.store.database import live_database
from shared.store.limits import FirestoreLimits
from shared.store.programs import live_programs
from shared.store.proposals import live_proposals

from .charging import Budget, Till
from .proposing import ProposingGrounding
from .steps import Deps

_MODEL_SECONDS = 40.0


@once
def live_deps() -> Deps:
    tier_of = live_gate().acquainted().find_tier
    till = Till(
        usage=live_coach_usage(),
        spend=live_coach_spend(),
        limits=FirestoreLimits(live_database(), utc_now),
        rates=PROFILES[load(Network).limits],
        budget=budget(load(CoachSpending)),
        tier_of=tier_of,
        now=utc_now,
    )
    return Deps(
        till=till,
        model=live_model(),
        model_seconds=_MODEL_SECONDS,
        embedding_model=load(Embeddings).embedding_model,
        grounding=ProposingGrounding(
            live_grounding(), live_lookups(), live_turns(), till.count_planning
        ),
        conversations=live_conversations(),
        memory=live_coach_memory(),
        noting=live_noting(),
        preferences=live_coach_preferences(),
        usage=live_coach_usage(),
        programs=live_programs(),
        catalogue=live_catalogue(),
        proposals=live_proposals(),
        tier_of=tier_of,
        now=utc_now,
    )


def budget(settings: CoachSpending) -> Budget:
    """Raises `MissingSetting` for prices that are none."""
    try:
        prices = read_prices(settings.coach_prices)
    except ValueError as error:
        raise MissingSetting(f"COACH_PRICES: {error}") from None
    return Budget(prices, settings.coach_daily_dollars)
