"""Telling that what can be looked up by meaning has changed.

A message that is lost delays a search, and nothing else: it is logged, and the change that it tells
of stands. What was deleted is not found in the meantime either, because whoever finds a place reads
what stands there now.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shared import log
from shared.domain.coach.own_texts import Source
from shared.domain.errors import Unavailable
from shared.events.message import Message
from shared.events.messages import exercises_changed, texts_changed
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.events.messages.texts_changed import TextsChanged
from shared.events.outbox import Publishing, live_outbox
from shared.once import once


@dataclass(frozen=True)
class Noting:
    outbox: Publishing | None

    def texts(self, user_id: str, organization_id: str, source: Source, ids: Iterable[str]) -> None:
        """One message for all, none for nothing."""
        every = sorted(set(ids))
        for start in range(0, len(every), texts_changed.MOST):
            some = tuple(every[start : start + texts_changed.MOST])
            told = TextsChanged(
                user_id=user_id, organization_id=organization_id, source=source, ids=some
            )
            self._tell(texts_changed.TOPIC, told)

    def all_of(self, user_id: str, organization_id: str, source: Source) -> None:
        told = TextsChanged(user_id=user_id, organization_id=organization_id, source=source)
        self._tell(texts_changed.TOPIC, told)

    def all_texts(self, user_id: str, organization_id: str) -> None:
        told = TextsChanged(user_id=user_id, organization_id=organization_id)
        self._tell(texts_changed.TOPIC, told)

    def exercise(self, organization_id: str | None, exercise_id: str) -> None:
        told = ExercisesChanged(organization_id=organization_id, ids=(exercise_id,))
        self._tell(exercises_changed.TOPIC, told)

    def _tell(self, topic: str, told: Message) -> None:
        if self.outbox is None:
            return
        try:
            self.outbox.publish(topic, told)
        except Unavailable:
            log.event("WARNING", "a change was not told of", topic=topic)


SILENT = Noting(None)
"""For whoever has nobody to tell."""


@once
def live_noting() -> Noting:
    return Noting(live_outbox())
