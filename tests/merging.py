"""An anonymous person and an account for tests: what moves, and over what."""

from dataclasses import dataclass
from typing import Any

from shared.domain.log.events import Payload
from shared.domain.merging import Merging
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.merges import FirestoreMerges, Proof
from shared.store.merging import Mover
from shared.store.schemas import FIELD
from shared.store.used_exercises import UsedExercises
from shared.store.values import decode_fields
from shared.store.writes import Put, Write
from tests.people import People, Person, now
from tests.store.kept import all_kept
from tests.training import Log, done, event, measured, started

FOREVER = 1e12


def mover_over(database: Database) -> Mover:
    accounts = FirestoreAccounts(database, AccountCache(lambda: 0.0), now)
    used = UsedExercises(database, FirestoreCatalogue(database, CatalogueCache()))
    merges = FirestoreMerges(database, accounts)
    return Mover(database, merges, FirestoreLog(database), used)


def proof(anonymous: Person, generation: int = 1) -> Proof:
    return Proof(anonymous.user_id, anonymous.session_id, generation)


@dataclass(frozen=True)
class Two:
    """Somebody who has an account, and somebody who has none yet."""

    database: Database
    ann: Person
    nobody: Person

    @property
    def log(self) -> Log:
        return Log(self.database, self.ann.user_id)

    @property
    def left(self) -> Log:
        return Log(self.database, self.nobody.user_id)

    def begin(self) -> Merging:
        return mover_over(self.database).merges.begin(self.ann.user_id, proof(self.nobody))

    def merge(self) -> Merging:
        self.begin()
        return mover_over(self.database).run(self.nobody.user_id, FOREVER)

    def trains(self, workouts: int = 2, sets: int = 3, device: str = "phone") -> None:
        """Workouts that go on beside each other, with a weighing for each."""
        events: list[Payload] = [started(f"{device}-w{name}") for name in range(workouts)]
        for number in range(sets):
            events += [done(f"s{number}", f"{device}-w{name}") for name in range(workouts)]
        events += [measured(f"{device}-m{name}", weight_kg=80.0) for name in range(workouts)]
        told = [event(number, one, device) for number, one in enumerate(events, 1)]
        assert set(self.left.append(*told, device=device)) == {"ACCEPTED"}

    def has_kept(self, kind: str, *path: str, **about: Any) -> None:
        """A document of this kind below the anonymous person, as the product writes it."""
        (kept,) = [one for one in all_kept() if one.kind == kind]
        data = decoded(kept.message) | about
        self.put(Put(("users", self.nobody.user_id, *path), data))

    def put(self, *writes: Write) -> None:
        self.database.commit(*writes)


def two(database: Database, people: People) -> Two:
    return Two(database, people.free(), people.anonymous())


def decoded(message: Any) -> dict[str, Any]:
    fields = decode_fields(message.fields)
    return {name: value for name, value in fields.items() if name != FIELD}
