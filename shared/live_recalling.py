"""The one place where the search of one's own texts is put together from the real things."""

from shared.live_meaning import live_question
from shared.meaning.own import OwnTexts
from shared.meaning.recalling import TextsByMeaning
from shared.once import once
from shared.store.catalogue import live_catalogue
from shared.store.coach_memory import live_coach_memory
from shared.store.programs import live_programs
from shared.store.vectors import live_text_vectors
from shared.store.workouts import live_workouts


@once
def live_own_texts() -> OwnTexts:
    return OwnTexts(live_workouts(), live_programs(), live_coach_memory().all, live_catalogue())


@once
def live_texts_by_meaning() -> TextsByMeaning:
    return TextsByMeaning(live_question(), live_text_vectors(), live_own_texts())
