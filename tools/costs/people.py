"""What a month of people costs: what somebody does who trains three times a week, times what it
comes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.costs.pricing import (
    MEMORY_GIB,
    MESSAGE_BYTES,
    REQUEST_SECONDS,
    Counted,
    Line,
    line,
    total,
)

PEOPLE = 1_000
_MONTH_SECONDS = 30 * 24 * 3_600


@dataclass(frozen=True, slots=True)
class Action:
    what: str
    often: float
    """Times a month, of one person."""
    counted: Counted
    requests: int = 1
    seconds: float = REQUEST_SECONDS
    """Of one request, as it is billed."""


ACTIONS: Sequence[Action] = (
    Action("a new token, as the app is opened", 60, Counted(1, 1)),
    Action("an instance that has not seen them lately", 240, Counted(1, 0), requests=0),
    Action("what to train next", 30, Counted(16, 0)),
    Action("the week beside the plan", 30, Counted(20, 0)),
    Action("a program", 12, Counted(1, 0)),
    Action("the list of programs", 8, Counted(2, 0)),
    Action("a change of a program", 2, Counted(2, 2)),
    Action("a search among exercises", 20, Counted(1, 0)),
    Action("last sets of an exercise", 60, Counted(4, 0)),
    # Twelve workouts of twenty sets, sent as there is a connection, one correction in each.
    Action("a batch of six events of a workout", 48, Counted(2, 8)),
    Action("records, after a workout", 12, Counted(4, 1)),
    Action("a page of workouts", 12, Counted(12, 0)),
    Action("a measurement", 8, Counted(2, 3)),
    Action("the latest measurement", 8, Counted(1, 0)),
    Action("a report of a week, made", 4.3, Counted(163, 2, announces=1), seconds=1.0),
    Action("a report of a week, read", 4.3, Counted(1, 0)),
)
"""`counted` is what tests/structure holds against the routes, over the log of a year."""

QUESTIONS = 10
"""To the coach, answered by a model: what the free tier may ask. Pro asks more, to a ceiling."""
QUESTION_TOKENS, ANSWER_TOKENS = 4_000, 400
EVENTS, WORKOUTS = 48 * 6, 12
EVENT_BYTES, WORKOUT_BYTES = 700, 12_000
"""Stored, with names and indexes; a workout is there with all its events in its ledger."""
LOG_LINE_BYTES = 900
ANSWER_BYTES = 4_000

_CROWDS = (1_000, 10_000, 100_000, 1_000_000)
_EVENING = 5.0
"""How much more than on average is done in the fullest hour."""


def counted(what: str) -> Counted:
    return next(one.counted for one in ACTIONS if one.what == what)


def month(people: int = PEOPLE) -> list[Line]:
    """What is used up, by price; what stays stored is that of one month, and grows by it."""
    reads = people * sum(one.often * one.counted.reads for one in ACTIONS)
    writes = people * sum(one.often * one.counted.writes for one in ACTIONS)
    requests = people * sum(one.often * one.requests for one in ACTIONS)
    seconds = people * sum(one.often * one.requests * one.seconds for one in ACTIONS)
    told = people * sum(one.often * one.counted.announces for one in ACTIONS)
    stored = people * (EVENTS * EVENT_BYTES + WORKOUTS * WORKOUT_BYTES)
    return [
        line("Firestore reads", reads, "firestore_read"),
        line("Firestore writes", writes, "firestore_write"),
        line("GiB that stay stored", stored / 2**30, "firestore_gib_month"),
        # A closed week and a letter: each published once and delivered once.
        line("bytes of Pub/Sub", told * 4 * MESSAGE_BYTES, "pubsub_byte"),
        line("requests of functions", requests, "request"),
        line("vCPU seconds", seconds, "vcpu_second"),
        line("GiB seconds", seconds * MEMORY_GIB, "gib_second"),
        line("GiB of logs", requests * LOG_LINE_BYTES / 2**30, "log_gib"),
        line("GiB sent to people", requests * ANSWER_BYTES / 2**30, "egress_gib"),
        line("tokens that the coach reads", people * QUESTIONS * QUESTION_TOKENS, "model_token_in"),
        line("tokens that the coach writes", people * QUESTIONS * ANSWER_TOKENS, "model_token_out"),
        line("load balancer and its wall, for all", 1, "edge_month"),
    ]


def actions_table() -> str:
    rows = [
        f"| {one.what} | {one.often:g} | {one.counted.reads} | {one.counted.writes} |"
        f" {one.often * one.counted.reads:,.0f} | {one.often * one.counted.writes:,.0f} |"
        for one in ACTIONS
    ]
    head = "| what | times a month | reads | writes | reads a month | writes a month |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|", *rows])


def crowd_table() -> str:
    """Money, and what is asked for in a second of the fullest hour."""
    head = "| people | a month | a person | requests/s | reads/s | writes/s | instances |"
    return "\n".join([head, "|---:" * 7 + "|", *map(_crowd, _CROWDS)])


def _crowd(people: int) -> str:
    lines = {one.what: one.quantity for one in month(people)}
    money = total(month(people))
    names = ("requests of functions", "Firestore reads", "Firestore writes", "vCPU seconds")
    requests, reads, writes, busy = (lines[name] * _EVENING / _MONTH_SECONDS for name in names)
    return (
        f"| {people:,} | ${money:,.0f} | ${money / people:.4f} |"
        f" {requests:,.1f} | {reads:,.0f} | {writes:,.0f} | {max(1, busy):,.0f} |"
    )
