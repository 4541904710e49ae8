"""Exercises of the catalogue as the coach reads them."""

from shared.domain.coach.telling.items import Item
from shared.domain.exercises import QUARTERS_PER_SET, Exercise


def exercise_item(exercise: Exercise) -> Item:
    gives = {
        muscle.value: quarters / QUARTERS_PER_SET
        for muscle, quarters in exercise.contributions.items()
    }
    values = {
        "exercise_id": exercise.id,
        "name": exercise.name,
        "equipment": exercise.equipment.value,
        "mechanic": exercise.mechanic.value,
        "muscle_contributions": gives,
    }
    label = f"{exercise.name}: what a set of it gives to which muscle."
    return Item(f"exercise:{exercise.id}", label, values, (exercise.name,))
