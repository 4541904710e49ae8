"""From a message to what is asked, where a rule can be sure: every word is accounted for.

Each kind of question has words that make it one, words that may stand beside them, and perhaps a
place for a name. A message with any other word is the model's.
"""

from collections.abc import Callable, Sequence

from shared.domain.coach import asked_words as words_for
from shared.domain.coach.amounts import amount, is_of_one_side, load_and_reps, numbers_in
from shared.domain.coach.asking import sentences_of
from shared.domain.coach.intents import (
    AskedBody,
    AskedEstimate,
    AskedHelp,
    AskedLastSets,
    AskedMemory,
    AskedNext,
    AskedOneRepMax,
    AskedPlates,
    AskedQuota,
    AskedRecords,
    AskedTarget,
    AskedVolume,
    AskedWeek,
    Intent,
    Span,
)
from shared.domain.coach.muscle_words import NAMES, muscles_named

Words = tuple[str, ...]

_UNCLEAR = "?"
"""The name of nothing."""


def understood(message: str) -> Intent | None:
    sentences = sentences_of(message)
    if len(sentences) == 2:
        # “I did 100 kg for 5 reps. What is my max?” is one question.
        done = _one_rep_max((*sentences[0], *sentences[1]))
        return done if isinstance(done, AskedEstimate) and not done.exercise else None
    found = (kind(sentences[0]) for kind in _KINDS) if len(sentences) == 1 else ()
    intent = next((intent for intent in found if intent is not None), None)
    return None if _names_none(getattr(intent, "exercise", "")) else intent


def _names_none(exercise: str) -> bool:
    """Muscles and sessions are no exercises, though the catalogue finds some of that name."""
    words = {*exercise.split()}
    return bool(words) and (
        exercise == _UNCLEAR
        or exercise in NAMES
        or words <= words_for.NO_EXERCISE
        or words <= words_for.INSIDE
    )


def _phrase(words: Words) -> Intent | None:
    whole = " ".join(words)
    if whole in words_for.MEMORY:
        return AskedMemory()
    return AskedHelp() if whole in words_for.HELP else None


def _quota(words: Words) -> Intent | None:
    is_asked = _any(words, words_for.QUESTIONS) and _any(words, words_for.LEFT)
    return AskedQuota() if is_asked and not _name(words, words_for.BESIDE_QUOTA) else None


def _plates(words: Words) -> Intent | None:
    numbers, left = numbers_in(words)
    is_loaded = "load" in left and ("how" in left or _any(left, words_for.BAR))
    is_asked = (_any(left, words_for.PLATES) or is_loaded) and not is_of_one_side(words)
    if not is_asked or _name(left, words_for.BESIDE_PLATES) or any(one.of_reps for one in numbers):
        return None
    bars = [one for one in numbers if one.following in words_for.BAR]
    loads = [one for one in numbers if one not in bars]
    if len(loads) != 1 or len(bars) > 1 or loads[0].following in words_for.PLATES:
        return None
    return AskedPlates(amount(loads[0]), amount(bars[0]) if bars else None)


def _one_rep_max(words: Words) -> Intent | None:
    numbers, left = numbers_in(_joined(words))
    if not _any(left, words_for.ONE_REP_MAX):
        return None
    if not numbers:
        exercise = _name(left, words_for.BESIDE_MAX)
        return AskedOneRepMax(exercise) if exercise and "my" in left else None
    done = load_and_reps(numbers)
    return AskedEstimate(*done, _name(left, words_for.BESIDE_ESTIMATE)) if done else None


def _volume(words: Words) -> Intent | None:
    left, span = _span(words)
    is_of_all_time = "total" in left and span is Span.NOT_SAID and not {"week", "weekly"} & {*left}
    if not _any(left, words_for.VOLUME) or is_of_all_time or words[0] in words_for.YES_OR_NO:
        return None
    muscles = muscles_named(_name(left, words_for.BESIDE_VOLUME))
    return AskedVolume(muscles, span) if muscles else None


def _target(words: Words) -> Intent | None:
    # What one needs of a muscle is its target only when sets are spoken of.
    is_of_sets = _any(words, words_for.VOLUME) or not _any(words, words_for.ADVICE)
    if not _any(words, words_for.TARGET) or not is_of_sets or words[0] in words_for.YES_OR_NO:
        return None
    muscles = muscles_named(_name(words, words_for.BESIDE_TARGET))
    return AskedTarget(muscles) if muscles else None


def _week(words: Words) -> Intent | None:
    left, span = _span(words)
    if span is Span.NOT_SAID and {"my", "week"} <= {*left}:
        span = Span.THIS_WEEK
    if span not in (Span.THIS_WEEK, Span.LAST_WEEK) or not _any(left, words_for.WEEK):
        return None
    return None if _name(left, words_for.BESIDE_WEEK) else AskedWeek(span)


def _next(words: Words) -> Intent | None:
    if not _any(words, words_for.NEXT) or _name(words, words_for.BESIDE_NEXT):
        return None
    # When today? That is another question.
    asking = {"what", "whats", "which", "my", *(() if "today" in words else ("when",))}
    is_asked = asking & {*words}
    is_training = _any(words, words_for.TRAINING) or words in (
        ("what", "is", "next"),
        ("whats", "next"),
    )
    return AskedNext() if is_asked and is_training else None


def _records(words: Words) -> Intent | None:
    is_of_records = _any(words, words_for.RECORD)
    if not (is_of_records or {"my", "best"} <= {*words}) or not {"my", "i"} & {*words}:
        return None
    exercise = _name(words, words_for.BESIDE_RECORD)
    return AskedRecords(exercise) if exercise or is_of_records else None


def _body(words: Words) -> Intent | None:
    metric = words_for.BODY.get(_name(words, words_for.BESIDE_BODY))
    return AskedBody(metric) if metric and {"my", "i"} & {*words} else None


def _last_sets(words: Words) -> Intent | None:
    if not _any(words, words_for.LAST) or "week" in words:
        return None
    exercise = _name(words, words_for.BESIDE_LAST)
    return AskedLastSets(exercise) if exercise else None


_KINDS: Sequence[Callable[[Words], Intent | None]] = (
    _phrase,
    _quota,
    _plates,
    _one_rep_max,
    _volume,
    _target,
    _week,
    _next,
    _records,
    _body,
    _last_sets,
)


def _any(words: Words, of: frozenset[str]) -> bool:
    return not of.isdisjoint(words)


def _name(words: Words, beside: frozenset[str]) -> str:
    """From the first to the last word that may not stand beside: what is asked about. Nothing
    when all may; `_UNCLEAR` when words of the question stand in its middle."""
    places = [place for place, word in enumerate(words) if word not in beside]
    if not places:
        return ""
    named = words[places[0] : places[-1] + 1]
    is_one = all(word not in beside or word in words_for.INSIDE for word in named)
    return " ".join(named) if is_one else _UNCLEAR


def _span(words: Words) -> tuple[Words, Span]:
    """The words without those that say which week, or the plan."""
    for pair, span in words_for.SPANS:
        for place in range(len(words) - 1):
            if words[place : place + 2] == pair:
                return (*words[:place], *words[place + 2 :]), span
    if _any(words, words_for.PLANNED):
        return tuple(word for word in words if word not in words_for.PLANNED), Span.PLANNED
    return words, Span.NOT_SAID


def _joined(words: Words) -> Words:
    """`one rep max` is one word: its one is no number of reps."""
    for name in words_for.MAXES:
        for place in range(len(words)):
            if words[place : place + len(name)] == name:
                return (*words[:place], "1rm", *words[place + len(name) :])
    return words
