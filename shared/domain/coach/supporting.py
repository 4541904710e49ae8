"""Which fact bears out a figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.domain.coach.facts import Fact, Figure, Origin, Unit
from shared.domain.coach.muscle_words import NAMES
from shared.domain.coach.numbers import Written
from shared.domain.log.workouts import KG_IN_A_POUND

ROUNDED = Fraction(1, 40)
HEDGED = Fraction(1, 20)
"""The most a figure may be off, of its own size: by rounding to the digits that are shown, and
after a word like “about”."""

_CLAIM = re.compile(
    r"\byou(?:[’']ve| have| had)?(?: also| already| only| just)? (?:did|done|trained|got|get|hit"
    r"|lifted|logged|completed|performed|benched|squatted|pressed|pulled|averaged|reached|gained"
    r"|lost|weigh|weighed|are at|were at|added|managed|set)\b"
    r"|\byour (?!next|target|aim|goal)[\w\s]{0,40}\b(?:is|was|are|were|has|stands?|sits?|rose|fell"
    r"|went|gets?|got|totals?|record|max)\b|\b(?:last|this) week\b",
    re.IGNORECASE,
)
_MASSES = {Unit.KG: Fraction(1), Unit.LB: Fraction(KG_IN_A_POUND)}
_FREE = {Unit.COUNT, Unit.SECONDS}
_NAMES = {name: {muscle.label.lower() for muscle in muscles} for name, muscles in NAMES.items()}


@dataclass(frozen=True, slots=True)
class Support:
    fact: Fact
    figure: Figure


class Facts:
    """Facts, and by which names sentences call what they are about."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.all = tuple(facts)
        self.subjects = {id(fact): _subjects(fact) for fact in self.all}
        self.names = frozenset().union(*self.subjects.values())

    def named_in(self, sentence: str) -> frozenset[str]:
        """The subjects of facts that a sentence names."""
        plain = f" {re.sub(r'[^a-z0-9]+', ' ', sentence.lower())} "
        called = {one for name, ones in _NAMES.items() if f" {name} " in plain for one in ones}
        return frozenset(
            name for name in self.names if name in called or f" {_flat(name)} " in plain
        )

    def of(self, written: Written, sentence: str) -> Iterator[Support]:
        """Every figure that bears this one out. A sentence about chest is borne out by nothing of
        quads; one that tells what somebody did, or names what is recorded, by no landmark."""
        named = self.named_in(sentence)
        is_advice = not named and _CLAIM.search(sentence) is None
        for fact in self.all:
            about = self.subjects[id(fact)]
            if named and about and named.isdisjoint(about):
                continue
            if fact.origin is Origin.LANDMARK and not (is_advice and _counts(fact, written)):
                continue
            for figure in fact.figures:
                if bears_out(figure, written):
                    yield Support(fact, figure)

    def claims_a_record(self, sentence: str) -> bool:
        """Whether it tells what somebody did of a subject that there are records of."""
        named = self.named_in(sentence)
        recorded = (
            self.subjects[id(fact)]
            for fact in self.all
            if fact.origin is Origin.RECORD and fact.figures
        )
        return _CLAIM.search(sentence) is not None and any(
            not named.isdisjoint(about) for about in recorded
        )


def _counts(landmark: Fact, written: Written) -> bool:
    """Whether a landmark speaks of what was counted: 12 reps bear out no 12 sets."""
    return bool(written.noun) and written.noun in re.findall(
        r"[a-z]+?(?=s?\b)", landmark.label.lower()
    )


def bears_out(figure: Figure, written: Written) -> bool:
    return any(_is_close(value, written, known) for value in written.values
               for known in _in_unit(figure, written.unit))  # fmt: skip


def _is_close(value: Fraction, written: Written, known: Fraction) -> bool:
    if written.sign and known and (known > 0) != (written.sign > 0) and known < 0:
        return False
    off = abs(value - abs(known))
    if not off:
        return True
    if written.is_hedged and off <= HEDGED * abs(known):
        return True
    return off <= written.half_step and off <= ROUNDED * abs(known)


def _in_unit(figure: Figure, wanted: Unit | None) -> Iterator[Fraction]:
    """What the figure is in the unit that was written; nothing where they measure other things."""
    if wanted in (None, figure.unit) or figure.unit is Unit.ANY:
        yield figure.value
    elif wanted in _MASSES and figure.unit in _MASSES:
        yield figure.value * _MASSES[figure.unit] / _MASSES[wanted]
    elif figure.unit is Unit.COUNT and wanted in _FREE:
        yield figure.value


def _subjects(fact: Fact) -> frozenset[str]:
    """The names a fact goes by, and the muscle that its label begins with: `Chest: …`."""
    head = re.split("[:,]", fact.label.lower(), maxsplit=1)[0]
    muscles = _NAMES.get(head, set())
    return frozenset(
        {one.lower() for one in fact.about} | (muscles if len(muscles) == 1 else set())
    )


def _flat(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name).strip()
