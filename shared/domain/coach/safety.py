"""What the screens decide about a text: whether it is for a coach at all."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    ALLOW = "ALLOW"
    REDIRECT = "REDIRECT"
    """Not for a coach: a fixed answer names who it is for."""
    EMERGENCY = "EMERGENCY"
    """A fixed answer says to stop and to get help now."""


class Topic(StrEnum):
    """In order of urgency: of several in one text, the first decides."""

    SUICIDE = "SUICIDE"
    CHEST_PAIN = "CHEST_PAIN"
    BREATHING = "BREATHING"
    STROKE = "STROKE"
    FAINTING = "FAINTING"
    ALLERGY = "ALLERGY"
    ACUTE = "ACUTE"
    """Any other: a seizure, an overdose, bleeding that does not stop."""
    EATING_DISORDER = "EATING_DISORDER"
    DRUGS = "DRUGS"
    MEDICAL = "MEDICAL"
    PREGNANCY = "PREGNANCY"
    INJURY = "INJURY"


@dataclass(frozen=True, slots=True)
class Verdict:
    action: Action
    topic: Topic | None = None
    answer: str | None = None
    """The whole answer to give, word for word; None when the text may go on its way."""


ALLOWED = Verdict(Action.ALLOW)
