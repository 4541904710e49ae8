"""Answers of Gemini, read: as a whole or from the pieces of a stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.coach.model import Answer, Finish, Tokens, ToolCall

if TYPE_CHECKING:
    from google.genai.types import Candidate, GenerateContentResponse, Part

_STUMBLED = frozenset(
    {
        "MALFORMED_FUNCTION_CALL",
        "UNEXPECTED_TOOL_CALL",
        "TOO_MANY_TOOL_CALLS",
        "MISSING_THOUGHT_SIGNATURE",
        "MALFORMED_RESPONSE",
    }
)
"""The model stumbled over itself: nothing of it is to be shown."""


@dataclass
class Reading:
    """An answer as it comes in."""

    parts: "list[Part]" = field(default_factory=list)
    finish: str = ""
    is_blocked: bool = False
    tokens: Tokens = field(default_factory=Tokens)

    def take(self, response: "GenerateContentResponse") -> str:
        """The text that came with it."""
        self._count(response)
        feedback = response.prompt_feedback
        self.is_blocked |= feedback is not None and feedback.block_reason is not None
        if not response.candidates:
            return ""
        candidate = response.candidates[0]
        if candidate.finish_reason is not None:
            self.finish = str(candidate.finish_reason.value)
        parts = _parts_of(candidate)
        self.parts += parts
        return _text(parts)

    def answer(self) -> Answer:
        from google.genai.types import Content

        text, calls = _text(self.parts), tuple(_calls(self.parts))
        finish = self._finish(text, bool(calls))
        if finish in (Finish.BLOCKED, Finish.EMPTY):
            calls = ()
        raw = Content(role="model", parts=self.parts)
        return Answer(text, calls, finish, self.tokens, raw)

    def _finish(self, text: str, calls: bool) -> Finish:
        if self.finish == "MAX_TOKENS":
            return Finish.TOO_LONG
        if self.finish in _STUMBLED:
            return Finish.EMPTY
        if self.is_blocked or self.finish not in ("", "STOP", "OTHER", "FINISH_REASON_UNSPECIFIED"):
            # Reasons to hold an answer back are many, and the provider adds to them.
            return Finish.BLOCKED
        return Finish.DONE if text.strip() or calls else Finish.EMPTY

    def _count(self, response: "GenerateContentResponse") -> None:
        """Each piece of a stream counts what was used so far."""
        used = response.usage_metadata
        if used is not None:
            came = (used.prompt_token_count or 0) + (used.tool_use_prompt_token_count or 0)
            went = (used.candidates_token_count or 0) + (used.thoughts_token_count or 0)
            before = self.tokens
            self.tokens = Tokens(max(before.taken_in, came), max(before.sent_out, went))


def _parts_of(candidate: "Candidate") -> "list[Part]":
    return list(candidate.content.parts or ()) if candidate.content else []


def _text(parts: "Iterable[Part]") -> str:
    return "".join(part.text for part in parts if part.text and not part.thought)


def _calls(parts: "Iterable[Part]") -> Iterator[ToolCall]:
    for part in parts:
        call = part.function_call
        if call is not None and call.name:
            yield ToolCall(call.name, dict(call.args or {}), call.id or "")
