"""The functions that read and write files of people, as instances over real Firestore and Storage.
What they publish is delivered when a test says so: in the cloud nobody knows when it comes."""

from dataclasses import dataclass, field
from typing import Any

import requests

from functions.export_runs import main as export_runs
from functions.exports import main as exports
from functions.import_runs import main as import_runs
from functions.imports import main as imports
from functions.imports.steps import Deps as ImportDeps
from functions.sync import main as sync
from functions.sync.steps import Deps as SyncDeps
from shared.clients.storage import Storage, connect
from shared.domain.limits import PROFILES
from shared.events.inbox import Delivery
from shared.events.message import Message
from shared.events.messages.export_requested import ExportRequested
from shared.events.messages.import_requested import ImportRequested
from shared.imports.runs import Runs
from shared.store.database import Database
from shared.store.exports import FirestoreExports
from shared.store.imports import FirestoreImports
from shared.store.limits import FirestoreLimits
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.own_data.files import FirestoreOwnData
from shared.store.workouts import FirestoreWorkouts
from tests.people import People, Person, now
from tests.stocked import catalogue_of, stock
from tests.wire import Answer, Client
from tools.local.buckets import ensure_buckets
from tools.local.testing import StartedEmulators

IMPORTS, EXPORTS = "/api/v1/imports", "/api/v1/exports"


@dataclass
class Held:
    """An outbox whose messages wait to be delivered."""

    messages: list[Message] = field(default_factory=list)

    def publish(self, topic: str, message: Message, **attributes: str) -> None:
        self.messages.append(message)


@dataclass
class House:
    database: Database
    people: People
    bucket: str
    seconds: float = 60.0
    outbox: Held = field(default_factory=Held)

    def __post_init__(self) -> None:
        self.storage: Storage = connect("tests")
        self.log = FirestoreLog(self.database)
        catalogue = catalogue_of(self.database)
        self.runs = Runs(
            FirestoreImports(self.database), self.log, catalogue, self.storage, self.bucket, now
        )
        limits, rates, accounts = (
            FirestoreLimits(self.database, now), PROFILES["local"], self.people.accounts,
        )  # fmt: skip
        post: Any = self.outbox
        held = FirestoreExports(self.database)
        self.import_deps = ImportDeps(self.runs, accounts, limits, rates, post, now)
        self._deps: dict[Any, Any] = {
            imports: self.import_deps,
            exports: exports.Deps(
                held, accounts, self.storage, self.bucket, post, limits, rates, now
            ),
            sync: SyncDeps(
                self.log,
                FirestoreWorkouts(self.database),
                FirestoreMeasurements(self.database),
                now,
            ),
        }
        self._writing = export_runs.Deps(
            held, FirestoreOwnData(self.database), catalogue, self.storage, self.bucket, now
        )

    def deliver(self, *, again: bool = False) -> None:
        """All that waits, and what that publishes. `again`: each twice, as Pub/Sub may."""
        while self.outbox.messages:
            message = self.outbox.messages.pop(0)
            for _ in range(2 if again else 1):
                self.handle(message)

    def handle(self, message: Message) -> None:
        if isinstance(message, ImportRequested):
            deps = import_runs.Deps(self.runs, self.outbox, self.seconds)
            import_runs.handle(Delivery(deps, "m", {}), message)
        elif isinstance(message, ExportRequested):
            export_runs.handle(Delivery(self._writing, "m", {}), message)

    def member(self, person: Person | None = None) -> "Member":
        person = person or self.people.free()
        gate = self.people.gate()

        def client(function: Any) -> Client:
            deps = self._deps[function]
            return Client(function.endpoint.bound(lambda: gate, lambda: deps).answer, person.token)

        return Member(self, person, client(imports), client(exports), client(sync))


def stocked_house(database: Database, people: People, emulators: StartedEmulators) -> House:
    assert emulators.storage
    ensure_buckets("tests", "tests")
    stock(database)
    return House(database, people, "tests")


@dataclass(frozen=True)
class Member:
    house: House
    person: Person
    imports: Client
    exports: Client
    sync: Client

    def brings(self, source: str, csv: str, **more: object) -> Any:
        """An import that has been read."""
        answer = self.imports.post(IMPORTS, {"source": source, "csv": csv, **more})
        assert answer.status == 202, answer.body
        self.house.deliver()
        return self.shows(answer.data["id"])

    def shows(self, import_id: str) -> Any:
        return self.imports.get(f"{IMPORTS}/{import_id}").data

    def commits(self, import_id: str) -> Any:
        answer = self.imports.post(f"{IMPORTS}/{import_id}/commit")
        assert answer.status == 202, answer.body
        self.house.deliver()
        return self.shows(import_id)

    def undoes(self, import_id: str) -> Any:
        assert self.imports.delete(f"{IMPORTS}/{import_id}").status == 204
        self.house.deliver()
        return self.shows(import_id)

    def maps(self, import_id: str, mapping: dict[str, str | None]) -> Answer:
        return self.imports.put(f"{IMPORTS}/{import_id}/mapping", {"mapping": mapping})

    def fetches(self, kind: str, **days: str) -> str:
        """The text of an export."""
        answer = self.exports.post(EXPORTS, {"kind": kind, **days})
        assert answer.status == 202, answer.body
        self.house.deliver()
        shown = self.exports.get(f"{EXPORTS}/{answer.data['id']}").data
        assert shown["status"] == "READY"
        fetched = requests.get(shown["url"], timeout=10)
        assert len(fetched.content) == shown["size_bytes"]
        return fetched.content.decode()

    def log(self) -> Any:
        """Everything that is in it, in an order that does not depend on when it came."""
        parts: list[Any] = []
        cursor = ""
        while True:
            answer = self.sync.get(f"/api/v1/sync/snapshot?limit=100{cursor}")
            parts += answer.data["workouts"] + answer.data["measurements"]
            if not answer.meta["has_more"]:
                return sorted(parts, key=lambda one: str(one["id"]))
            cursor = f"&cursor={answer.meta['next_cursor']}"
