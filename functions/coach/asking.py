"""One question, from the screen it passes first to the answer that is kept of it."""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from shared.domain.coach.conversations import CoachAnswer, Conversation
from shared.domain.coach.grounding import About, RuleAnswer
from shared.domain.coach.model import Size, Tokens
from shared.domain.coach.safety import ALLOWED, Action, Verdict
from shared.domain.coach.screen import screen
from shared.domain.errors import ModelDown, NotFound
from shared.store.conversations import Thread
from shared.web.call import Call

from . import wording
from .answer_views import AnswerView
from .answering import Answering
from .keeping import Keeper
from .preparing import Ground, prepared
from .steps import Deps
from .talking import Ending, Talk

_ALL_SECONDS = 52.0
"""With waiting for others' reservations, and less than the function may run."""

Telling = Generator[str | AnswerView, None, None]

_UNANSWERED = {
    Ending.HELD_BACK: wording.HELD_BACK,
    Ending.NOTHING_CAME: wording.NOTHING_CAME,
    Ending.NOT_BORNE_OUT: wording.NOT_BORNE_OUT,
    Ending.NO_MODEL: wording.NO_MODEL,
}


@dataclass(frozen=True)
class Asked:
    text: str
    conversation_id: str | None = None
    about: About | None = None
    size: Size = Size.FULL


@dataclass(frozen=True)
class Asking:
    call: Call[Deps]
    asked: Asked
    keeper: Keeper
    began: float = field(default_factory=time.monotonic)

    def told(self) -> Telling:
        """Texts, and at the end the whole. The order is the point: what cannot wait comes before
        anything is read, what rules answer before anything is reserved."""
        verdict = screen(self.asked.text)
        if verdict.action is Action.EMERGENCY:
            yield from self._urgent(verdict)
            return
        earlier = self.keeper.earlier() if self.call.is_keyed else None
        if earlier is not None:
            yield from _again(earlier)
            return
        conversation = self._conversation()
        if verdict.action is Action.ALLOW and conversation is not None:
            verdict = screen(self.asked.text, conversation.verdict)
        if verdict.action is not Action.ALLOW:
            yield from self._free(verdict.answer or "", verdict)
            return
        ground = Ground.of(self.call.deps, self.call.caller, conversation, self.asked.about)
        rule = self.call.deps.grounding.rule_answer(self.call.caller, self.asked.text)
        if rule is not None:
            yield from self._by_rule(rule)
            return
        self.call.deps.grounding.listen(self.call.caller, self.asked.text)
        yield from self._by_model(ground)

    def _conversation(self) -> Conversation | None:
        """Raises `NotFound`."""
        thread = self.keeper.thread
        if thread.is_new:
            return None
        return self.call.deps.conversations.find(thread.owner, thread.id)

    def _urgent(self, verdict: Verdict) -> Telling:
        """Told whatever else is wrong; kept where it can be."""
        try:
            yield from self._free(verdict.answer or "", verdict)
        except NotFound:
            yield verdict.answer or ""
            yield AnswerView.unkept(verdict)

    def _by_rule(self, rule: RuleAnswer) -> Telling:
        answer = CoachAnswer(rule.text, rule.citations, rule.proposals)
        yield from _again(self.keeper.keep(answer))

    def _free(self, text: str, verdict: Verdict = ALLOWED, tokens: Tokens | None = None) -> Telling:
        answer = CoachAnswer(text, tokens=tokens or Tokens(), verdict=verdict)
        yield from _again(self.keeper.keep(answer))

    def _by_model(self, ground: Ground) -> Telling:
        deps, caller, asked = self.call.deps, self.call.caller, self.asked
        prompt, facts = prepared(deps, caller, asked.text, ground, asked.size)
        charge = deps.till.reserve(self.call, self.keeper.answer_id, asked.size)
        talk = Talk(
            model=deps.model,
            run=lambda wanted: deps.grounding.run(caller, wanted),
            until=min(self.began + _ALL_SECONDS, time.monotonic() + deps.model_seconds),
            streams=self.call.streams,
            facts=facts,
        )
        answering = Answering(talk, charge, self.keeper)
        try:
            if self.call.streams:
                outcome = yield from answering.piecewise(prompt)
            else:
                outcome = answering.whole(prompt)
        except ModelDown as down:
            if not down.absent:
                raise
            # Nothing was sent to anybody.
            outcome, talk.tokens = Ending.NO_MODEL, Tokens()
        finally:
            charge.close(talk.tokens)
        if isinstance(outcome, Ending):
            yield from self._free(_UNANSWERED[outcome], tokens=talk.tokens)
        else:
            yield outcome


def asking(call: Call[Deps], asked: Asked) -> Asking:
    """Ids follow from the idempotency key where there is one, so that a question that is asked
    again finds what was answered."""
    deps, owner = call.deps, call.caller.user_id
    fresh, question_id, answer_id = (call.new_id() for _ in range(3))
    thread = Thread(
        owner, asked.conversation_id or fresh, asked.conversation_id is None, asked.about
    )
    keeper = Keeper(
        conversations=deps.conversations,
        proposals=deps.proposals,
        thread=thread,
        question_id=question_id,
        answer_id=answer_id,
        question=asked.text,
        asked_at=deps.now(),
        now=deps.now,
    )
    return Asking(call, asked, keeper)


def _again(view: AnswerView) -> Iterator[str | AnswerView]:
    yield view.message
    yield view
