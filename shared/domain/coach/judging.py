"""One sentence against the facts: which of its figures nothing bears out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.coach import roman
from shared.domain.coach.days import is_named, whens
from shared.domain.coach.facts import Figure, Origin
from shared.domain.coach.numbers import Written, numbers, tidy
from shared.domain.coach.supporting import Facts, Reading, Support, bears_out

_CITED_PER_SENTENCE = 4

_NO_FIGURE = re.compile(
    r"\be?1[\s-]?RMs?\b|\bone[\s-]rep[\s-]max\w*|\b1[\s-]rep[\s-]max\w*|^\s*\(?\d{1,2}[.)]\s|#\d+"
    rf"|^\s*\(?{roman.NUMERAL}[.)]\s|\b24/7\b"
    rf"|\b(?:step|option|tip|point|reason|phase|part) (?:\d+\b|(?:one|two|three|four|five)\b"
    rf"|{roman.NUMERAL})|\b(?:type|grade|class|level|stage|mark) {roman.NUMERAL}"
    r"|\b(?:1st|2nd|3rd)\b|\bone another\b"
    r"|\b(?:two|three|four|five) (?:things|ways|options|reasons|tips|steps|points|choices|ideas)\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(roman.NUMERAL)


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence: what nothing bears out, and what bears out the rest."""

    unsupported: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def judge(sentence: str, facts: Facts) -> Judged:
    whole = tidy(sentence.replace("**", "").replace("__", ""))
    reading = facts.read(whole)
    plain, unsupported = _without_days(_without_names(whole, reading), facts)
    borne: list[Support] = []
    open_ones: list[Written] = []
    written = tuple(numbers(plain))
    for one in written:
        best = _best(tuple(reading.of(one)), borne)
        if best and not (best.fact.origin is Origin.LANDMARK and _is_worked_out(one, borne)):
            borne.append(best)
        else:
            open_ones.append(one)
    only_stated = bool(borne) and all(one.fact.origin is Origin.STATED for one in borne)
    if only_stated and reading.claims_a_record:
        return Judged((*unsupported, *(one.text for one in written)))
    unsupported += [one.text for one in open_ones if not _is_worked_out(one, borne)]
    return Judged(tuple(unsupported), _cited(borne))


def _without_names(plain: str, reading: Reading) -> str:
    """A program that is called 5/3/1, or Phase II, may be named, and `1RM` is no figure."""
    for name in reading.named:
        if any(letter.isdigit() for letter in name) or _ROMAN.search(name.upper()):
            plain = re.sub(re.escape(name), " ", plain, flags=re.IGNORECASE)
    return _NO_FIGURE.sub(" ", plain)


def _without_days(plain: str, facts: Facts) -> tuple[str, list[str]]:
    """The sentence without its dates and times, and those of them that no fact names."""
    unknown = []
    for when in whens(plain):
        is_known = is_named(when, facts.days) or any(
            re.search(rf"(?<!\d){re.escape(when.text)}", fact.label, re.IGNORECASE)
            for fact in facts.all
        )
        if not is_known and when.kind in ("named", "year"):
            # `week 3` may be a count, and `2000` any number: numbers are judged as such.
            continue
        if not is_known:
            unknown.append(when.text)
        plain = plain.replace(when.text, " ", 1)
    return plain, unknown


def _best(supports: Sequence[Support], borne: Sequence[Support]) -> Support | None:
    """Of several facts a record before one's own words, and those before common ground; among
    these one that the sentence stands on already."""
    order = list(Origin)
    chosen = {one.fact.source for one in borne}
    return min(
        supports,
        key=lambda one: (order.index(one.fact.origin), one.fact.source not in chosen),
        default=None,
    )


def _is_worked_out(written: Written, borne: Sequence[Support]) -> bool:
    """The sum or the difference of two figures that stand in the same sentence and are borne
    out."""
    return any(
        bears_out(Figure(value, one.figure.unit), written)
        for place, one in enumerate(borne)
        for other in borne[place + 1 :]
        if one.figure.unit is other.figure.unit
        for value in (one.figure.value + other.figure.value, one.figure.value - other.figure.value)
    )


def _cited(borne: Sequence[Support]) -> tuple[str, ...]:
    sources = (one.fact.source for one in borne if one.fact.origin is not Origin.STATED)
    return tuple(dict.fromkeys(sources))[:_CITED_PER_SENTENCE]
