"""What an exercise means, in words."""

from dataclasses import replace

from shared.domain.coach.exercise_texts import meaning_of
from shared.domain.exercises import Equipment, Exercise, Laterality, LoadMode, Mechanic, Tracking
from shared.domain.muscles import Muscle

RAISE = Exercise(
    id="raise",
    name="Lateral Raise",
    contributions={Muscle.FRONT_DELTS: 1, Muscle.SIDE_DELTS: 4},
    equipment=Equipment.SMITH_MACHINE,
    mechanic=Mechanic.ISOLATION,
    load_mode=LoadMode.EXTERNAL,
    laterality=Laterality.BILATERAL,
    tracking=Tracking.REPS,
)


def test_an_exercise_is_told_in_words_with_the_muscle_it_trains_most_in_front() -> None:
    assert meaning_of(replace(RAISE, contributions={Muscle.FOREARMS: 1, Muscle.TRICEPS: 4})) == (
        "Lateral Raise. smith machine isolation exercise. "
        "for triceps, back of the upper arm, forearms"
    )


def test_other_names_and_how_it_is_done_belong_to_it() -> None:
    known = replace(RAISE, aliases=("Side Raise", "Raise"), description="Lift. " * 100)
    assert meaning_of(known).startswith("Lateral Raise. also Side Raise, Raise. smith machine")
    assert meaning_of(known).endswith("front of the shoulders. " + ("Lift. " * 100)[:400])
