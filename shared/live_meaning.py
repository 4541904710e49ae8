"""The one place where the search of exercises by meaning is put together from the real things."""

from shared.clients.gemini_embedding import live_embedder
from shared.meaning.finding import ExercisesByMeaning, Question
from shared.once import once
from shared.store.vectors import live_exercise_vectors


@once
def live_question() -> Question:
    return Question(live_embedder())


@once
def live_exercises_by_meaning() -> ExercisesByMeaning:
    return ExercisesByMeaning(live_question(), live_exercise_vectors())
