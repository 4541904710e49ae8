"""What is kept of a question: the exchange in its conversation, under ids that are known before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.coach.conversations import CoachAnswer, Exchange
from shared.domain.errors import Conflict, NotFound
from shared.domain.planning.proposals import Proposal
from shared.store.conversations import FirestoreConversations, Thread
from shared.store.database import Exists
from shared.store.proposals import FirestoreProposals
from shared.store.writes import Write

from .answer_views import AnswerView


@dataclass(frozen=True)
class Keeper:
    conversations: FirestoreConversations
    proposals: FirestoreProposals
    thread: Thread
    question_id: str
    answer_id: str
    question: str
    asked_at: datetime
    now: Callable[[], datetime]

    def keep(self, answer: CoachAnswer) -> AnswerView:
        """What is kept: this, or what was before under the same ids."""
        try:
            self.conversations.keep(self.thread, self._exchange(answer), self.now())
        except Exists:
            return self.expect_earlier()
        return self.shown(answer)

    def writes(self, answer: CoachAnswer) -> Sequence[Write]:
        """The same, for a batch with the charge. Raises `NotFound`."""
        return self.conversations.writes(self.thread, self._exchange(answer), self.now())

    def complete(self, beginning: str, answer: CoachAnswer) -> None:
        self.conversations.complete(self.thread, beginning, self._exchange(answer))

    def earlier(self) -> AnswerView | None:
        """What was answered to the same question, when it was asked before."""
        owner, conversation_id = self.thread.owner, self.thread.id
        kept = self.conversations.answer(owner, conversation_id, self.answer_id)
        if kept is None:
            return None
        made = [self._proposal(one) for one in kept.proposal_ids]
        found = [one for one in made if one is not None]
        return AnswerView.again(conversation_id, kept, found, self.now())

    def expect_earlier(self) -> AnswerView:
        earlier = self.earlier()
        if earlier is None:
            # Deleted between two looks.
            raise Conflict("This conversation was deleted meanwhile.")
        return earlier

    def shown(self, answer: CoachAnswer) -> AnswerView:
        return AnswerView.of(self.thread.id, answer, self.now())

    def _exchange(self, answer: CoachAnswer) -> Exchange:
        return Exchange(self.question_id, self.answer_id, self.question, answer, self.asked_at)

    def _proposal(self, proposal_id: str) -> Proposal | None:
        try:
            return self.proposals.find(self.thread.owner, proposal_id).proposal
        except NotFound:
            return None
