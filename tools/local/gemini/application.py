"""A stand-in for Gemini: the REST interface that google-genai speaks, with a paragraph for every
prompt and real embeddings.

`/v1beta/models/…` is Gemini's. By the side door `/_control` one scripts the next answers (`POST
answers`, a list of `script.Scripted`), changes the weather (`POST weather`), looks at what it was
asked (`GET requests`) and forgets all of it (`DELETE requests`).
"""

import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from flask import Request, Response

from tools.local.gemini.answers import Made, Object
from tools.local.gemini.embedding import DIMENSIONS, MOST_DIMENSIONS, live_embeddings
from tools.local.gemini.script import Asked, Script, Scripted
from tools.local.gemini.wire import (
    MOST_TEXTS,
    Refused,
    answered,
    body_of,
    expect_contents,
    refused,
    said_in,
    text_of,
)

_CALL = re.compile(r"/v1(?:beta)?/models/([A-Za-z0-9._-]+):([A-Za-z]+)\Z")
_EMBEDS = ("embedContent", "batchEmbedContents")
_TALKS = ("generateContent", "streamGenerateContent")
_HANGS_SECONDS = 600


class Gemini:
    """A WSGI application. Threads share it."""

    def __init__(self) -> None:
        self.script = Script()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self.answer(Request(environ))(environ, start_response)

    def answer(self, request: Request) -> Response:
        try:
            if request.path.startswith("/_control/"):
                return self._controlled(request)
            return self._asked(request)
        except Refused as refusal:
            return refused(refusal)

    def _controlled(self, request: Request) -> Response:
        match request.method, request.path.removeprefix("/_control/"):
            case "GET", "requests":
                return answered(self.script.requests())
            case "DELETE", "requests":
                self.script.forget()
            case "POST", "answers":
                _told(self.script.queue, request)
            case "POST", "weather":
                _told(self.script.change_weather, request)
            case _:
                raise Refused(404, "Not Found")
        return answered({"left": self.script.left(), **asdict(self.script.weather)})

    def _asked(self, request: Request) -> Response:
        found = _CALL.match(request.path)
        if request.method != "POST" or found is None:
            raise Refused(404, "Not Found")
        model, method = found.groups()
        body = body_of(request)
        asked = Asked(method, model, body, {name: value for name, value in request.headers.items()})
        self.script.received(asked)
        asked.outcome = "refused"
        if ("embedding" in model) != (method in _EMBEDS) and method != "countTokens":
            told = f"models/{model} is not found for API version v1beta, or is not supported for"
            raise Refused(404, f"{told} {method}.")
        if method in _TALKS:
            return self._talk(asked)
        answer = answered(self._counted(asked))
        asked.outcome = "answered"
        return answer

    def _counted(self, asked: Asked) -> Object:
        match asked.method:
            case "embedContent":
                return {"embedding": _embedded(asked.body)}
            case "batchEmbedContents":
                wanted = asked.body.get("requests") or []
                if not 0 < len(wanted) <= MOST_TEXTS:
                    raise Refused(400, f"at most {MOST_TEXTS} requests can be in one batch")
                return {"embeddings": [_embedded(one) for one in wanted]}
            case "countTokens":
                return {"totalTokens": len(said_in(asked.body)) // 4}
        raise Refused(404, "Not Found")

    def _talk(self, asked: Asked) -> Response:
        expect_contents(asked.body, asked.model)
        weather = self.script.weather
        scripted = self.script.next_for(json.dumps(asked.body, ensure_ascii=False)) or Scripted()
        time.sleep(_HANGS_SECONDS if scripted.hangs else scripted.delay + weather.delay)
        if scripted.status:
            message = scripted.message or "As asked for."
            raise Refused(scripted.status, message, scripted.retry_after)
        made = Made(asked.body, asked.model, scripted)
        if asked.method == "streamGenerateContent":
            pause = scripted.chunk_delay + weather.chunk_delay
            stream = _streamed(made, asked, scripted, pause)
            return Response(stream, content_type="text/event-stream")
        asked.outcome = "answered"
        return answered(made.whole() if scripted.raw is None else scripted.raw)


def _told(tell: Any, request: Request) -> None:
    try:
        tell(json.loads(request.get_data()))
    except (ValueError, TypeError) as error:
        raise Refused(400, str(error)) from None


def _embedded(wanted: Object) -> Object:
    dimensions = wanted.get("outputDimensionality", DIMENSIONS)
    if not 0 < dimensions <= MOST_DIMENSIONS:
        raise Refused(400, f"output_dimensionality must be in the range [1, {MOST_DIMENSIONS}].")
    return {"values": live_embeddings().of(text_of(wanted.get("content")), dimensions)}


def _streamed(made: Made, asked: Asked, scripted: Scripted, pause: float) -> Iterator[bytes]:
    """When the caller hangs up, this is closed before its end."""
    asked.outcome = "cancelled"
    pieces = made.pieces() if scripted.raw is None else iter(scripted.raw)
    for number, piece in enumerate(pieces):
        if number == scripted.breaks_after:
            error = Refused(503, "The model is overloaded. Please try again later.")
            yield _event(error.content())
            asked.outcome = "refused"
            return
        if number:
            time.sleep(pause)
        yield _event(piece)
    asked.outcome = "answered"


def _event(content: object) -> bytes:
    return b"data: " + json.dumps(content).encode() + b"\r\n\r\n"
