"""Texts as vectors, by Gemini: whichever model makes them, they are of one size and one length."""

import math
from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING

from shared import log
from shared.clients.gemini import Gemini, live_gemini
from shared.domain.coach.model import DIMENSIONS, Purpose, Vector
from shared.domain.errors import ModelDown
from shared.once import once
from shared.settings import Embeddings, load

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import EmbedContentConfig, EmbedContentResponse, HttpOptions

    _Question = Callable[[Client, HttpOptions], EmbedContentResponse]

MOST_TEXTS = 100
"""In one call: the provider takes no more."""
_TASKS = {Purpose.QUERY: "RETRIEVAL_QUERY", Purpose.DOCUMENT: "RETRIEVAL_DOCUMENT"}


class GeminiEmbedder:
    """Threads may share it."""

    def __init__(self, gemini: Gemini, model: str) -> None:
        self._gemini, self._model = gemini, model
        self._knows_no_tasks = Event()

    @property
    def embedding_model(self) -> str:
        return self._model

    def embed(self, texts: Sequence[str], purpose: Purpose, seconds: float) -> list[Vector]:
        """At most `MOST_TEXTS`, none of them blank."""
        from google.genai.types import Content, Part

        # Bare texts would be taken for the parts of one by some models.
        contents = [Content(role="user", parts=[Part(text=text)]) for text in texts]

        def question(client: "Client", options: "HttpOptions") -> "EmbedContentResponse":
            return client.models.embed_content(
                model=self._model,
                contents=contents,
                config=self._config(purpose, options),
            )

        answer = self._gemini.ask(seconds, lambda *given: self._asked(question, *given))
        found = [tuple(one.values or ()) for one in answer.embeddings or ()]
        if len(found) != len(texts) or not all(map(any, found)):
            log.event("ERROR", "the model embedded something else", asked=len(texts))
            raise ModelDown
        return [_of_one_size(vector) for vector in found]

    def _asked(
        self,
        question: "_Question",
        client: "Client",
        options: "HttpOptions",
    ) -> "EmbedContentResponse":
        """There are models that refuse to be told what a text is for, and of what size its vector
        should be. They are asked again, without."""
        from google.genai.errors import ClientError

        try:
            return question(client, options)
        except ClientError as error:
            if error.code != 400 or self._knows_no_tasks.is_set():
                raise
            self._knows_no_tasks.set()
            try:
                return question(client, options)
            except ClientError:
                # It was not that.
                self._knows_no_tasks.clear()
                raise

    def _config(self, purpose: Purpose, options: "HttpOptions") -> "EmbedContentConfig":
        from google.genai.types import EmbedContentConfig

        if self._knows_no_tasks.is_set():
            return EmbedContentConfig(http_options=options)
        return EmbedContentConfig(
            http_options=options, task_type=_TASKS[purpose], output_dimensionality=DIMENSIONS
        )


def _of_one_size(vector: Vector) -> Vector:
    """Models that make longer ones put what matters to the front, and say that the rest may be cut
    off; zeros at the end of shorter ones change no angle."""
    cut = vector[:DIMENSIONS]
    length = math.sqrt(sum(value * value for value in cut)) or 1.0
    zeros = (0.0,) * (DIMENSIONS - len(cut))
    return tuple(value / length for value in cut) + zeros


@once
def live_embedder() -> GeminiEmbedder:
    return GeminiEmbedder(live_gemini(), load(Embeddings).embedding_model)
