"""What people write is told of when it changes, and `text_embeddings` hears of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from functions.programs import main as programs
from functions.programs import steps as program_steps
from functions.sync import main as sync
from functions.sync.steps import Deps as SyncDeps
from functions.text_embeddings import main as text_embeddings
from shared.clients.gemini import Gemini
from shared.clients.gemini_embedding import GeminiEmbedder
from shared.domain.coach.model import Embedder
from shared.domain.coach.own_texts import Source
from shared.domain.errors import Unavailable
from shared.events.inbox import Inbox
from shared.events.message import Message
from shared.events.messages.texts_changed import TextsChanged
from shared.events.noting import Noting
from shared.meaning.indexing import Index
from shared.meaning.own import OwnTexts
from shared.meaning.texts import TextIndex
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.programs import FirestorePrograms
from shared.store.vectors import FirestoreVectors
from shared.store.workouts import FirestoreWorkouts
from tests.delivering import Deliveries, reception
from tests.exercising import Told
from tests.functions.training import kg, workouts_client, workouts_deps
from tests.logged import set_done, started
from tests.modelled import Modelled, modelled
from tests.people import People, Person, now
from tests.stocked import catalogue_of, draft
from tests.wire import Client
from tools.seed.catalogue import exercise_id

BENCH = exercise_id("bench-press")
WORKOUTS, PROGRAMS, EVENTS = "/api/v1/workouts", "/api/v1/programs", "/api/v1/sync/events"


@pytest.fixture
def ann(people: People) -> Person:
    return people.pro()


@pytest.fixture
def told() -> list[Message]:
    return []


@pytest.fixture
def noting(told: list[Message]) -> Noting:
    return Noting(Told(told))


@pytest.fixture
def workouts(people: People, database: Database, ann: Person, noting: Noting) -> Client:
    deps = replace(workouts_deps(database), noting=noting)
    return workouts_client(people.gate(), deps, ann)


def taken(told: list[Message]) -> list[tuple[Source | None, tuple[str, ...]]]:
    found = [(one.source, one.ids) for one in told if isinstance(one, TextsChanged)]
    told.clear()
    return found


def test_a_workout_is_told_of_when_its_notes_change_and_else_not(
    workouts: Client, ann: Person, told: list[Message]
) -> None:
    workout_id = workouts.post(WORKOUTS, {"name": "Push"}).data["id"]
    one = f"{WORKOUTS}/{workout_id}"
    bench = f"{one}/exercise-executions/{BENCH}"
    workouts.put(bench, {"sets": [{"reps": 8, "load": kg(80)}]})
    assert taken(told) == []
    workouts.patch(bench, {"notes": "elbows in"})
    (message,) = told
    assert isinstance(message, TextsChanged)
    assert (message.user_id, message.organization_id) == (ann.user_id, ann.organization_id)
    assert taken(told) == [(Source.WORKOUT, (workout_id,))]
    workouts.patch(bench, {"notes": "elbows in"})
    workouts.post(f"{bench}/sets", {"reps": 8, "load": kg(80)})
    assert taken(told) == []
    workouts.delete(one)
    assert taken(told) == [(Source.WORKOUT, (workout_id,))]


def test_an_upload_tells_once_of_all_workouts_with_notes(
    people: People, database: Database, ann: Person, noting: Noting, told: list[Message]
) -> None:
    log = FirestoreLog(database)
    deps = SyncDeps(log, FirestoreWorkouts(database), FirestoreMeasurements(database), now, noting)
    gate = people.gate()
    client = Client(sync.endpoint.bound(lambda: gate, lambda: deps).answer, ann.token)
    events = [
        started(1, "w1"),
        set_done(2, "s1", "w1", notes="elbow"),
        started(3, "w2"),
        set_done(4, "s2", "w2"),
        started(5, "w3"),
        set_done(6, "s3", "w3", notes="slow"),
    ]
    for _ in range(2):
        answer = client.post(EVENTS, {"device_id": "phone", "events": events})
        assert answer.status == 200, answer.body
    # What came again was known, and nothing changed by it.
    assert taken(told) == [(Source.WORKOUT, ("w1", "w3"))]


def test_a_program_is_told_of_when_its_words_change_and_else_not(
    people: People, database: Database, ann: Person, noting: Noting, told: list[Message]
) -> None:
    workouts_deps(database)
    deps = program_steps.Deps(
        FirestorePrograms(database), catalogue_of(database), now, noting=noting
    )
    gate = people.gate()
    client = Client(programs.endpoint.bound(lambda: gate, lambda: deps).answer, ann.token)
    made = client.post(PROGRAMS, draft())
    one = f"{PROGRAMS}/{made.data['id']}"
    assert taken(told) == []
    described = client.patch(one, {"description": "For a bad shoulder"}, if_match=made.etag)
    assert taken(told) == [(Source.PROGRAM, (made.data["id"],))]
    longer = client.patch(one, {"duration_weeks": 9}, if_match=described.etag)
    assert taken(told) == []
    assert client.delete(one, if_match=longer.etag).status == 204
    assert taken(told) == [(Source.PROGRAM, (made.data["id"],))]


def test_a_message_that_is_lost_loses_no_note(
    people: People, database: Database, ann: Person
) -> None:
    class Down:
        def publish(self, topic: str, message: Message, **attributes: str) -> None:
            raise Unavailable

    deps = replace(workouts_deps(database), noting=Noting(Down()))
    client = workouts_client(people.gate(), deps, ann)
    workout_id = client.post(WORKOUTS, {}).data["id"]
    answer = client.patch(f"{WORKOUTS}/{workout_id}", {"notes": "Tired"})
    assert (answer.status, answer.data["notes"]) == (200, "Tired")


@pytest.fixture(scope="module")
def house() -> Iterator[Modelled]:
    with modelled() as house:
        yield house


def listening(database: Database, embedder: Embedder) -> Deliveries:
    own = OwnTexts(
        FirestoreWorkouts(database),
        FirestorePrograms(database),
        lambda _: (),
        catalogue_of(database),
    )
    index = Index(FirestoreVectors(database, "text_embeddings"), embedder)
    deps = text_embeddings.Deps(TextIndex(index, own, FirestoreCoachPreferences(database)))
    inbox = Inbox(
        "text_embeddings", TextsChanged, text_embeddings.handle, lambda: deps, reception([])
    )
    return Deliveries(inbox.answer)


def test_notes_are_embedded_from_the_first_question_on(
    workouts: Client, database: Database, ann: Person, told: list[Message], house: Modelled
) -> None:
    vectors, embeds = (
        FirestoreVectors(database, "text_embeddings"),
        listening(database, house.embedder()),
    )

    def embedded() -> int:
        for message in told:
            assert embeds.deliver(message) == 204
        told.clear()
        return len(vectors.kept(ann.user_id, Source.WORKOUT))

    workout_id = workouts.post(WORKOUTS, {}).data["id"]
    workouts.patch(f"{WORKOUTS}/{workout_id}", {"notes": "Tired"})
    assert embedded() == 0
    everything = TextsChanged(user_id=ann.user_id, organization_id=ann.organization_id)
    assert [embeds.deliver(everything) for _ in range(2)] == [204, 204]
    assert embedded() == 1
    bench = f"{WORKOUTS}/{workout_id}/exercise-executions/{BENCH}"
    workouts.put(bench, {"sets": [{"reps": 8, "load": kg(80), "notes": "elbow"}]})
    assert embedded() == 2
    of_all = TextsChanged(
        user_id=ann.user_id, organization_id=ann.organization_id, source=Source.WORKOUT
    )
    workouts.delete(f"{WORKOUTS}/{workout_id}")
    told[:] = [of_all]
    assert embedded() == 0


def test_a_model_that_is_down_is_asked_again_later_and_one_that_is_missing_never(
    workouts: Client, database: Database, ann: Person, house: Modelled
) -> None:
    workout_id = workouts.post(WORKOUTS, {}).data["id"]
    workouts.patch(f"{WORKOUTS}/{workout_id}", {"notes": "Tired"})
    everything = TextsChanged(user_id=ann.user_id, organization_id=ann.organization_id)
    down = Modelled("http://127.0.0.1:9").embedder()
    assert listening(database, down).deliver(everything) == 503
    absent = GeminiEmbedder(Gemini(house.url, lambda: None), "text-embedding-004")
    assert listening(database, absent).deliver(everything) == 204
