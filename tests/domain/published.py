"""Two published programs, and contributions assumed for them, as worked oracles to test against."""

import re
import uuid
from datetime import UTC, datetime

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import (
    Equipment,
    Exercise,
    Laterality,
    LoadMode,
    Mechanic,
    Standing,
    Tracking,
)
from shared.domain.muscles import Muscle
from shared.domain.programs import (
    Cyclic,
    Entry,
    Plan,
    Program,
    Session,
    SetKind,
    SetRow,
    SplitType,
    Structure,
    Weekday,
    Weekly,
)

NOW = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)

ASSUMED = """
Bench Press: Chest 1, Front Delts 0.5, Triceps 0.5
Overhead Press: Front Delts 1, Side Delts 0.5, Triceps 0.5, Traps 0.25
DB Shoulder Press: Front Delts 1, Side Delts 0.5, Triceps 0.5
Incline DB Press: Chest 1, Front Delts 0.75, Triceps 0.5
Triceps Pushdown: Triceps 1
Overhead Triceps Extension: Triceps 1
Skullcrusher: Triceps 1
Lateral Raise: Side Delts 1, Traps 0.25
Deadlift: Spinal Erectors 1, Glutes 0.75, Hamstrings 0.75, Quads 0.5, Traps 0.5, Forearms 0.5, \
Adductors 0.25, Lats 0.25
Bent-Over Row: Lats 1, Rhomboids 1, Traps 0.5, Rear Delts 0.5, Elbow Flexors 0.5, \
Spinal Erectors 0.5, Forearms 0.25
Lat Pulldown: Lats 1, Rhomboids 0.5, Elbow Flexors 0.5, Rear Delts 0.25, Forearms 0.25
Chin-Up: Lats 1, Elbow Flexors 0.75, Rhomboids 0.5, Rear Delts 0.25, Forearms 0.25, Abs 0.25
Seated Cable Row: Rhomboids 1, Lats 1, Traps 0.5, Rear Delts 0.5, Elbow Flexors 0.5, Forearms 0.25
Face Pull: Rear Delts 1, Rhomboids 0.5, Traps 0.5
Hammer Curl: Elbow Flexors 1, Forearms 0.5
Dumbbell Curl: Elbow Flexors 1, Forearms 0.25
Squat: Quads 1, Glutes 0.75, Adductors 0.5, Spinal Erectors 0.5, Hamstrings 0.25
Romanian Deadlift: Hamstrings 1, Glutes 0.75, Spinal Erectors 0.75, Adductors 0.25, Forearms 0.25
Stiff-Leg Deadlift: Hamstrings 1, Glutes 0.75, Spinal Erectors 0.75, Adductors 0.25, Forearms 0.25
Leg Press: Quads 1, Glutes 0.5, Adductors 0.25
Seated Leg Curl: Hamstrings 1, Calves 0.25
Standing Calf Raise: Calves 1
Seated Calf Raise: Calves 1
Crunch: Abs 1
Side Bend: Obliques 1
Hip Adduction: Adductors 1
Back Extension: Spinal Erectors 1, Glutes 0.5, Hamstrings 0.5
Shrug: Traps 1, Forearms 0.25
Wrist Curl: Forearms 1
Hip Thrust: Glutes 1, Hamstrings 0.25
Leg Extension: Quads 1
Lying Leg Curl: Hamstrings 1
Front Raise: Front Delts 1
Cable Fly: Chest 1
Reverse Fly: Rear Delts 1
Straight-Arm Pulldown: Lats 1
Scapular Retraction: Rhomboids 1
"""

COMPOUND = {"Press", "Row", "Deadlift", "Squat", "Pulldown", "Chin-Up", "Thrust"}


def exercise_id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def muscle(words: str) -> Muscle:
    return Muscle(words.upper().replace(" ", "_"))


def exercise(
    name: str, contributions: dict[Muscle, int], standing: Standing = Standing.ACTIVE
) -> Exercise:
    last_word = name.rsplit(maxsplit=1)[-1]
    return Exercise(
        id=exercise_id(name),
        name=name,
        contributions=contributions,
        equipment=Equipment.DUMBBELL,
        mechanic=Mechanic.COMPOUND if last_word in COMPOUND else Mechanic.ISOLATION,
        load_mode=LoadMode.EXTERNAL,
        laterality=Laterality.BILATERAL,
        tracking=Tracking.REPS,
        standing=standing,
    )


def assumed(line: str) -> Exercise:
    name, contributions = line.split(": ")
    shares = [share.rsplit(" ", 1) for share in contributions.split(", ")]
    return exercise(name, {muscle(words): int(float(share) * 4) for words, share in shares})


EXERCISES = {known.id: known for known in map(assumed, ASSUMED.strip().splitlines())}
CATALOGUE = Catalogue.of(EXERCISES, version=1)


def row(text: str) -> SetRow:
    """`3x8-12`, `1x5+` (as many as possible) or `5x5`."""
    found = re.fullmatch(r"(\d+)x(\d+)(?:-(\d+))?(\+?)", text)
    assert found, text
    count, low, high, amrap = found.groups()
    if amrap:
        return SetRow(SetKind.AMRAP, int(count), int(low))
    return SetRow(SetKind.WORKING, int(count), int(low), int(high or low))


def session(name: str, *lines: str) -> Session:
    """Lines like `Bench Press 4x5,1x5+`."""
    entries = []
    for line in lines:
        title, sets = line.rsplit(" ", 1)
        rows = tuple(row(part) for part in sets.split(","))
        entries.append(Entry(sets=rows, exercise_id=exercise_id(title)))
    return Session(name, tuple(entries))


def weekly(days: str) -> Weekly:
    return Weekly(tuple(Weekday[day] for day in days.split()))


def plan(
    *sessions: Session,
    structure: Structure | str = "MON WED FRI",
    name: str = "A plan",
    split_type: SplitType = SplitType.CUSTOM,
) -> Plan:
    kept = weekly(structure) if isinstance(structure, str) else structure
    return Plan(
        name=name,
        split_type=split_type,
        structure=kept,
        duration_weeks=8,
        sessions=sessions,
    )


def program(content: Plan) -> Program:
    return Program(
        id="program-1",
        plan=content,
        owner_id="user-1",
        organization_id="org-1",
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


PULL = (
    "Lat Pulldown 3x8-12",
    "Seated Cable Row 3x8-12",
    "Face Pull 5x15-20",
    "Hammer Curl 4x8-12",
    "Dumbbell Curl 4x8-12",
)
PUSH = (
    "Incline DB Press 3x8-12",
    "Triceps Pushdown 3x8-12",
    "Overhead Triceps Extension 3x8-12",
    "Lateral Raise 6x15-20",
)
LEGS = session(
    "Legs",
    "Squat 2x5,1x5+",
    "Romanian Deadlift 3x8-12",
    "Leg Press 3x8-12",
    "Seated Leg Curl 3x8-12",
    "Standing Calf Raise 5x8-12",
)
PPL = plan(
    session("Pull A", "Deadlift 1x5+", *PULL),
    session("Push A", "Bench Press 4x5,1x5+", "Overhead Press 3x8-12", *PUSH),
    LEGS,
    session("Pull B", "Bent-Over Row 4x5,1x5+", *PULL),
    session("Push B", "Overhead Press 4x5,1x5+", "Bench Press 3x8-12", *PUSH),
    LEGS,
    structure="MON TUE WED THU FRI SAT",
    name="Metallicadpa PPL",
    split_type=SplitType.PUSH_PULL_LEGS,
)
"""By Metallicadpa, reddit.com/r/Fitness, 2015."""

LOWER = session(
    "Lower",
    "Squat 4x6-8",
    "Stiff-Leg Deadlift 3x6-8",
    "Leg Press 3x10-12",
    "Seated Leg Curl 2x10-12",
    "Standing Calf Raise 3x6-8",
    "Seated Calf Raise 3x10-12",
)
UPPER = session(
    "Upper",
    "Bench Press 4x6-8",
    "Bent-Over Row 3x6-8",
    "DB Shoulder Press 3x10-12",
    "Chin-Up 2x10-12",
    "Skullcrusher 2x12-15",
    "Hammer Curl 2x12-15",
)
GBR = plan(
    LOWER,
    UPPER,
    structure="MON TUE THU FRI",
    name="Generic Bulking Routine",
    split_type=SplitType.UPPER_LOWER,
)
"""By Lyle McDonald: two sessions in turn over four days."""

GBR_TWO_ON_ONE_OFF = plan(LOWER, UPPER, structure=Cyclic(days_on=2, days_off=1))
