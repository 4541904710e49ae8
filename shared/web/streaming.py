"""Answers that are told while they come about, as server-sent events (docs/decisions/0032)."""

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Request, Response

from shared.web import errors
from shared.web.reply import enveloped

Content = TypeVar("Content")

MEDIA_TYPE = "text/event-stream"

Over = Callable[[bytes | None], None]
"""Called once, when nothing more comes: with the whole answer as it was told at the end, or None
when it broke off or the client left."""


@dataclass(frozen=True)
class Stream(Generic[Content]):
    """`pieces` yields texts as they come and the whole, a view, at the end. What it raises before
    its first piece is answered like any refusal. It is closed when the client leaves."""

    pieces: Generator[str | Content, None, None]


class Telling:
    """A stream on its way out: an iterator over events, which a server closes."""

    def __init__(self, stream: Stream[Content], request_id: str) -> None:
        """Raises what the stream raises before its first piece."""
        self._pieces, self._request_id = stream.pieces, request_id
        self._first: list[object] = [next(self._pieces)]
        self._listeners: list[Over] = []
        self._is_over = False

    def when_over(self, listener: Over) -> None:
        self._listeners.append(listener)

    def __iter__(self) -> "Telling":
        return self

    def __next__(self) -> bytes:
        if self._is_over:
            raise StopIteration
        try:
            piece = self._first.pop() if self._first else next(self._pieces)
        except Exception as error:
            self._end(None)
            if isinstance(error, StopIteration):
                raise
            # The status is out already.
            return _event("error", errors.answered(error, self._request_id).get_data())
        if isinstance(piece, str):
            return _event("text", json.dumps({"text": piece}).encode())
        whole = enveloped(piece, self._request_id)
        self._end(whole)
        return _event("answer", whole)

    def close(self) -> None:
        """Whoever tells is told to stop, too."""
        if not self._is_over:
            self._end(None)

    def _end(self, whole: bytes | None) -> None:
        self._is_over = True
        self._pieces.close()
        for listener in self._listeners:
            listener(whole)


def begun(stream: Stream[Content], status: int, request_id: str) -> Response:
    # The header asks a proxy not to wait for more before it hands on what it has.
    headers = {"X-Accel-Buffering": "no"}
    return Response(Telling(stream, request_id), status, headers, mimetype=MEDIA_TYPE)


def telling_of(response: Response) -> Telling | None:
    return response.response if isinstance(response.response, Telling) else None


def is_wanted(request: Request) -> bool:
    """Only who names it gets a stream: whoever takes anything gets JSON."""
    return any(kind == MEDIA_TYPE and quality > 0 for kind, quality in request.accept_mimetypes)


def _event(name: str, data: bytes) -> bytes:
    # JSON has no line breaks of its own.
    return b"event: %b\ndata: %b\n\n" % (name.encode(), data)
