"""Which word of a lexicon a written word means: typing errors, joined and split words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from shared.domain.coach.folding import readings

ONE_ERROR_FROM = 5
TWO_ERRORS_FROM = 9
"""Letters a word must have before that many errors in it are overlooked."""
_PIECE = 3
"""Letters in the shortest word that is found inside a longer one, but for those in `_SMALL`."""
_SMALL = frozenset({"i", "my", "to", "of", "in", "no"})
_JOINED_FROM = 5
_LONG_KEY = 7


class Speller:
    """Knows the words of a lexicon, which of them are `keys` that errors are looked through for,
    and which others must not be taken for one of them."""

    def __init__(self, known: frozenset[str], keys: frozenset[str], common: frozenset[str]) -> None:
        self.known = known
        self.keys = keys
        self.common = common - known
        self._long_keys = [key for key in sorted(keys) if len(key) >= _LONG_KEY]
        self._by_shape: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(known):
            self._by_shape[word[0], len(word)].append(word)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(keys):
            if len(word) >= ONE_ERROR_FROM:
                for rest in _shortened(word, len(word) >= TWO_ERRORS_FROM):
                    self._near[rest].append(word)

    def words(self, tokens: Sequence[str]) -> list[str]:
        """The tokens as the lexicon spells them; what it does not know is left as it is."""
        remembered: dict[str, list[str]] = {}
        spelled: list[str] = []
        for token in tokens:
            if token not in remembered:
                remembered[token] = self._spelled(token)
            spelled.extend(remembered[token])
        return list(self._mended(spelled))

    def _spelled(self, token: str) -> list[str]:
        for reading in readings(token):
            if reading in self.known or reading in self.common:
                return [reading]
        for reading in readings(token):
            found = (
                self._starred(reading)
                or self._parts(reading)
                or self._likely(reading)
                or self._inside(reading)
            )
            if found:
                return found
        return [token]

    def _mended(self, words: Sequence[str]) -> Iterator[str]:
        """`sui cide` is one word when neither half is."""
        place = 0
        while place < len(words):
            pair = "".join(words[place : place + 2])
            if pair in self.known and self._is_no_word(words[place]) and len(pair) > 5:
                yield pair
                place += 1
            else:
                yield words[place]
            place += 1

    def _is_no_word(self, token: str) -> bool:
        return token not in self.known and token not in self.common

    def _starred(self, token: str) -> list[str]:
        """`k*ll`: letters that were covered."""
        if "*" not in token[1:-1]:
            return []
        alike = self._by_shape.get((token[0], len(token)), ())
        return [word for word in alike if _fits(token, word)][:1]

    def _parts(self, token: str) -> list[str]:
        """Two to four known words written as one: `chestpain`, `icantbreathe`."""
        if not (_JOINED_FROM <= len(token) <= 28 and token.isalpha()):
            return []
        best: list[list[str] | None] = [[], *[None] * len(token)]
        for end in range(1, len(token) + 1):
            for start in range(max(0, end - 14), end):
                before, piece = best[start], token[start:end]
                if before is None or not self._is_piece(piece):
                    continue
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = [*before, piece]
        found = best[-1]
        return found if found and len(found) <= 5 and not self.keys.isdisjoint(found) else []

    def _is_piece(self, piece: str) -> bool:
        return piece in _SMALL or (len(piece) >= _PIECE and piece in self.known)

    def _inside(self, token: str) -> list[str]:
        """A long key in a longer word that says nothing else known: `howmuchtrenbolone`."""
        if len(token) <= _LONG_KEY:
            return []
        return [key for key in self._long_keys if key in token][:1]

    def _likely(self, token: str) -> list[str]:
        """A longer word that begins as the token does, or with its first two letters exchanged,
        and differs by one error, or two in long words."""
        if "*" in token or len(token) < ONE_ERROR_FROM - 1:
            return []
        is_long = len(token) >= TWO_ERRORS_FROM - 1
        candidates = {
            word for rest in _shortened(token, is_long) for word in self._near.get(rest, ())
        }
        near = [
            (errors, word)
            for word in candidates
            if sorted(word[:2]) == sorted(token[:2]) or word[0] == token[0]
            if (errors := _errors(token, word)) <= (2 if len(word) >= TWO_ERRORS_FROM else 1)
        ]
        return [min(near)[1]] if near else []


def _fits(token: str, word: str) -> bool:
    return all(one in ("*", other) for one, other in zip(token, word, strict=True))


def _shortened(word: str, is_long: bool) -> Iterable[str]:
    once = {word[:place] + word[place + 1 :] for place in range(len(word))}
    if not is_long:
        return {word, *once}
    return {word, *once, *(one[:at] + one[at + 1 :] for one in once for at in range(len(one)))}


def _errors(one: str, other: str) -> int:
    """Letters to add, leave out, replace or exchange with their neighbour (optimal string
    alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != wanted))
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
