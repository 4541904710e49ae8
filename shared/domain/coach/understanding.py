"""From a message to what is asked, where a rule can be sure: every word is accounted for.

Each kind of question has words that make it one, words that may stand beside them, and perhaps a
place for a name. A message with any other word is the model's.
"""

from collections.abc import Callable, Sequence

from shared.domain.coach import asked_words as words_for
from shared.domain.coach.amounts import amount, is_of_one_side, load_and_reps, numbers_in
from shared.domain.coach.asked_parts import UNCLEAR, Words, has_any, joined, name_in, span_in
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
        exercise == UNCLEAR
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
    is_asked = has_any(words, words_for.QUESTIONS) and has_any(words, words_for.LEFT)
    return AskedQuota() if is_asked and not name_in(words, words_for.BESIDE_QUOTA) else None


def _plates(words: Words) -> Intent | None:
    numbers, left = numbers_in(words)
    is_loaded = "load" in left and ("how" in left or has_any(left, words_for.BAR))
    is_asked = (has_any(left, words_for.PLATES) or is_loaded) and not is_of_one_side(words)
    if (
        not is_asked
        or name_in(left, words_for.BESIDE_PLATES)
        or any(one.of_reps for one in numbers)
    ):
        return None
    bars = [one for one in numbers if one.following in words_for.BAR]
    loads = [one for one in numbers if one not in bars]
    if len(loads) != 1 or len(bars) > 1 or loads[0].following in words_for.PLATES:
        return None
    return AskedPlates(amount(loads[0]), amount(bars[0]) if bars else None)


def _one_rep_max(words: Words) -> Intent | None:
    numbers, left = numbers_in(joined(words))
    if not has_any(left, words_for.ONE_REP_MAX):
        return None
    if not numbers:
        exercise = name_in(left, words_for.BESIDE_MAX)
        return AskedOneRepMax(exercise) if exercise and "my" in left else None
    done = load_and_reps(numbers)
    return AskedEstimate(*done, name_in(left, words_for.BESIDE_ESTIMATE)) if done else None


def _volume(words: Words) -> Intent | None:
    left, span = span_in(words)
    is_of_all_time = "total" in left and span is Span.NOT_SAID and not {"week", "weekly"} & {*left}
    if not has_any(left, words_for.VOLUME) or is_of_all_time or words[0] in words_for.YES_OR_NO:
        return None
    muscles = muscles_named(name_in(left, words_for.BESIDE_VOLUME))
    return AskedVolume(muscles, span) if muscles else None


def _target(words: Words) -> Intent | None:
    # What one needs of a muscle is its target only when sets are spoken of.
    is_of_sets = has_any(words, words_for.VOLUME) or not has_any(words, words_for.ADVICE)
    if not has_any(words, words_for.TARGET) or not is_of_sets or words[0] in words_for.YES_OR_NO:
        return None
    muscles = muscles_named(name_in(words, words_for.BESIDE_TARGET))
    return AskedTarget(muscles) if muscles else None


def _week(words: Words) -> Intent | None:
    left, span = span_in(words)
    if span is Span.NOT_SAID and {"my", "week"} <= {*left}:
        span = Span.THIS_WEEK
    if span not in (Span.THIS_WEEK, Span.LAST_WEEK) or not has_any(left, words_for.WEEK):
        return None
    return None if name_in(left, words_for.BESIDE_WEEK) else AskedWeek(span)


def _next(words: Words) -> Intent | None:
    if not has_any(words, words_for.NEXT) or name_in(words, words_for.BESIDE_NEXT):
        return None
    # When today? That is another question.
    asking = {"what", "whats", "which", "my", *(() if "today" in words else ("when",))}
    is_asked = asking & {*words}
    is_training = has_any(words, words_for.TRAINING) or words in (
        ("what", "is", "next"),
        ("whats", "next"),
    )
    return AskedNext() if is_asked and is_training else None


def _records(words: Words) -> Intent | None:
    is_of_records = has_any(words, words_for.RECORD)
    if not (is_of_records or {"my", "best"} <= {*words}) or not {"my", "i"} & {*words}:
        return None
    exercise = name_in(words, words_for.BESIDE_RECORD)
    return AskedRecords(exercise) if exercise or is_of_records else None


def _body(words: Words) -> Intent | None:
    metric = words_for.BODY.get(name_in(words, words_for.BESIDE_BODY))
    return AskedBody(metric) if metric and {"my", "i"} & {*words} else None


def _last_sets(words: Words) -> Intent | None:
    if not has_any(words, words_for.LAST) or "week" in words:
        return None
    exercise = name_in(words, words_for.BESIDE_LAST)
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
