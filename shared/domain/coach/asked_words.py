"""The words of questions that rules answer: those that tell the kind, those that may stand by."""

from shared.domain.coach.intents import Span


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ASKING = _set("what whats how hows which when is are was were do does did has have had i my me")
_SMALL = _set("the a an for of on in at with to by per each and it this that so far now")
_PLAIN = _ASKING | _SMALL

INSIDE = _set("and with to on the a of for at in up one press lift lifts")
"""May stand in the middle of a name: clean and press, push up, curl with a rope."""

NO_EXERCISE = _set("train trained push pull upper lower full body day reps rep many percent test")
"""Name sessions, or nothing, though the names of exercises begin with them."""
YES_OR_NO = _set("is are was were do does did has have had")
"""What begins with one wants a judgement of the figure, not the figure."""

VOLUME = _set("set sets volume")
BESIDE_VOLUME = _PLAIN.union(
    VOLUME,
    _set("many much hard working weekly week total get gets getting got done doing hit train"),
    _set("trained training am been muscle current active fractional"),
)
ADVICE = _set("should need needs recommended optimal ideal")
TARGET = ADVICE | _set("target targets landmark landmarks minimum maximum range ranges")
BESIDE_TARGET = BESIDE_VOLUME.union(TARGET, _set("be best right number"))
WEEK = _set("how hows summary summarize summarise")
BESIDE_WEEK = _PLAIN.union(
    WEEK,
    _set("workout workouts session sessions sets set volume training train trained lift lifted"),
    _set("many much week weekly go going gone went done doing total log logged stats statistics"),
)
LAST = _set("last previous")
BESIDE_LAST = _PLAIN.union(
    LAST,
    _set("time sets set workout session lift lifted use used weight weights reps load loads much"),
    _set("many done most recent recently exercise perform performed"),
)
NEXT = _set("next today")
TRAINING = _set("workout session training train lift")
BESIDE_NEXT = _PLAIN.union(
    NEXT,
    TRAINING,
    _set("should shall up day am supposed got exercises scheduled coming plan program"),
)
PLATES = _set("plate plates")
BAR = _set("bar barbell")
BESIDE_PLATES = _PLAIN.union(
    PLATES,
    BAR,
    _set("need load loading make get put side sides up should olympic total use go goes math"),
    _set("calculate calculator"),
)
ONE_REP_MAX = _set("1rm e1rm orm max maximum")
BESIDE_MAX = _PLAIN.union(
    ONE_REP_MAX, _set("estimated estimate current calculate much can lift best theoretical")
)
BESIDE_ESTIMATE = BESIDE_MAX | _set(
    "if lifted hit could would be set x @ times pressed about from based"
)
RECORD = _set("pr prs pb pbs record records")
BESIDE_RECORD = _PLAIN.union(RECORD, _set("personal best current all time lift lifts ever latest"))
BODY = {
    "weight": "weight_kg",
    "body weight": "weight_kg",
    "bodyweight": "weight_kg",
    "weigh": "weight_kg",
    "body fat": "body_fat_percent",
    "bodyfat": "body_fat_percent",
    "body fat percentage": "body_fat_percent",
    "lean mass": "lean_mass_kg",
    "fat mass": "fat_mass_kg",
    "waist": "waist_cm",
    "hips": "hip_cm",
    "neck": "neck_cm",
}
BESIDE_BODY = _PLAIN.union(
    _set("current latest last trend trending going changing changed doing over time much"),
    _set("measurement lately recently been"),
)
QUESTIONS = _set("question questions query queries ask asks answer answers message messages quota")
LEFT = _set("left remaining used quota limit")
BESIDE_QUOTA = _PLAIN.union(QUESTIONS, LEFT, _set("many much ai month free can still you"))

HELP = frozenset(
    {
        "help",
        "what can you do",
        "what can i ask",
        "what can i ask you",
        "how can you help",
        "how can you help me",
        "what do you do",
    }
)
MEMORY = frozenset(
    {
        "what do you know about me",
        "what do you remember",
        "what do you remember about me",
        "what have i told you",
    }
)

SPANS = (
    (("this", "week"), Span.THIS_WEEK),
    (("last", "week"), Span.LAST_WEEK),
    (("previous", "week"), Span.LAST_WEEK),
)
PLANNED = _set("planned plan plans program programme routine")
MAXES = (
    ("one", "rep", "max"),
    ("1", "rep", "max"),
    ("one-rep", "max"),
    ("1-rep", "max"),
    ("one-rep-max",),
    ("1", "rm"),
    ("rep", "max"),
    ("one", "rm"),
)
