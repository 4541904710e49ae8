"""Answers in Gemini's form: of a script, or the plain paragraph that any prompt gets."""

import base64
import secrets
from collections.abc import Iterator
from typing import Any

from tools.local.gemini.script import Scripted
from tools.local.gemini.wire import said_in, signs

PARAGRAPH = (
    "Keep to the movements you do well, and add a little whenever the last sets felt easier than "
    "they should. Rest long enough between hard sets to do them properly, eat and sleep enough to "
    "recover from them, and write down what you lift: your log shows when it is time to push and "
    "when it is time to ease off."
)
"""It quotes no figure, so that no check of figures takes offence."""
_LETTERS_A_TOKEN = 4
_PIECE = 40

Object = dict[str, Any]


class Made:
    """One answer to one request, whole or in pieces."""

    def __init__(self, body: Object, model: str, scripted: Scripted) -> None:
        self._model, self._scripted = model, scripted
        self._id = secrets.token_urlsafe(12)
        self._asked = _tokens(said_in(body))
        self._finish, self._text = scripted.finish, scripted.text
        if self._text is None and not scripted.calls:
            self._text = "" if scripted.empty or scripted.block else PARAGRAPH
        self._cut(body)

    def whole(self) -> Object:
        if self._scripted.block:
            return self._envelope([], "") | {"promptFeedback": self._feedback()}
        return self._envelope([*self._before(), *self._said(), *self._calls()], self._finish)

    def pieces(self) -> Iterator[Object]:
        """The last one says how it ended."""
        if self._scripted.block:
            yield self.whole()
            return
        parts = [*self._before(), *self._said(self._cuts()), *self._calls()]
        for number, part in enumerate(parts, 1):
            yield self._envelope([part], self._finish if number == len(parts) else "")
        if not parts:
            yield self._envelope([], self._finish)

    def _envelope(self, parts: list[Object], finish: str) -> Object:
        envelope: Object = {
            "usageMetadata": self._usage(),
            "modelVersion": self._model,
            "responseId": self._id,
        }
        if parts or finish:
            candidate: Object = {"index": 0}
            if parts:
                candidate["content"] = {"parts": parts, "role": "model"}
            if finish:
                candidate["finishReason"] = finish
            envelope["candidates"] = [candidate]
        return envelope

    def _before(self) -> list[Object]:
        thought = self._scripted.thought
        return [{"text": thought, "thought": True}] if thought else []

    def _said(self, cuts: list[str] | None = None) -> list[Object]:
        texts = cuts if cuts is not None else [self._text or ""]
        return [{"text": text} for text in texts if text]

    def _calls(self) -> list[Object]:
        parts: list[Object] = []
        for call in self._scripted.calls:
            said = {"name": call["name"], "args": call.get("args", {})}
            part: Object = {"functionCall": said}
            if signs(self._model):
                said["id"] = secrets.token_hex(4)
                if not parts:
                    # On the first of a turn only, as the provider does.
                    signature = base64.b64encode(secrets.token_bytes(24)).decode()
                    part["thoughtSignature"] = signature
            parts.append(part)
        return parts

    def _feedback(self) -> Object:
        return {"blockReason": self._scripted.block}

    def _usage(self) -> Object:
        thought, said = _tokens(self._scripted.thought), _tokens(self._text or "")
        said += 12 * len(self._scripted.calls)
        usage = {"promptTokenCount": self._asked, "totalTokenCount": self._asked + said + thought}
        if said:
            usage["candidatesTokenCount"] = said
        if thought:
            usage["thoughtsTokenCount"] = thought
        return usage

    def _cut(self, body: Object) -> None:
        most = (body.get("generationConfig") or {}).get("maxOutputTokens")
        if most is not None and self._text and _tokens(self._text) > most:
            self._text, self._finish = self._text[: most * _LETTERS_A_TOKEN], "MAX_TOKENS"

    def _cuts(self) -> list[str]:
        text, chunks = self._text or "", self._scripted.chunks
        size = max(1, -(-len(text) // chunks)) if chunks else _PIECE
        return [text[start : start + size] for start in range(0, len(text), size)]


def _tokens(text: str) -> int:
    return -(-len(text) // _LETTERS_A_TOKEN)
