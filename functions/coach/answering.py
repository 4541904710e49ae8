"""An answer of the model, charged and kept: whole, or sentence by sentence."""

from collections.abc import Generator
from dataclasses import dataclass

from shared import log
from shared.domain.coach.conversations import CoachAnswer
from shared.domain.coach.model import Prompt
from shared.domain.errors import Unavailable
from shared.store.database import Exists

from .answer_views import AnswerView
from .charging import Charge
from .keeping import Keeper
from .talking import Ending, Talk

Sentences = Generator[str, None, Ending]


@dataclass(frozen=True)
class Answering:
    """Each way comes to the answer, or to why there is none to charge."""

    talk: Talk
    charge: Charge
    keeper: Keeper

    def whole(self, prompt: Prompt) -> AnswerView | Ending:
        sentences = self.talk.sentences(prompt)
        ending = None
        while ending is None:
            _, ending = _next(sentences)
        if ending is not Ending.ANSWERED:
            return ending
        return self._taken(finished=True) or self.keeper.shown(self._answer(finished=True))

    def piecewise(self, prompt: Prompt) -> Generator[str, None, AnswerView | Ending]:
        sentences = self.talk.sentences(prompt)
        first, ending = _next(sentences)
        if ending is not None:
            return ending
        # Before the first word leaves: who hangs up then has had an answer.
        earlier = self._taken(finished=False)
        if earlier is not None:
            sentences.close()
            yield earlier.message
            return earlier
        beginning = self.talk.text
        try:
            yield first
            ending = yield from sentences
        finally:
            self._complete(beginning, finished=ending is Ending.ANSWERED)
        return self.keeper.shown(self._answer(finished=True))

    def _taken(self, *, finished: bool) -> AnswerView | None:
        """None, or what this very question was answered before: then it is charged already."""
        answer = self._answer(finished=finished)
        try:
            self.charge.take(self.talk.tokens, lambda: self.keeper.writes(answer))
        except Exists:
            return self.keeper.expect_earlier()
        except Unavailable:
            # It may have been carried out, and only the answer to that lost.
            earlier = self.keeper.earlier()
            if earlier is None:
                raise
            return earlier
        return None

    def _complete(self, beginning: str, *, finished: bool) -> None:
        try:
            self.keeper.complete(beginning, self._answer(finished=finished))
        except Unavailable as error:
            # The person has read it. What is kept of it is its beginning.
            log.failure("an answer was kept in part", error)

    def _answer(self, *, finished: bool) -> CoachAnswer:
        talk = self.talk
        return CoachAnswer(
            text=talk.text.strip(),
            citations=talk.citations,
            proposals=tuple(talk.proposals) if finished else (),
            tokens=talk.tokens,
            charged=True,
            finished=finished,
        )


def _next(sentences: Sentences) -> tuple[str, Ending | None]:
    """The next sentence, or how it ended."""
    try:
        return next(sentences), None
    except StopIteration as over:
        return "", over.value
