"""What the stand-in says next and has been asked: told through its side door."""

from collections import deque
from dataclasses import asdict, dataclass, fields
from threading import Lock
from typing import Any

_MOST_REQUESTS = 1_000


@dataclass(frozen=True)
class Scripted:
    """One answer. The first whose `match` stands in a request is given to it, and is gone."""

    match: str = ""
    """Text somewhere in the body of the request; any request when empty."""
    text: str | None = None
    calls: tuple[dict[str, Any], ...] = ()
    """`{"name", "args"}` each: what the model wants to know."""
    thought: str = ""
    """A part before the answer that is no part of it."""
    finish: str = "STOP"
    """The provider's word: MAX_TOKENS, SAFETY, RECITATION, PROHIBITED_CONTENT, …"""
    block: str = ""
    """The question itself is held back, for this reason: no candidate at all."""
    empty: bool = False
    """A candidate without content."""
    status: int = 0
    """An error instead of an answer: 400, 403, 404, 429, 500, 503."""
    message: str = ""
    retry_after: float = 0.0
    """Seconds, as the details of a 429 have it."""
    delay: float = 0.0
    """Seconds before the first byte."""
    chunk_delay: float = 0.0
    """Seconds before each further piece of a stream."""
    chunks: int = 0
    """Into how many pieces the text of a stream is cut; by its length when 0."""
    breaks_after: int = -1
    """A stream ends with an error after so many pieces; never when negative."""
    hangs: bool = False
    """Nothing is ever said: for ten minutes, that is."""
    raw: Any = None
    """The body of an answer as it is, for what no other field can say."""


@dataclass(frozen=True)
class Weather:
    """What happens to every request, until told otherwise."""

    fail_every: int = 0
    """Every second, third… call of a generating method fails; none when 0."""
    status: int = 503
    delay: float = 0.0
    chunk_delay: float = 0.0


@dataclass
class Asked:
    """A request as it came in."""

    method: str
    """generateContent, streamGenerateContent, embedContent, batchEmbedContents, countTokens."""
    model: str
    body: dict[str, Any]
    headers: dict[str, str]
    outcome: str = "open"
    """answered, refused, or cancelled when the caller hung up in the middle."""


class Script:
    """Threads share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queue: deque[Scripted] = deque()
        self._asked: deque[Asked] = deque(maxlen=_MOST_REQUESTS)
        self._weather, self._turns = Weather(), 0

    def queue(self, told: list[dict[str, Any]]) -> None:
        """Raises `ValueError` for what there is not."""
        made = [_made(Scripted, one) for one in told]
        with self._lock:
            self._queue.extend(made)

    def change_weather(self, told: dict[str, Any]) -> None:
        """Raises `ValueError` for what there is not."""
        self._weather, self._turns = _made(Weather, told), 0

    @property
    def weather(self) -> Weather:
        return self._weather

    def forget(self) -> None:
        with self._lock:
            self._queue.clear()
            self._asked.clear()
        self.change_weather({})

    def received(self, asked: Asked) -> None:
        with self._lock:
            self._asked.append(asked)

    def requests(self) -> list[dict[str, Any]]:
        """The oldest first."""
        with self._lock:
            return [asdict(one) for one in self._asked]

    def left(self) -> int:
        return len(self._queue)

    def next_for(self, text: str) -> Scripted | None:
        """None when nothing was scripted for a request with this body."""
        with self._lock:
            for scripted in self._queue:
                if scripted.match in text:
                    self._queue.remove(scripted)
                    return scripted
            self._turns += 1
            every = self._weather.fail_every
            if every and self._turns % every == 0:
                return Scripted(status=self._weather.status)
            return None


def _made(kind: Any, told: dict[str, Any]) -> Any:
    known = {one.name: one for one in fields(kind)}
    strange = sorted(set(told) - set(known))
    if strange:
        raise ValueError(f"{strange[0]}: one of {', '.join(known)}")
    return kind(**{name: tuple(one) if name == "calls" else one for name, one in told.items()})
