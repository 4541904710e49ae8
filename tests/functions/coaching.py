"""The coach as an instance over real Firestore, the true client of the model and its stand-in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from functions.coach import main as coach
from functions.coach.charging import Budget, Till
from functions.coach.proposing import ProposingGrounding
from functions.coach.steps import Deps
from shared.clients.gemini import Gemini
from shared.clients.gemini_talking import GeminiModel
from shared.coach.grounding import StoredGrounding
from shared.coach.lookups import Lookups
from shared.coach.rules import Allowance
from shared.domain.access import Caller
from shared.domain.coach.own_texts import Source
from shared.domain.coach.prices import read_prices
from shared.domain.coach.quota import FREE_A_MONTH, Month, Spent, Usage, monthly_limit
from shared.domain.entitlements import Tier
from shared.domain.limits import PROFILES, Profile
from shared.events.message import Message
from shared.events.noting import Noting
from shared.settings import CoachModels
from shared.solver.turns import live_turns
from shared.store.coach_memory import FirestoreCoachMemory
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.coach_spend import FirestoreCoachSpend
from shared.store.coach_usage import FirestoreCoachUsage, Held
from shared.store.conversations import FirestoreConversations
from shared.store.database import Database
from shared.store.limits import FirestoreLimits
from shared.store.measurements import FirestoreMeasurements
from shared.store.programs import FirestorePrograms
from shared.store.proposals import FirestoreProposals
from shared.store.queries import Query
from shared.store.records import FirestoreRecords
from shared.store.training import FirestoreTraining
from shared.store.workouts import FirestoreWorkouts
from shared.store.writes import Delete
from tests.exercising import Told
from tests.modelled import Modelled, modelled
from tests.people import People, Person, now
from tests.stocked import catalogue_of, stock
from tests.wire import Client

CHAT, QUESTIONS, QUOTA, TALKS = (
    f"/api/v1/coach/{name}" for name in ("chat", "questions", "quota", "conversations")
)
EMBEDDING_MODEL = "text-embedding-004"
EVENTS = "text/event-stream"
PRICES = read_prices(("FULL=0.10/0.40", "QUICK=0.075/0.30"))


@dataclass
class House:
    """`told` is what it publishes."""

    database: Database
    people: People
    modelled: Modelled
    rates: Profile = PROFILES["local"]
    daily_dollars: int = 1_000
    patience_seconds: float = 30.0

    def __post_init__(self) -> None:
        self.told: list[Message] = []
        self.deps = self._deps()
        gate = self.people.gate()
        self.endpoint = coach.endpoint.bound(lambda: gate, lambda: self.deps)

    def client(self, person: Person | None = None) -> Client:
        return Client(self.endpoint.answer, (person or self.people.free()).token)

    def without_model(self) -> None:
        nowhere = GeminiModel(Gemini("", lambda: None), CoachModels("none", "none", 0))
        self.deps = replace(self.deps, model=nowhere)

    def give_up_after(self, seconds: float) -> None:
        self.deps = replace(self.deps, model_seconds=seconds)

    def usage_of(self, person: Person) -> Usage:
        return self.deps.usage.of(person.organization_id, Month.of(now()))

    def spent_today(self) -> int:
        """Millionths of a dollar, read afresh."""
        return FirestoreCoachSpend(self.database, now).today()

    def use_up(self, person: Person) -> None:
        """All of the month's answers but none of their questions."""
        for number in range(FREE_A_MONTH):
            held = self.deps.usage.hold(
                str(number), person.organization_id, person.user_id, Tier.FREE, self.rates.coach
            )
            assert isinstance(held, Held)
            self.deps.usage.charge(held, Spent(), tuple)

    def forget_keys(self) -> None:
        for record in self.database.query(Query("idempotency")):
            self.database.commit(Delete(record.path))

    def messages_of(self, person: Person, talk: str) -> int:
        path = ("users", person.user_id, "conversations", talk)
        return self.database.count(Query("messages"), path)

    def _deps(self) -> Deps:
        database, tier_of = self.database, self.people.gate().acquainted().find_tier
        usage = FirestoreCoachUsage(database, now, self.patience_seconds)

        def allowance_of(caller: Caller) -> Allowance:
            month, tier = Month.of(now()), tier_of(caller.organization_id)
            used = usage.of(caller.organization_id, month).used_on(tier)
            return Allowance(used, monthly_limit(tier), month.ends_at)

        noting = Noting(Told(self.told))

        def note(caller: Caller, ids: Sequence[str]) -> None:
            noting.texts(caller.user_id, caller.organization_id, Source.MEMORY, ids)

        lookups = Lookups(
            programs=FirestorePrograms(database),
            catalogue=catalogue_of(database),
            workouts=FirestoreWorkouts(database),
            records=FirestoreRecords(database),
            training=FirestoreTraining(database),
            measurements=FirestoreMeasurements(database),
            now=now,
        )
        memory = FirestoreCoachMemory(database)
        till = Till(
            usage=usage,
            # Its day is read once: how long a test takes is no matter of what it costs.
            spend=FirestoreCoachSpend(database, now, clock=lambda: 0.0),
            limits=FirestoreLimits(database, now),
            rates=self.rates,
            budget=Budget(PRICES, self.daily_dollars),
            tier_of=tier_of,
            now=now,
        )
        return Deps(
            till=till,
            model=self.modelled.model(),
            model_seconds=40.0,
            embedding_model=EMBEDDING_MODEL,
            grounding=ProposingGrounding(
                StoredGrounding(lookups, memory, allowance_of, lambda *_: (), note),
                lookups,
                live_turns(),
                till.count_planning,
            ),
            conversations=FirestoreConversations(database),
            memory=memory,
            noting=noting,
            preferences=FirestoreCoachPreferences(database),
            usage=usage,
            programs=lookups.programs,
            catalogue=lookups.catalogue,
            proposals=FirestoreProposals(database),
            tier_of=tier_of,
            now=now,
        )


@contextmanager
def coached(database: Database, people: People) -> Iterator[House]:
    stock(database)
    with modelled() as standin:
        yield House(database, people, standin)
