"""The function `exercises` searching by meaning, and `embeddings`, which makes that possible."""

from collections.abc import Iterator

import pytest

from functions.embeddings import main as embeddings
from shared.clients.gemini import Gemini
from shared.clients.gemini_embedding import GeminiEmbedder
from shared.domain.coach.model import Embedder
from shared.events.inbox import Inbox
from shared.events.message import Message
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.meaning.exercises import ExerciseIndex
from shared.meaning.indexing import Index
from shared.store.database import Database
from shared.store.vectors import FirestoreVectors
from tests.delivering import Deliveries, reception
from tests.exercising import URL, created, function
from tests.modelled import Modelled, modelled
from tests.people import People
from tests.stocked import catalogue_of, stock
from tests.wire import Client
from tools.seed.catalogue import exercise_id

SOME = ("bench-press", "squat", "standing-calf-raise", "lat-pulldown", "dumbbell-curl", "leg-press")


@pytest.fixture(scope="module")
def house() -> Iterator[Modelled]:
    with modelled() as house:
        yield house


def listening(database: Database, embedder: Embedder) -> Deliveries:
    index = Index(FirestoreVectors(database, "exercise_embeddings"), embedder)
    deps = embeddings.Deps(ExerciseIndex(index, catalogue_of(database)))
    inbox = Inbox("embeddings", ExercisesChanged, embeddings.handle, lambda: deps, reception([]))
    return Deliveries(inbox.answer)


@pytest.fixture
def embedded(database: Database, house: Modelled) -> Database:
    """With some of the catalogue embedded."""
    stock(database)
    changed = ExercisesChanged(ids=tuple(exercise_id(slug) for slug in SOME))
    assert listening(database, house.embedder()).deliver(changed) == 204
    return database


def named(client: Client, query: str) -> list[str]:
    answer = client.get(f"{URL}?{query}")
    assert answer.status == 200, answer.body
    return [one["name"] for one in answer.data]


def test_what_is_meant_is_found_whatever_it_is_called(
    people: People, embedded: Database, house: Modelled
) -> None:
    client = function(people, embedded, stocked=True, embedder=house.embedder())
    words = "search=something+for+my+biceps"
    assert named(client, f"{words}&semantic=true")[0] == "Dumbbell Curl"
    # Filters narrow it as they narrow a search by words.
    legs = named(client, f"{words}&semantic=true&muscle_group=QUADS")
    assert legs
    assert "Dumbbell Curl" not in legs
    # Whose very name was typed stands first, whatever is near.
    assert named(client, "search=lat+pulldown&semantic=true")[0] == "Lat Pulldown"
    page = client.get(f"{URL}?{words}&semantic=true&limit=2&page=2")
    assert (len(page.data), page.meta["total"]) == (2, len(SOME))
    assert named(client, "semantic=true&limit=1") != []


@pytest.mark.parametrize("name", ["text-embedding-004", "gemini-embedding-001"])
def test_where_nobody_can_tell_what_is_meant_it_goes_by_words(
    people: People, embedded: Database, house: Modelled, name: str
) -> None:
    """The model is down; or it is another one, by which nothing is embedded yet."""
    down = Modelled("http://127.0.0.1:9").embedder(name)
    embedder = down if name == "text-embedding-004" else house.embedder(name)
    client = function(people, embedded, stocked=True, embedder=embedder)
    assert named(client, "search=bench+pres&semantic=true")[0] == "Bench Press"
    without = function(people, embedded, stocked=True)
    assert named(without, "search=bench+pres&semantic=true")[0] == "Bench Press"


def test_a_custom_exercise_is_told_of_embedded_and_found_by_its_own_people(
    people: People, embedded: Database, house: Modelled
) -> None:
    told: list[Message] = []
    embedder, ann = house.embedder(), people.pro()
    anyone = function(people, embedded, stocked=True, embedder=embedder, told=told)
    pro, embeds = anyone.signed_in(ann.token), listening(embedded, embedder)
    mine = created(pro, name="Cable Neck Thing", aliases=["skull swing"])

    def tell() -> None:
        for message in told:
            assert embeds.deliver(message) == 204
        told.clear()

    tell()
    asked = "search=skull+swing+with+a+cable&semantic=true"
    assert named(pro, asked)[0] == "Cable Neck Thing"
    assert "Cable Neck Thing" not in named(anyone.signed_in(people.pro().token), asked)
    assert "Cable Neck Thing" not in named(anyone, asked)
    assert pro.delete(f"{URL}/{mine.data['id']}", if_match=mine.etag).status == 204
    tell()
    assert "Cable Neck Thing" not in named(pro, asked)


def test_a_model_that_is_down_is_asked_again_later_and_one_that_is_missing_never(
    database: Database, house: Modelled
) -> None:
    stock(database)
    changed = ExercisesChanged(ids=(exercise_id("squat"),))
    down = Modelled("http://127.0.0.1:9").embedder()
    assert listening(database, down).deliver(changed) == 503
    absent = GeminiEmbedder(Gemini(house.url, lambda: None), "text-embedding-004")
    assert listening(database, absent).deliver(changed) == 204
