"""The 18 muscle groups, in the order every report shows them."""

from enum import StrEnum


class Muscle(StrEnum):
    CHEST = "CHEST"
    LATS = "LATS"
    TRAPS = "TRAPS"
    RHOMBOIDS = "RHOMBOIDS"
    FRONT_DELTS = "FRONT_DELTS"
    SIDE_DELTS = "SIDE_DELTS"
    REAR_DELTS = "REAR_DELTS"
    TRICEPS = "TRICEPS"
    ELBOW_FLEXORS = "ELBOW_FLEXORS"
    FOREARMS = "FOREARMS"
    SPINAL_ERECTORS = "SPINAL_ERECTORS"
    ABS = "ABS"
    OBLIQUES = "OBLIQUES"
    GLUTES = "GLUTES"
    QUADS = "QUADS"
    HAMSTRINGS = "HAMSTRINGS"
    ADDUCTORS = "ADDUCTORS"
    CALVES = "CALVES"

    @property
    def label(self) -> str:
        """In plain words, as it stands at the start of a sentence: `Front delts`."""
        return self.value.replace("_", " ").capitalize()
