"""The function `exercises` for tests: stocked with the curated catalogue, and drafts to send."""

from dataclasses import dataclass

from functions.exercises import main
from shared.clients.gemini import Gemini
from shared.clients.gemini_embedding import GeminiEmbedder
from shared.domain.coach.model import Embedder
from shared.events.message import Message
from shared.events.noting import Noting
from shared.meaning.finding import ExercisesByMeaning, Question
from shared.store.catalogue import FirestoreCatalogue
from shared.store.database import Database
from shared.store.members import FirestoreMembers
from shared.store.programs import FirestorePrograms
from shared.store.vectors import FirestoreVectors
from tests.people import People, now
from tests.stocked import catalogue_of, stock
from tests.wire import Answer, Client

URL = "/api/v1/exercises"
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"


@dataclass(frozen=True)
class Told:
    """An outbox that keeps what it is given."""

    messages: list[Message]

    def publish(self, topic: str, message: Message, **attributes: str) -> None:
        self.messages.append(message)


def deps_of(
    database: Database,
    catalogue: FirestoreCatalogue,
    embedder: Embedder | None = None,
    told: list[Message] | None = None,
) -> main.Deps:
    """`told`: what it publishes. Without an embedder there is no model."""
    question = Question(embedder or GeminiEmbedder(Gemini("", lambda: None), "none"))
    return main.Deps(
        catalogue=catalogue,
        is_used=FirestorePrograms(database).uses,
        meaning=ExercisesByMeaning(question, FirestoreVectors(database, "exercise_embeddings")),
        noting=Noting(Told([] if told is None else told)),
        role_in=FirestoreMembers(database).role_of,
        now=now,
    )


def function(
    people: People,
    database: Database,
    *,
    stocked: bool = False,
    embedder: Embedder | None = None,
    told: list[Message] | None = None,
) -> Client:
    """One instance, called by nobody in particular. `stocked`: the catalogue is there already."""
    if not stocked:
        stock(database)
    deps = deps_of(database, catalogue_of(database), embedder, told)
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


def draft(**changes: object) -> dict[str, object]:
    return {
        "name": "Ring Curl",
        "equipment": "OTHER",
        "mechanic": "ISOLATION",
        "muscle_contributions": {"ELBOW_FLEXORS": 1, "FOREARMS": 0.25},
        **changes,
    }


def created(client: Client, **changes: object) -> Answer:
    answer = client.post(URL, draft(**changes))
    assert answer.status == 201, answer.body
    return answer
