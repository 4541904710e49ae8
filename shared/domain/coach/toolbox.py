"""The tools a model may ask with: all of them read, none of them takes whose data is meant."""

from collections.abc import Mapping
from typing import Any

from shared.domain.coach.model import ToolSpec
from shared.domain.exercises import Equipment
from shared.domain.log.workouts import LoadUnit
from shared.domain.muscles import Muscle

MOST_WEEKS = 8
MOST_OCCASIONS = 5
MOST_FOUND = 10
LONGEST_QUERY = 200

_MUSCLE = {"type": "string", "enum": [muscle.value for muscle in Muscle]}
_EXERCISE = {
    "type": "string",
    "description": "Its name as people type it, or its id.",
    "maxLength": LONGEST_QUERY,
}
_UNIT = {"type": "string", "enum": [unit.value for unit in LoadUnit]}


def _object(*required: str, **properties: Mapping[str, Any]) -> Mapping[str, Any]:
    told: dict[str, Any] = {"type": "object", "properties": dict(properties)}
    return told | ({"required": list(required)} if required else {})


_PROGRAM = _object(
    program_id={"type": "string", "description": "Without it: the program being followed."}
)

TOOLS = (
    ToolSpec(
        "get_program",
        "A program with its sessions, exercises and prescribed sets.",
        _PROGRAM,
    ),
    ToolSpec(
        "get_planned_volume",
        "Hard sets a week that a program plans for each of the 18 muscles, with the person's "
        "minimum and maximum and a verdict.",
        _PROGRAM,
    ),
    ToolSpec(
        "get_trained_weeks",
        "What was really trained: workouts, hard sets, load moved, and hard sets of each muscle, "
        "week by week, the newest first. The first is the week that runs now.",
        _object(weeks={"type": "integer", "minimum": 1, "maximum": MOST_WEEKS}),
    ),
    ToolSpec(
        "get_targets",
        "Between how many hard sets a week the person wants each muscle, or the usual bounds.",
        _object(muscle_group=_MUSCLE),
    ),
    ToolSpec(
        "get_records",
        "Personal records and the estimated one-rep max in an exercise; without one, the latest "
        "records of all.",
        _object(exercise=_EXERCISE),
    ),
    ToolSpec(
        "get_last_sets",
        "The sets done in an exercise the last times it was trained, the newest first.",
        _object(
            "exercise",
            exercise=_EXERCISE,
            times={"type": "integer", "minimum": 1, "maximum": MOST_OCCASIONS},
        ),
    ),
    ToolSpec(
        "get_next_workout",
        "What comes next by the program being followed, with loads and reps to aim at.",
        _object(),
    ),
    ToolSpec(
        "get_measurements",
        "A metric of the body with its trend: weight_kg, body_fat_percent, waist_cm and others. "
        "Without one: the last measurement.",
        _object(metric={"type": "string", "maxLength": 64}),
    ),
    ToolSpec(
        "search_exercises",
        "Exercises of the catalogue by name, muscle or equipment, and which muscles they train.",
        _object(
            query={"type": "string", "maxLength": LONGEST_QUERY},
            muscle_group=_MUSCLE,
            equipment={"type": "string", "enum": [one.value for one in Equipment]},
        ),
    ),
    ToolSpec(
        "search_notes",
        "What the person wrote in notes of workouts and programs, and told of themselves, by "
        "meaning.",
        _object("query", query={"type": "string", "maxLength": LONGEST_QUERY}),
    ),
    ToolSpec(
        "calculate_plates",
        "Which plates make a load on a bar.",
        _object(
            "load",
            "unit",
            load={"type": "number"},
            unit=_UNIT,
            bar={"type": "number", "description": "In the same unit. Without it: 20 kg or 45 lb."},
        ),
    ),
    ToolSpec(
        "estimate_one_rep_max",
        "The estimated one-rep max of a set, by the one formula used everywhere here (Epley).",
        _object(
            "load",
            "unit",
            "reps",
            load={"type": "number"},
            unit=_UNIT,
            reps={"type": "integer", "minimum": 1},
        ),
    ),
)
