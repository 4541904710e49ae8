"""Answers of the coach on the wire."""

from collections.abc import Sequence
from datetime import datetime

from shared.domain.coach.conversations import CoachAnswer, Message
from shared.domain.coach.facts import Citation
from shared.domain.coach.model import Tokens
from shared.domain.coach.safety import Action, Verdict
from shared.domain.planning.proposals import Proposal
from shared.web.wire import View

from .proposals import ProposalView


class CitationView(View):
    """`claim` is a sentence of the answer, `source` names what bears it out."""

    claim: str
    source: str

    @classmethod
    def all_of(cls, citations: Sequence[Citation]) -> list["CitationView"]:
        return [cls(claim=one.claim, source=one.source) for one in citations]


class UsageView(View):
    tokens_in: int
    tokens_out: int
    charged: bool

    @classmethod
    def of(cls, tokens: Tokens, *, charged: bool) -> "UsageView":
        return cls(tokens_in=tokens.taken_in, tokens_out=tokens.sent_out, charged=charged)


class SafetyView(View):
    action: Action


class AnswerView(View):
    """`conversation_id` is null when the answer could not be kept, which only what cannot wait is
    given without. `finished` is false for one that broke off."""

    conversation_id: str | None
    message: str
    citations: list[CitationView]
    proposals: list[ProposalView]
    usage: UsageView
    safety: SafetyView
    finished: bool

    @classmethod
    def of(cls, conversation_id: str, answer: CoachAnswer, now: datetime) -> "AnswerView":
        return cls(
            conversation_id=conversation_id,
            message=answer.text,
            citations=CitationView.all_of(answer.citations),
            proposals=[ProposalView.of(one, now) for one in answer.proposals],
            usage=UsageView.of(answer.tokens, charged=answer.charged),
            safety=SafetyView(action=answer.verdict.action),
            finished=answer.finished,
        )

    @classmethod
    def again(
        cls, conversation_id: str, kept: Message, proposals: Sequence[Proposal], now: datetime
    ) -> "AnswerView":
        """One that was given before."""
        return cls(
            conversation_id=conversation_id,
            message=kept.text,
            citations=CitationView.all_of(kept.citations),
            proposals=[ProposalView.of(one, now) for one in proposals],
            usage=UsageView.of(kept.tokens, charged=kept.charged),
            safety=SafetyView(action=kept.action),
            finished=kept.finished,
        )

    @classmethod
    def unkept(cls, verdict: Verdict) -> "AnswerView":
        """The fixed answer to what cannot wait, when there is nothing to keep it in."""
        return cls(
            conversation_id=None,
            message=verdict.answer or "",
            citations=[],
            proposals=[],
            usage=UsageView(tokens_in=0, tokens_out=0, charged=False),
            safety=SafetyView(action=verdict.action),
            finished=True,
        )
