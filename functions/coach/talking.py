"""One answer of the model: the tools it asks for, and what of its words may be said."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum

from shared.domain.coach.facts import Citation, Fact
from shared.domain.coach.figures import Checked, Checker, check
from shared.domain.coach.grounding import Told
from shared.domain.coach.model import (
    Answer,
    Finish,
    Model,
    Piece,
    Prompt,
    Step,
    Tokens,
    ToolCall,
    ToolResult,
)
from shared.domain.coach.output_screen import FALLBACK, LOOKED_BACK, is_sayable
from shared.domain.coach.prompting import repair
from shared.domain.errors import ModelDown
from shared.domain.planning.proposals import Proposal

MOST_ROUNDS = 4
"""Of looking things up."""
MOST_CALLS = 8
"""In one round."""
MOST_PROPOSALS = 3
_ONE_CALL_SECONDS = 20.0
_WORTH_ASKING_SECONDS = 1.0
_CHARACTERS_A_TOKEN = 4
_STRETCH = LOOKED_BACK // 2


class Ending(StrEnum):
    ANSWERED = "ANSWERED"
    HELD_BACK = "HELD_BACK"
    """By the provider, or by the screen of what comes out."""
    NOTHING_CAME = "NOTHING_CAME"
    NOT_BORNE_OUT = "NOT_BORNE_OUT"
    NO_MODEL = "NO_MODEL"


class _Unsayable(Exception):
    """What has just been written must not be said."""


@dataclass
class Talk:
    """Everything but the first four grows with the answer, also when that breaks off."""

    model: Model
    run: Callable[[ToolCall], Told]
    until: float
    """By the monotonic clock."""
    streams: bool
    facts: list[Fact]
    text: str = ""
    """What was said."""
    citations: tuple[Citation, ...] = ()
    proposals: list[Proposal] = field(default_factory=list)
    tokens: Tokens = field(default_factory=Tokens)

    def sentences(self, prompt: Prompt) -> Generator[str, None, Ending]:
        """What may be said, as soon as it may be. Raises `ModelDown`."""
        try:
            return (yield from self._rounds(prompt))
        except _Unsayable:
            if not self.text:
                return Ending.HELD_BACK
            yield self._added(f" {FALLBACK}")
            return Ending.ANSWERED

    def _rounds(self, prompt: Prompt) -> Generator[str, None, Ending]:
        for _ in range(MOST_ROUNDS + 1):
            checker = Checker(tuple(self.facts))
            answer = yield from self._heard(prompt, checker)
            if not answer.calls:
                return (yield from self._ended(prompt, checker, answer))
            prompt = self._looked_up(prompt, answer)
        return Ending.ANSWERED if self.text else Ending.NOTHING_CAME

    def _heard(self, prompt: Prompt, checker: Checker) -> Generator[str, None, Answer]:
        answer: Answer | None = None
        written = ""
        try:
            with closing(self._pieces(prompt)) as pieces:
                for piece in pieces:
                    answer = piece.answer or answer
                    written += piece.text
                    if piece.text:
                        yield from self._let_out(checker.feed(piece.text), checker.checked)
        finally:
            self.tokens += _guessed(prompt, written) if answer is None else answer.tokens
        if answer is None:
            raise ModelDown
        return answer

    def _pieces(self, prompt: Prompt) -> Generator[Piece, None, None]:
        seconds = self._seconds()
        if self.streams:
            yield from self.model.stream(prompt, seconds)
        else:
            yield Piece(answer=self.model.answer(prompt, seconds))

    def _ended(
        self, prompt: Prompt, checker: Checker, answer: Answer
    ) -> Generator[str, None, Ending]:
        if answer.finish is Finish.BLOCKED and not self.text:
            return Ending.HELD_BACK
        if not answer.text.strip() and not self.text:
            return Ending.NOTHING_CAME
        if not self.streams:
            return (yield from self._told_whole(prompt, answer))
        # The end of an answer that was cut short is no sentence.
        end = checker.close() if answer.finish is Finish.DONE else ""
        yield from self._let_out(end, checker.checked)
        if self.text:
            return Ending.ANSWERED
        return (yield from self._repaired(prompt, answer, checker.checked))

    def _told_whole(self, prompt: Prompt, answer: Answer) -> Generator[str, None, Ending]:
        checked = check(_whole_sentences(answer), self.facts)
        if not checked.is_meaningful:
            return (yield from self._repaired(prompt, answer, checked))
        yield from self._let_out(checked.text, checked)
        return Ending.ANSWERED

    def _repaired(
        self, prompt: Prompt, answer: Answer, checked: Checked
    ) -> Generator[str, None, Ending]:
        """Asked once more, with the figures named that nothing bears out."""
        if not checked.unsupported:
            return Ending.NOTHING_CAME
        again = repair(prompt, answer.text, checked.unsupported)
        better = self.model.answer(again, self._seconds())
        self.tokens += better.tokens
        checked = check(_whole_sentences(better), self.facts)
        if better.calls or not checked.is_meaningful:
            return Ending.NOT_BORNE_OUT
        yield from self._let_out(checked.text, checked)
        return Ending.ANSWERED

    def _let_out(self, text: str, checked: Checked) -> Iterator[str]:
        """With its sources, before anybody can hang up."""
        if not text.strip() and not self.text:
            return
        # The screen looks back over a bounded stretch.
        for end in range(0, len(text) + _STRETCH, _STRETCH):
            if not is_sayable(self.text + text[:end]):
                raise _Unsayable
        if text:
            self.citations = tuple(dict.fromkeys((*self.citations, *checked.citations)))
            yield self._added(text)

    def _added(self, text: str) -> str:
        self.text += text
        return text

    def _looked_up(self, prompt: Prompt, answer: Answer) -> Prompt:
        results = [
            ToolResult(call, self._result(call) if number < MOST_CALLS else _TOO_MANY)
            for number, call in enumerate(answer.calls)
        ]
        return replace(prompt, steps=(*prompt.steps, Step(answer, tuple(results))))

    def _result(self, call: ToolCall) -> dict[str, object]:
        told = self.run(call)
        self.facts += told.facts
        self.proposals += told.proposals[: MOST_PROPOSALS - len(self.proposals)]
        return dict(told.content)

    def _seconds(self) -> float:
        left = self.until - time.monotonic()
        if left < _WORTH_ASKING_SECONDS:
            raise ModelDown
        return min(left, _ONE_CALL_SECONDS)


_TOO_MANY = {"error": f"At most {MOST_CALLS} calls at once."}


def _whole_sentences(answer: Answer) -> str:
    """Without the one that stands in the middle when the answer was cut short."""
    if answer.finish is Finish.DONE:
        return answer.text
    end = max(answer.text.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    return answer.text[: end + 1]


def _guessed(prompt: Prompt, written: str) -> Tokens:
    """Of an answer that broke off before the provider could count it."""
    read = len(prompt.system) + sum(len(turn.text) for turn in prompt.turns)
    return Tokens(read // _CHARACTERS_A_TOKEN, len(written) // _CHARACTERS_A_TOKEN)
