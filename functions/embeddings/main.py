"""Event function `embeddings`: a changed catalogue is what search by meaning knows.

It reads what there is now, so a message that comes twice, late or out of order does no harm.
"""

from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.gemini_embedding import live_embedder
from shared.domain.errors import ModelDown
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.live_inbox import live_reception
from shared.meaning.exercises import ExerciseIndex
from shared.meaning.indexing import Index
from shared.once import once
from shared.store.catalogue import live_catalogue
from shared.store.vectors import live_exercise_vectors


@dataclass(frozen=True)
class Deps:
    exercises: ExerciseIndex


@once
def live_deps() -> Deps:
    index = Index(live_exercise_vectors(), live_embedder())
    return Deps(ExerciseIndex(index, live_catalogue()))


def handle(delivery: Delivery[Deps], changed: ExercisesChanged) -> None:
    try:
        delivery.deps.exercises.settle(changed.organization_id, changed.ids)
    except ModelDown as error:
        if not error.absent:
            raise
        # Search goes by words, then. With a model all is embedded by POST /admin/catalogue/reindex.
        log.event("INFO", "there is no model to embed with")


inbox = Inbox("embeddings", ExercisesChanged, handle, live_deps, live_reception)


@functions_framework.http
def embeddings(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
