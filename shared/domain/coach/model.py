"""A language model as the coach sees it: what it is asked, what it answers, how it fails."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

Vector = tuple[float, ...]
"""An embedding, of length one. Those of one model stand in one space."""
DIMENSIONS = 768
"""Of every vector that is kept: the indexes of Firestore are made for one size."""


class Role(StrEnum):
    USER = "USER"
    MODEL = "MODEL"


class Size(StrEnum):
    """Which of the configured models answers."""

    FULL = "FULL"
    QUICK = "QUICK"


class Finish(StrEnum):
    DONE = "DONE"
    TOO_LONG = "TOO_LONG"
    """It stands in the middle of a sentence: the bound on tokens was met."""
    BLOCKED = "BLOCKED"
    """The provider held the question or the answer back. There may be a beginning of a text."""
    EMPTY = "EMPTY"
    """Neither a text nor a call."""


class Purpose(StrEnum):
    """What a text is embedded for: some models place a question and its answer differently."""

    QUERY = "QUERY"
    DOCUMENT = "DOCUMENT"


@dataclass(frozen=True, slots=True)
class Turn:
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ToolSpec:
    name: str
    """Letters, digits and underscores, at most 64."""
    description: str
    parameters: Mapping[str, Any]
    """JSON schema of an object; empty for a tool without arguments."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What the model wants to know. Its arguments are as untrusted as any body of a request."""

    name: str
    arguments: Mapping[str, Any]
    id: str = ""
    """The model's own mark of the call, where it has one."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    call: ToolCall
    content: Mapping[str, Any]
    """What JSON can hold."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """As the provider counts and bills them. What a model thinks to itself is `sent_out`, too."""

    taken_in: int = 0
    sent_out: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.taken_in + other.taken_in, self.sent_out + other.sent_out)

    def __sub__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.taken_in - other.taken_in, self.sent_out - other.sent_out)


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    calls: tuple[ToolCall, ...] = ()
    """When there are any, the answer is not done: they are carried out and come back as a
    `Step`."""
    finish: Finish = Finish.DONE
    tokens: Tokens = Tokens()
    raw: Any = field(default=None, compare=False, repr=False)
    """The model's turn in the provider's own form, which goes back unread: it may hold thoughts
    and signatures without which the provider refuses what follows."""


@dataclass(frozen=True, slots=True)
class Step:
    """The model asked for tools within this very answer, and this is what they said."""

    asked: Answer
    results: tuple[ToolResult, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    system: str
    turns: tuple[Turn, ...]
    """The oldest first; the last is the person's."""
    steps: tuple[Step, ...] = ()
    """Since the last turn, in order."""
    tools: tuple[ToolSpec, ...] = ()
    max_output_tokens: int = 1024
    temperature: float = 0.4
    size: Size = Size.FULL


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a stream: more text, or, once and at the end, the whole answer."""

    text: str = ""
    answer: Answer | None = None


class Model(Protocol):
    """Every call raises `ModelDown` when nothing can be had within `seconds`, tries included: the
    model hangs, breaks, is overrun, refuses our key, or is not configured (`absent`)."""

    def answer(self, prompt: Prompt, seconds: float) -> Answer:
        """One turn of the model. What is blocked, empty or cut is an answer that says so."""

    def stream(self, prompt: Prompt, seconds: float) -> Generator[Piece, None, None]:
        """The same, piece by piece. Nothing is asked before the first `next`; closing the
        generator ends the request. It is tried again only before the first piece."""


class Embedder(Protocol):
    @property
    def embedding_model(self) -> str:
        """Names the space of the vectors: those of two models are never compared."""

    def embed(self, texts: Sequence[str], purpose: Purpose, seconds: float) -> list[Vector]:
        """One for each text, in order. Raises `ModelDown`."""
