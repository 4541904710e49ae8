"""Weekly sets worked out by hand: muscle -> figure, and every term it is the sum of."""

from fractions import Fraction

Term = tuple[str, int | Fraction, Fraction, Fraction]
"""Session and exercise, sets in one session, contribution, weekly sets."""


PPL_TERMS = """
Chest = 14
  Push A Bench Press 5x1=5
  Push A Incline DB Press 3x1=3
  Push B Bench Press 3x1=3
  Push B Incline DB Press 3x1=3
Lats = 17.25
  Pull A Deadlift 1x0.25=0.25
  Pull A Lat Pulldown 3x1=3
  Pull A Seated Cable Row 3x1=3
  Pull B Bent-Over Row 5x1=5
  Pull B Lat Pulldown 3x1=3
  Pull B Seated Cable Row 3x1=3
Traps = 16
  Pull A Deadlift 1x0.5=0.5
  Pull A Seated Cable Row 3x0.5=1.5
  Pull A Face Pull 5x0.5=2.5
  Push A Overhead Press 3x0.25=0.75
  Push A Lateral Raise 6x0.25=1.5
  Pull B Bent-Over Row 5x0.5=2.5
  Pull B Seated Cable Row 3x0.5=1.5
  Pull B Face Pull 5x0.5=2.5
  Push B Overhead Press 5x0.25=1.25
  Push B Lateral Raise 6x0.25=1.5
Rhomboids = 19
  Pull A Lat Pulldown 3x0.5=1.5
  Pull A Seated Cable Row 3x1=3
  Pull A Face Pull 5x0.5=2.5
  Pull B Bent-Over Row 5x1=5
  Pull B Lat Pulldown 3x0.5=1.5
  Pull B Seated Cable Row 3x1=3
  Pull B Face Pull 5x0.5=2.5
Front Delts = 16.5
  Push A Bench Press 5x0.5=2.5
  Push A Overhead Press 3x1=3
  Push A Incline DB Press 3x0.75=2.25
  Push B Overhead Press 5x1=5
  Push B Bench Press 3x0.5=1.5
  Push B Incline DB Press 3x0.75=2.25
Side Delts = 16
  Push A Overhead Press 3x0.5=1.5
  Push A Lateral Raise 6x1=6
  Push B Overhead Press 5x0.5=2.5
  Push B Lateral Raise 6x1=6
Rear Delts = 17
  Pull A Lat Pulldown 3x0.25=0.75
  Pull A Seated Cable Row 3x0.5=1.5
  Pull A Face Pull 5x1=5
  Pull B Bent-Over Row 5x0.5=2.5
  Pull B Lat Pulldown 3x0.25=0.75
  Pull B Seated Cable Row 3x0.5=1.5
  Pull B Face Pull 5x1=5
Triceps = 23
  Push A Bench Press 5x0.5=2.5
  Push A Overhead Press 3x0.5=1.5
  Push A Incline DB Press 3x0.5=1.5
  Push A Triceps Pushdown 3x1=3
  Push A Overhead Triceps Extension 3x1=3
  Push B Overhead Press 5x0.5=2.5
  Push B Bench Press 3x0.5=1.5
  Push B Incline DB Press 3x0.5=1.5
  Push B Triceps Pushdown 3x1=3
  Push B Overhead Triceps Extension 3x1=3
Elbow Flexors = 24.5
  Pull A Lat Pulldown 3x0.5=1.5
  Pull A Seated Cable Row 3x0.5=1.5
  Pull A Hammer Curl 4x1=4
  Pull A Dumbbell Curl 4x1=4
  Pull B Bent-Over Row 5x0.5=2.5
  Pull B Lat Pulldown 3x0.5=1.5
  Pull B Seated Cable Row 3x0.5=1.5
  Pull B Hammer Curl 4x1=4
  Pull B Dumbbell Curl 4x1=4
Forearms = 12.25
  Pull A Deadlift 1x0.5=0.5
  Pull A Lat Pulldown 3x0.25=0.75
  Pull A Seated Cable Row 3x0.25=0.75
  Pull A Hammer Curl 4x0.5=2
  Pull A Dumbbell Curl 4x0.25=1
  Legs Romanian Deadlift 3x0.25=0.75
  Pull B Bent-Over Row 5x0.25=1.25
  Pull B Lat Pulldown 3x0.25=0.75
  Pull B Seated Cable Row 3x0.25=0.75
  Pull B Hammer Curl 4x0.5=2
  Pull B Dumbbell Curl 4x0.25=1
  Legs Romanian Deadlift 3x0.25=0.75
Spinal Erectors = 11
  Pull A Deadlift 1x1=1
  Legs Squat 3x0.5=1.5
  Legs Romanian Deadlift 3x0.75=2.25
  Pull B Bent-Over Row 5x0.5=2.5
  Legs Squat 3x0.5=1.5
  Legs Romanian Deadlift 3x0.75=2.25
Abs = 0
Obliques = 0
Glutes = 12.75
  Pull A Deadlift 1x0.75=0.75
  Legs Squat 3x0.75=2.25
  Legs Romanian Deadlift 3x0.75=2.25
  Legs Leg Press 3x0.5=1.5
  Legs Squat 3x0.75=2.25
  Legs Romanian Deadlift 3x0.75=2.25
  Legs Leg Press 3x0.5=1.5
Quads = 12.5
  Pull A Deadlift 1x0.5=0.5
  Legs Squat 3x1=3
  Legs Leg Press 3x1=3
  Legs Squat 3x1=3
  Legs Leg Press 3x1=3
Hamstrings = 14.25
  Pull A Deadlift 1x0.75=0.75
  Legs Squat 3x0.25=0.75
  Legs Romanian Deadlift 3x1=3
  Legs Seated Leg Curl 3x1=3
  Legs Squat 3x0.25=0.75
  Legs Romanian Deadlift 3x1=3
  Legs Seated Leg Curl 3x1=3
Adductors = 6.25
  Pull A Deadlift 1x0.25=0.25
  Legs Squat 3x0.5=1.5
  Legs Romanian Deadlift 3x0.25=0.75
  Legs Leg Press 3x0.25=0.75
  Legs Squat 3x0.5=1.5
  Legs Romanian Deadlift 3x0.25=0.75
  Legs Leg Press 3x0.25=0.75
Calves = 11.5
  Legs Seated Leg Curl 3x0.25=0.75
  Legs Standing Calf Raise 5x1=5
  Legs Seated Leg Curl 3x0.25=0.75
  Legs Standing Calf Raise 5x1=5
"""

GBR_TERMS = """
Chest = 8
  Upper Bench Press 4x1=8
Lats = 10
  Upper Bent-Over Row 3x1=6
  Upper Chin-Up 2x1=4
Traps = 3
  Upper Bent-Over Row 3x0.5=3
Rhomboids = 8
  Upper Bent-Over Row 3x1=6
  Upper Chin-Up 2x0.5=2
Front Delts = 10
  Upper Bench Press 4x0.5=4
  Upper DB Shoulder Press 3x1=6
Side Delts = 3
  Upper DB Shoulder Press 3x0.5=3
Rear Delts = 4
  Upper Bent-Over Row 3x0.5=3
  Upper Chin-Up 2x0.25=1
Triceps = 11
  Upper Bench Press 4x0.5=4
  Upper DB Shoulder Press 3x0.5=3
  Upper Skullcrusher 2x1=4
Elbow Flexors = 10
  Upper Bent-Over Row 3x0.5=3
  Upper Chin-Up 2x0.75=3
  Upper Hammer Curl 2x1=4
Forearms = 6
  Lower Stiff-Leg Deadlift 3x0.25=1.5
  Upper Bent-Over Row 3x0.25=1.5
  Upper Chin-Up 2x0.25=1
  Upper Hammer Curl 2x0.5=2
Spinal Erectors = 11.5
  Lower Squat 4x0.5=4
  Lower Stiff-Leg Deadlift 3x0.75=4.5
  Upper Bent-Over Row 3x0.5=3
Abs = 1
  Upper Chin-Up 2x0.25=1
Obliques = 0
Glutes = 13.5
  Lower Squat 4x0.75=6
  Lower Stiff-Leg Deadlift 3x0.75=4.5
  Lower Leg Press 3x0.5=3
Quads = 14
  Lower Squat 4x1=8
  Lower Leg Press 3x1=6
Hamstrings = 12
  Lower Squat 4x0.25=2
  Lower Stiff-Leg Deadlift 3x1=6
  Lower Seated Leg Curl 2x1=4
Adductors = 7
  Lower Squat 4x0.5=4
  Lower Stiff-Leg Deadlift 3x0.25=1.5
  Lower Leg Press 3x0.25=1.5
Calves = 13
  Lower Seated Leg Curl 2x0.25=1
  Lower Standing Calf Raise 3x1=6
  Lower Seated Calf Raise 3x1=6
"""


def worked_out(text: str) -> dict[str, tuple[Fraction, list[Term]]]:
    week: dict[str, tuple[Fraction, list[Term]]] = {}
    terms: list[Term] = []
    for line in text.strip().splitlines():
        if line.startswith("  "):
            named, product = line.strip().rsplit(" ", 1)
            factors, weekly_sets = product.split("=")
            sets, contribution = factors.split("x")
            terms.append((named, int(sets), Fraction(contribution), Fraction(weekly_sets)))
        else:
            muscle, figure = line.split(" = ")
            terms = []
            week[muscle] = (Fraction(figure), terms)
    return week


PPL_WEEK = worked_out(PPL_TERMS)
GBR_WEEK = worked_out(GBR_TERMS)
