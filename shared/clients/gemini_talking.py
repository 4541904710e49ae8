"""The coach's model, which is Gemini: one turn of it, whole or as it comes."""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from shared.clients.gemini import Gemini, live_gemini
from shared.clients.gemini_reading import Reading
from shared.clients.gemini_saying import contents_of, tools_of
from shared.domain.coach.model import Answer, Piece, Prompt, Size
from shared.once import once
from shared.settings import CoachModels, load

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import GenerateContentConfig, GenerateContentResponse, HttpOptions

_SILENCE = 0.5
"""Of all the time there is: for how long a stream may say nothing."""


class GeminiModel:
    """Threads may share it."""

    def __init__(self, gemini: Gemini, models: CoachModels) -> None:
        self._gemini, self._thinking = gemini, models.coach_thinking_tokens
        self._names = {Size.FULL: models.coach_model, Size.QUICK: models.coach_quick_model}

    def name(self, size: Size) -> str:
        """Of the model that answers prompts of this size: prices hang on it."""
        return self._names[size]

    def answer(self, prompt: Prompt, seconds: float) -> Answer:
        contents = contents_of(prompt)

        def question(client: "Client", options: "HttpOptions") -> "GenerateContentResponse":
            return client.models.generate_content(
                model=self._names[prompt.size],
                contents=contents,
                config=self._config(prompt, options),
            )

        reading = Reading()
        reading.take(self._gemini.ask(seconds, question))
        return reading.answer()

    def stream(self, prompt: Prompt, seconds: float) -> Generator[Piece, None, None]:
        until, contents = time.monotonic() + seconds, contents_of(prompt)

        def question(client: "Client", options: "HttpOptions") -> _Opened:
            options.timeout = max(1, round((options.timeout or 0) * _SILENCE))
            pieces = client.models.generate_content_stream(
                model=self._names[prompt.size],
                contents=contents,
                config=self._config(prompt, options),
            )
            # The library asks when the first piece is wanted.
            return _Opened(list(_first(pieces)), pieces)  # type: ignore[arg-type]

        opened, reading = self._gemini.ask(seconds, question), Reading()
        following = self._gemini.follow(opened.rest, until)
        try:
            for response in chain(opened.first, following):
                text = reading.take(response)
                if text:
                    yield Piece(text)
        finally:
            following.close()
            opened.rest.close()
        yield Piece(answer=reading.answer())

    def _config(self, prompt: Prompt, options: "HttpOptions") -> "GenerateContentConfig":
        from google.genai.types import AutomaticFunctionCallingConfig, GenerateContentConfig

        return GenerateContentConfig(
            http_options=options,
            system_instruction=prompt.system,
            temperature=prompt.temperature,
            max_output_tokens=prompt.max_output_tokens + self._thinking,
            tools=tools_of(prompt),  # type: ignore[arg-type]
            automatic_function_calling=AutomaticFunctionCallingConfig(disable=True),
            automatic_continuation=False,
        )


@dataclass(frozen=True)
class _Opened:
    first: "list[GenerateContentResponse]"
    rest: "Generator[GenerateContentResponse, None, None]"


def _first(pieces: "Iterator[GenerateContentResponse]") -> "Iterator[GenerateContentResponse]":
    """One, or none."""
    for piece in pieces:
        yield piece
        return


@once
def live_model() -> GeminiModel:
    return GeminiModel(live_gemini(), load(CoachModels))
