"""Gemini, asked through google-genai: one client a key, every call with its deadline, and whatever
goes wrong as `ModelDown`.

The library is loaded by the first call: it takes half a second, which no cold start waits for.
"""

import math
import random
import re
import time
from collections.abc import Callable, Generator
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from shared import log
from shared.clients.secrets import live_secrets
from shared.domain.errors import ModelDown, Unavailable
from shared.once import once
from shared.settings import GeminiApi, load

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import HttpOptions

Told = TypeVar("Told")

SECRET = "gemini-api-key"  # noqa: S105 (its name)
_VERSION = "v1beta"
"""Has all that newer models can do; the library would take v1."""
_TRIES = 3
_PAUSE_SECONDS = 0.3
_WORTH_A_TRY_SECONDS = 1.0
_LEAST_SERVER_SECONDS = 10
"""The API refuses to be told of a shorter deadline; ours is kept on this side."""
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_SAFE_ADDRESS = re.compile(r"https://|http://(127\.0\.0\.1|localhost)[:/]")
_WORD = re.compile(r"[A-Z_]{1,64}\Z")


class Gemini:
    """The way to the provider. Threads may share it."""

    def __init__(self, url: str, key: Callable[[], str | None]) -> None:
        """`url` may be empty and `key` may find None: then there is no model."""
        self._url, self._key = url, key
        self._lock = Lock()
        self._made: tuple[str, Client] | None = None
        if url and not _SAFE_ADDRESS.match(url):
            raise ValueError("a key is sent over https alone")

    def ask(self, seconds: float, question: "Callable[[Client, HttpOptions], Told]") -> Told:
        """What `question` comes to. Asked up to three times while `seconds` last, when what went
        wrong may pass. Raises `ModelDown`."""
        until = time.monotonic() + seconds
        client = self._client()
        for turn in range(1, _TRIES + 1):
            left = until - time.monotonic()
            try:
                return question(client, _options(left))
            except Exception as error:
                left = until - time.monotonic()
                if turn == _TRIES or left < _WORTH_A_TRY_SECONDS or not _may_pass(error):
                    raise _down(error, turn) from error
                # Full jitter: whoever was turned away together does not come back together.
                time.sleep(random.uniform(0, _PAUSE_SECONDS * 2**turn))  # noqa: S311
        raise AssertionError("the last try returns or raises")

    def follow(
        self, pieces: Generator[Told, None, None], until: float
    ) -> Generator[Told, None, None]:
        """The rest of a stream that `ask` has opened, up to the moment `until`. Raises `ModelDown`
        when it breaks; closing it ends the request."""
        try:
            for piece in pieces:
                yield piece
                if time.monotonic() > until:
                    raise TimeoutError
        except Exception as error:
            raise _down(error, 1) from error
        finally:
            pieces.close()

    def _client(self) -> "Client":
        key = self._key_or_none()
        if key is None:
            raise ModelDown(absent=True)
        with self._lock:
            if self._made is None or self._made[0] != key:
                self._made = key, _connect(self._url, key)
            return self._made[1]

    def _key_or_none(self) -> str | None:
        if not self._url:
            return None
        try:
            return self._key()
        except Unavailable as error:
            raise ModelDown from error


def _connect(url: str, key: str) -> "Client":
    from google.genai import Client
    from google.genai.types import HttpOptions

    # A proxy or a .netrc of the machine would see the key. Vertex AI is another service, which
    # the environment could turn on.
    options = HttpOptions(base_url=url, api_version=_VERSION, client_args={"trust_env": False})
    return Client(vertexai=False, api_key=key, http_options=options)


def _options(seconds: float) -> "HttpOptions":
    from google.genai.types import HttpOptions

    told = max(_LEAST_SERVER_SECONDS, math.ceil(seconds))
    return HttpOptions(
        timeout=max(1, round(seconds * 1000)), headers={"X-Server-Timeout": str(told)}
    )


def _may_pass(error: Exception) -> bool:
    from google.genai.errors import APIError

    if isinstance(error, APIError):
        return error.code in _PASSING
    # The library of its HTTP has two names. A timeout has used up the time anyway.
    return type(error).__module__.startswith("httpx")


def _down(error: Exception, tries: int) -> ModelDown:
    from google.genai.errors import APIError

    if isinstance(error, ModelDown):
        return error
    if isinstance(error, APIError):
        word = error.status if _WORD.match(str(error.status)) else ""
        # What does not pass is ours to mend: the key, the name of a model, what we ask.
        severity = "WARNING" if error.code in _PASSING else "ERROR"
        log.event(severity, "the model refused", status=error.code, reason=word, tries=tries)
    else:
        log.event("WARNING", "the model did not answer", kind=type(error).__name__, tries=tries)
    return ModelDown()


@once
def live_gemini() -> Gemini:
    secrets = live_secrets()

    def newest_key() -> str | None:
        payload = secrets.newest(SECRET)
        return None if payload is None else payload.decode().strip() or None

    return Gemini(load(GeminiApi).gemini_api_url, newest_key)
