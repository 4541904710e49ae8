"""The forms in which people state what lasts about themselves, in small letters."""

import re
from typing import NamedTuple

from shared.domain.coach.memory import MemoryKind

_OPENING = (
    r"(?:(?:and|but|also|well|so|ok|okay|hi|hey|hello|btw|by the way|coach|please|fyi)[ ,]+)*"
)
_THING = (
    r"(?:barbells?|dumbbells?|kettlebells?|bands?|racks?|bench|cables?|machines?|gym|smith|"
    r"pull ?up bar|rings?|plates?|equipment|weights|treadmill|sled|trap bar)"
)
ABOUT_TRAINING = re.compile(
    rf"\b(?:{_THING}|squats?|squatting|deadlifts?|deadlifting|press(?:es|ing)?|rows?|rowing|curls?|"
    r"lunges?|pull ?ups?|chin ?ups?|push ?ups?|dips?|burpees?|cardio|running|supersets?|"
    r"high reps|low reps|heavy|training|train|exercises?|workouts?|sessions?|isolation|compounds?|"
    r"free weights|split|full body|legs?|arms?|chest|back|shoulders?|failure|rest|yoga)\b"
)
_DAYS = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?"
_TIME = (
    rf"(?:at \d|at noon|in the (?:morning|evening|afternoon)|mornings?|evenings?|at night|"
    rf"after work|before work|early|late|on {_DAYS}|during lunch|at lunch)"
)


class Form(NamedTuple):
    kind: MemoryKind
    topic: str
    written: re.Pattern[str]


def _written(text: str) -> re.Pattern[str]:
    return re.compile(rf"{_OPENING}{text}")


FORMS = (
    Form(
        MemoryKind.NAME,
        "name",
        _written(
            r"(?:(?:you can )?call me|my name is|my names|i go by) (?!back|when|if|later|crazy)"
            r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*){0,2}[.!]*$"
        ),
    ),
    Form(
        MemoryKind.SCHEDULE,
        "days",
        _written(
            r"i (?:can |only |usually |want to |will |always )*"
            r"(?:train|work ?out|lift|exercise|go to the gym) (?:only |about |up to )?"
            r"(?:\d|one|two|three|four|five|six|seven|once|twice|every)(?: or \d)?"
            r"(?: (?:times|days))?(?: (?:a|per|each) week| day| other day)?\b"
        ),
    ),
    Form(
        MemoryKind.SCHEDULE,
        "time",
        _written(
            rf"i (?:can |only |usually |always |have to |prefer to )*"
            rf"(?:train|work ?out|lift|exercise|go to the gym) (?:[\w]+ ){{0,3}}{_TIME}\b"
        ),
    ),
    Form(
        MemoryKind.SCHEDULE,
        "minutes",
        _written(
            r"(?:i (?:only )?have (?:only |about |around )?\d+ min(?:ute)?s?\b|"
            r"my (?:workouts|sessions) (?:are|last|take) (?:about |around )?\d+ min)"
        ),
    ),
    Form(
        MemoryKind.EQUIPMENT,
        "",
        _written(
            rf"i(?:ve)? (?:only |dont |do not |also )*(?:have|own|got|use)\b"
            rf"[^?]{{0,60}}\b{_THING}\b"
        ),
    ),
    Form(
        MemoryKind.EQUIPMENT,
        "place",
        _written(
            r"i (?:only |usually |always )*(?:train|work ?out|lift|exercise) "
            r"(?:at home|outdoors|outside|in (?:a|my) [\w ]{0,20}(?:gym|garage|basement))\b"
        ),
    ),
    Form(
        MemoryKind.GOAL,
        "goal",
        _written(
            r"(?:my (?:main |biggest |only )?goal is\b.|i want to (?:get|be|become|grow|build|"
            r"gain|lose|put on|bulk|cut|compete|increase|improve)\b.|"
            r"i(?:m| am) training for\b.)"
        ),
    ),
    Form(
        MemoryKind.PREFERENCE,
        "",
        _written(
            r"i (?:really |absolutely |much |do not |dont |cant )*"
            r"(?:prefer|love|like|enjoy|hate|dislike|stand|avoid)\b"
        ),
    ),
    Form(
        MemoryKind.OTHER,
        "",
        _written(
            r"(?:my [a-z ]{3,30} (?:is|are) (?:weak|weaker|lagging|strong|stronger|stiff)\b|"
            r"i(?:m| am) (?:an? )?(?:complete |total )?(?:beginner|novice|intermediate|advanced|"
            r"vegetarian|vegan|left.handed|right.handed|\d+ years old)\b|"
            r"i(?:ve| have) been (?:training|lifting|working out) (?:for|since)\b|"
            r"i work (?:nights|night shifts|shifts|from home)\b)"
        ),
    ),
)
