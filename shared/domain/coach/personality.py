"""The tones the coach can speak in. They change how things are said, never what is said."""

from enum import StrEnum


class Personality(StrEnum):
    MOTIVATIONAL = "MOTIVATIONAL"
    CALM = "CALM"
    TOUGH = "TOUGH"
    FRIENDLY = "FRIENDLY"


UNLESS_CHOSEN = Personality.FRIENDLY
