"""Event function `text_embeddings`: what people write can be found by its meaning, by their coach.

It reads what there is now, so a message that comes twice, late or out of order does no harm.
"""

from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.gemini_embedding import live_embedder
from shared.domain.errors import ModelDown
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.texts_changed import TextsChanged
from shared.live_inbox import live_reception
from shared.live_recalling import live_own_texts
from shared.meaning.indexing import Index
from shared.meaning.texts import TextIndex
from shared.once import once
from shared.store.coach_preferences import live_coach_preferences
from shared.store.vectors import live_text_vectors


@dataclass(frozen=True)
class Deps:
    texts: TextIndex


@once
def live_deps() -> Deps:
    index = Index(live_text_vectors(), live_embedder())
    return Deps(TextIndex(index, live_own_texts(), live_coach_preferences()))


def handle(delivery: Delivery[Deps], changed: TextsChanged) -> None:
    texts, owner = delivery.deps.texts, changed.user_id
    try:
        if changed.source is None:
            texts.settle_all(owner, changed.organization_id)
        else:
            texts.settle(owner, changed.organization_id, changed.source, changed.ids)
    except ModelDown as error:
        if not error.absent:
            raise
        # With a model, the person's next question has all of it embedded.
        log.event("INFO", "there is no model to embed with")


inbox = Inbox("text_embeddings", TextsChanged, handle, live_deps, live_reception)


@functions_framework.http
def text_embeddings(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
