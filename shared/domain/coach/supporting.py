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
_SCALES = (1.0, float(KG_IN_A_POUND), 1 / float(KG_IN_A_POUND))
_NAMES = {name: {muscle.label.lower() for muscle in muscles} for name, muscles in NAMES.items()}


@dataclass(frozen=True, slots=True)
class Support:
    fact: Fact
    figure: Figure


class Facts:
    """Facts, and by which names sentences call what they are about."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.all = tuple(facts)
        self.names = frozenset().union(*map(_subjects, self.all))
        self.days = tuple(day for fact in self.all for day in fact.dates)
        self._flat = {name: f" {_flat(name)} " for name in self.names}
        self._entries = [
            _Entry(fact, figure, float(abs(figure.value)), _subjects(fact))
            for fact in self.all
            for figure in fact.figures
        ]

    def named_in(self, sentence: str) -> frozenset[str]:
        """The subjects of facts that a sentence names."""
        plain = f" {_flat(sentence.lower())} "
        called = {one for name, ones in _NAMES.items() if f" {name} " in plain for one in ones}
        return frozenset(
            name for name, flat in self._flat.items() if name in called or flat in plain
        )

    def read(self, sentence: str) -> "Reading":
        named = self.named_in(sentence)
        may_stand = [
            one
            for one in self._entries
            if not (named and one.about) or not named.isdisjoint(one.about)
        ]
        return Reading(may_stand, named, is_claim=_CLAIM.search(sentence) is not None)


@dataclass(frozen=True, slots=True)
class _Entry:
    fact: Fact
    figure: Figure
    size: float
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence: what it names, and which figures may stand in it at all. One about chest is
    borne out by nothing of quads."""

    entries: Sequence[_Entry]
    named: frozenset[str]
    is_claim: bool
    """It tells what somebody did."""

    def of(self, written: Written) -> Iterator[Support]:
        """Every figure that bears this one out. A sentence that tells what somebody did, or names
        what is recorded, is borne out by no landmark."""
        is_advice = not (self.named or self.is_claim)
        sizes = [float(value) * scale for value in written.values for scale in _SCALES]
        for one in self.entries:
            # Nearly all are far off, and exact arithmetic is slow.
            if all(abs(size - one.size) > 0.06 * max(size, one.size) for size in sizes):
                continue
            landmark = one.fact.origin is Origin.LANDMARK
            if landmark and not (is_advice and _counts(one.fact, written)):
                continue
            if bears_out(one.figure, written):
                yield Support(one.fact, one.figure)

    @property
    def claims_a_record(self) -> bool:
        """It tells what somebody did of a subject that there are records of."""
        return self.is_claim and any(
            one.fact.origin is Origin.RECORD and not self.named.isdisjoint(one.about)
            for one in self.entries
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
