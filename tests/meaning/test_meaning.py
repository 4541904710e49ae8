"""Vectors stay true to the texts they are of, and what is meant is found, among one's own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from shared.domain.coach.memory import Memory, MemoryKind
from shared.domain.coach.model import Embedder, Purpose, Vector
from shared.domain.coach.own_texts import OwnText, Source
from shared.domain.errors import ModelDown
from shared.domain.log.events import WorkoutCancelled
from shared.meaning.exercises import EXERCISE, ExerciseIndex
from shared.meaning.finding import ExercisesByMeaning, Question
from shared.meaning.indexing import Index
from shared.meaning.own import OwnTexts
from shared.meaning.recalling import TextsByMeaning
from shared.meaning.texts import TextIndex
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from shared.store.vectors import EVERYONE, FirestoreVectors
from tests.modelled import Modelled, modelled
from tests.stocked import catalogue_of, custom_exercise, stock
from tests.training import Log, done, event, started
from tools.seed.catalogue import exercise_id

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
BENCH = exercise_id("bench-press")
SOME = ("bench-press", "squat", "standing-calf-raise", "lat-pulldown", "dumbbell-curl", "leg-press")


@pytest.fixture(scope="module")
def house() -> Iterator[Modelled]:
    with modelled() as house:
        yield house


@dataclass
class Counted:
    """An embedder that knows what it was asked."""

    inner: Embedder
    embedding_model: str = "text-embedding-004"
    texts: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None

    def embed(self, texts: Sequence[str], purpose: Purpose, seconds: float) -> list[Vector]:
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()
        self.texts += texts
        return self.inner.embed(texts, purpose, seconds)


@pytest.fixture
def embedder(house: Modelled) -> Counted:
    return Counted(house.embedder())


@dataclass
class Mind:
    """What is known by meaning of a database."""

    database: Database
    embedder: Counted
    memories: list[Memory] = field(default_factory=list)

    @property
    def exercise_vectors(self) -> FirestoreVectors:
        return FirestoreVectors(self.database, "exercise_embeddings")

    @property
    def text_vectors(self) -> FirestoreVectors:
        return FirestoreVectors(self.database, "text_embeddings")

    @property
    def exercises(self) -> ExerciseIndex:
        index = Index(self.exercise_vectors, self.embedder)
        return ExerciseIndex(index, catalogue_of(self.database))

    @property
    def own(self) -> OwnTexts:
        return OwnTexts(
            Log(self.database).workouts,
            FirestorePrograms(self.database),
            lambda owner: self.memories if owner == "ann" else [],
            catalogue_of(self.database),
        )

    @property
    def preferences(self) -> FirestoreCoachPreferences:
        return FirestoreCoachPreferences(self.database)

    @property
    def texts(self) -> TextIndex:
        return TextIndex(Index(self.text_vectors, self.embedder), self.own, self.preferences)

    def finds(self, words: str, organization: str | None = None) -> list[str]:
        by_meaning = ExercisesByMeaning(Question(self.embedder), self.exercise_vectors)
        catalogue = catalogue_of(self.database).load(organization)
        found = (catalogue.find(one) for one in by_meaning.find(words, organization))
        return [one.name for one in found if one]

    def recalls(self, words: str, owner: str = "ann") -> list[OwnText]:
        by_meaning = TextsByMeaning(Question(self.embedder), self.text_vectors, self.own)
        return by_meaning.find(words, owner, "ours")


@pytest.fixture
def mind(database: Database, embedder: Counted) -> Mind:
    stock(database)
    return Mind(database, embedder)


def test_an_exercise_is_found_by_what_is_meant(mind: Mind) -> None:
    some = [exercise_id(slug) for slug in SOME]
    mind.exercises.settle(None, some)
    assert "Calf Raise" in mind.finds("something for my calves")[0]
    # What was embedded once is not embedded again.
    mind.embedder.texts.clear()
    mind.exercises.settle(None, some)
    assert mind.embedder.texts == []


def test_another_model_embeds_everything_anew_and_is_never_compared_with_the_first(
    mind: Mind,
) -> None:
    some = [BENCH, exercise_id("squat")]
    mind.exercises.settle(None, some)
    mind.embedder.embedding_model = "gemini-embedding-001"
    assert mind.finds("bench") == []
    mind.exercises.settle(None, some)
    assert set(mind.finds("bench")) == {"Bench Press", "Squat"}


def test_custom_exercises_are_found_by_their_organisation_alone(mind: Mind) -> None:
    catalogue = catalogue_of(mind.database)
    custom = custom_exercise("ours", "our-ring-thing", "Ring Fly")
    catalogue.add(custom)
    mind.exercises.settle("ours", ["our-ring-thing"])
    assert mind.finds("ring fly", "ours") == ["Ring Fly"]
    assert mind.finds("ring fly", "theirs") == []
    assert mind.finds("ring fly") == []


def test_what_is_renamed_is_embedded_again_and_what_is_retired_is_found_no_more(
    mind: Mind,
) -> None:
    catalogue = catalogue_of(mind.database)
    custom = catalogue.add(custom_exercise("ours", "our-ring-thing", "Ring Fly"))
    mind.exercises.settle("ours", [custom.id])
    renamed = catalogue.replace(replace(custom, name="Calf Jumps"))
    mind.exercises.settle("ours", [custom.id])
    assert [text.split(".")[0] for text in mind.embedder.texts] == ["Ring Fly", "Calf Jumps"]
    catalogue.retire(renamed, lambda _: True)
    mind.exercises.settle("ours", [custom.id])
    assert mind.exercise_vectors.kept("ours", EXERCISE) == []
    assert mind.exercise_vectors.kept(EVERYONE, EXERCISE) == []


@pytest.fixture
def noted(mind: Mind) -> Mind:
    """Ann has asked the coach before, and writes notes."""
    log = Log(mind.database)
    log.append(
        event(1, started("w1")),
        event(2, done("s1", "w1", BENCH, notes="my left elbow hurts a bit at the bottom")),
        event(3, done("s2", "w1", exercise_id("squat"))),
        event(4, started("w2")),
        event(5, done("s3", "w2", exercise_id("squat"), notes="slept badly, legs are slow")),
    )
    mind.memories.append(
        Memory("m1", "I train at six in the morning", MemoryKind.SCHEDULE, NOW, NOW)
    )
    mind.preferences.mark_embedded("ann", "text-embedding-004")
    mind.texts.settle("ann", "ours", Source.WORKOUT, ["w1", "w2"])
    mind.texts.settle("ann", "ours", Source.MEMORY, ["m1"])
    return mind


def test_a_note_is_found_by_what_is_meant_and_told_with_its_place(noted: Mind) -> None:
    found = noted.recalls("elbow trouble when pressing")[0]
    assert (found.source, found.source_id, found.place) == (Source.WORKOUT, "w1", BENCH)
    assert (found.about, found.text) == ("Bench Press", "my left elbow hurts a bit at the bottom")
    assert noted.recalls("when do I train in the morning?")[0].source_id == "m1"


def test_the_words_of_somebody_else_find_nothing_of_theirs(noted: Mind) -> None:
    theirs = "Bench Press: my left elbow hurts a bit at the bottom"
    assert noted.recalls(theirs, "bob") == []


def test_what_was_deleted_is_found_no_more_even_before_anybody_is_told(noted: Mind) -> None:
    Log(noted.database).append(event(6, WorkoutCancelled("w1")))
    noted.memories.clear()
    assert {one.source_id for one in noted.recalls("elbow in the morning")} == {"w2"}
    noted.texts.settle("ann", "ours", Source.WORKOUT, ["w1"])
    noted.texts.settle("ann", "ours", Source.MEMORY, ["m1"])
    assert {one.spot.of for one in noted.text_vectors.kept("ann", Source.WORKOUT)} == {"w2"}
    assert noted.text_vectors.kept("ann", Source.MEMORY) == []


def test_what_changes_while_it_is_embedded_is_embedded_again(noted: Mind) -> None:
    newer = Memory("m1", "I train in the evening", MemoryKind.SCHEDULE, NOW, NOW)

    def changes() -> None:
        noted.memories[:] = [newer]

    noted.memories[:] = [replace(newer, text="I train at noon")]
    noted.embedder.meanwhile = changes
    noted.texts.settle("ann", "ours", Source.MEMORY, ["m1"])
    assert noted.embedder.texts[-2:] == ["I train at noon", "I train in the evening"]


def test_of_somebody_who_never_asked_the_coach_nothing_is_embedded(mind: Mind) -> None:
    Log(mind.database).append(
        event(1, started("w1")), event(2, done("s1", "w1", BENCH, notes="elbow hurts"))
    )
    mind.texts.settle("ann", "ours", Source.WORKOUT, ["w1"])
    assert mind.embedder.texts == []


def test_with_the_first_question_everything_written_so_far_is_embedded(mind: Mind) -> None:
    Log(mind.database).append(
        event(1, started("w1")), event(2, done("s1", "w1", BENCH, notes="elbow hurts"))
    )
    mind.memories.append(Memory("m1", "I have no barbell", MemoryKind.EQUIPMENT, NOW, NOW))
    mind.texts.settle_all("ann", "ours")
    assert sorted(mind.embedder.texts) == ["Bench Press: elbow hurts", "I have no barbell"]
    assert mind.preferences.of("ann").embedded_with == "text-embedding-004"


def test_a_message_that_names_nothing_takes_nothing_away(noted: Mind) -> None:
    noted.texts.settle("ann", "ours", Source.WORKOUT, [])
    assert len(noted.text_vectors.kept("ann", Source.WORKOUT)) == 2


def test_a_question_asked_twice_is_embedded_once(noted: Mind) -> None:
    question = Question(noted.embedder)
    noted.embedder.texts.clear()
    assert question.vector("Elbow  pain") == question.vector("elbow pain ")
    assert noted.embedder.texts == ["elbow pain"]


def test_without_a_model_nobody_pretends_to_have_found_nothing(mind: Mind) -> None:
    down = Modelled("http://127.0.0.1:9").embedder()
    by_meaning = ExercisesByMeaning(Question(down), mind.exercise_vectors)
    with pytest.raises(ModelDown):
        by_meaning.find("calves", None)
