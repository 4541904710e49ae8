"""What people have written, as far as search by meaning knows it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shared.domain.coach.own_texts import OwnText, Source
from shared.meaning.indexing import Index, Texts
from shared.meaning.own import OwnTexts, spot_of
from shared.store.coach_preferences import FirestoreCoachPreferences


@dataclass(frozen=True)
class TextIndex:
    index: Index
    texts: OwnTexts
    preferences: FirestoreCoachPreferences

    def settle(self, owner: str, organization: str, source: Source, ids: Collection[str]) -> None:
        """Of these sources, or of all of the kind; of nobody who has never asked the coach
        anything."""
        if self.preferences.of(owner).embedded_with is None:
            return
        if not ids:
            self._settle_every(owner, organization, source)
            return
        self.index.settle(
            lambda: _by_spot(owner, self.texts.of(owner, organization, source, ids)),
            lambda: self.index.kept(owner, source, ids),
        )

    def settle_all(self, owner: str, organization: str) -> None:
        """Whatever the person has written, and from now on whatever they write."""
        model = self.index.embedder.embedding_model
        for source in Source:
            self._settle_every(owner, organization, source)
        self.preferences.mark_embedded(owner, model)

    def _settle_every(self, owner: str, organization: str, source: Source) -> None:
        self.index.settle(
            lambda: _by_spot(owner, self.texts.every(owner, organization, source)),
            lambda: self.index.kept(owner, source, ()),
        )


def _by_spot(owner: str, texts: Sequence[OwnText]) -> Texts:
    return {spot_of(owner, text): text.meaning for text in texts}
