"""Catalogues: finding an exercise by id among those a person sees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.domain.errors import Fault
from shared.domain.exercises import Exercise


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Layers of id -> exercise. The first layer that knows an id answers, so that what an
    organisation adds can never stand in for a global exercise. A layer may decode its exercises
    when they are asked for: nothing here walks over one unless `__iter__` is called."""

    layers: tuple[Mapping[str, Exercise], ...]
    version: str
    """Changes whenever any exercise in sight does."""

    @classmethod
    def of(cls, exercises: Mapping[str, Exercise], version: int | str) -> "Catalogue":
        return cls((exercises,), str(version))

    def extended(self, other: "Catalogue") -> "Catalogue":
        """This catalogue with another one behind it: the global one with an organisation's."""
        return Catalogue(self.layers + other.layers, f"{self.version}.{other.version}")

    def find(self, exercise_id: str) -> Exercise | None:
        for layer in self.layers:
            exercise = layer.get(exercise_id)
            if exercise is not None:
                return exercise
        return None

    def __iter__(self) -> Iterator[Exercise]:
        """Every exercise once, archived and removed ones too."""
        seen: set[str] = set()
        for layer in self.layers:
            for exercise_id, exercise in layer.items():
                if exercise_id not in seen:
                    seen.add(exercise_id)
                    yield exercise


def unknown_exercise(session_index: int, entry_index: int) -> Fault:
    return Fault(
        f"sessions.{session_index}.exercises.{entry_index}.exercise_id",
        "There is no such exercise in the catalogue.",
    )
