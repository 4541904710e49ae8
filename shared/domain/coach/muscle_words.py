"""What people call muscles: one of the 18, or several of them at once."""

from collections.abc import Mapping

from shared.domain.coach.slips import nearest
from shared.domain.muscles import Muscle

_SHOULDERS = (Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.REAR_DELTS)
_BACK = (Muscle.LATS, Muscle.TRAPS, Muscle.RHOMBOIDS)
_ARMS = (Muscle.TRICEPS, Muscle.ELBOW_FLEXORS, Muscle.FOREARMS)
_CORE = (Muscle.ABS, Muscle.OBLIQUES)
_LEGS = (Muscle.GLUTES, Muscle.QUADS, Muscle.HAMSTRINGS, Muscle.ADDUCTORS, Muscle.CALVES)

NAMES: Mapping[str, tuple[Muscle, ...]] = {
    **{muscle.value.replace("_", " ").lower(): (muscle,) for muscle in Muscle},
    "pecs": (Muscle.CHEST,),
    "pec": (Muscle.CHEST,),
    "pectorals": (Muscle.CHEST,),
    "lat": (Muscle.LATS,),
    "latissimus": (Muscle.LATS,),
    "trap": (Muscle.TRAPS,),
    "trapezius": (Muscle.TRAPS,),
    "front deltoids": (Muscle.FRONT_DELTS,),
    "anterior delts": (Muscle.FRONT_DELTS,),
    "front delt": (Muscle.FRONT_DELTS,),
    "side deltoids": (Muscle.SIDE_DELTS,),
    "lateral delts": (Muscle.SIDE_DELTS,),
    "side delt": (Muscle.SIDE_DELTS,),
    "middle delts": (Muscle.SIDE_DELTS,),
    "rear deltoids": (Muscle.REAR_DELTS,),
    "posterior delts": (Muscle.REAR_DELTS,),
    "rear delt": (Muscle.REAR_DELTS,),
    "tris": (Muscle.TRICEPS,),
    "tricep": (Muscle.TRICEPS,),
    "bicep": (Muscle.ELBOW_FLEXORS,),
    "biceps": (Muscle.ELBOW_FLEXORS,),
    "bis": (Muscle.ELBOW_FLEXORS,),
    "forearm": (Muscle.FOREARMS,),
    "lower back": (Muscle.SPINAL_ERECTORS,),
    "erectors": (Muscle.SPINAL_ERECTORS,),
    "ab": (Muscle.ABS,),
    "abdominals": (Muscle.ABS,),
    "glute": (Muscle.GLUTES,),
    "quad": (Muscle.QUADS,),
    "quadriceps": (Muscle.QUADS,),
    "hams": (Muscle.HAMSTRINGS,),
    "hamstring": (Muscle.HAMSTRINGS,),
    "hammies": (Muscle.HAMSTRINGS,),
    "adductor": (Muscle.ADDUCTORS,),
    "inner thighs": (Muscle.ADDUCTORS,),
    "calf": (Muscle.CALVES,),
    "shoulders": _SHOULDERS,
    "shoulder": _SHOULDERS,
    "delts": _SHOULDERS,
    "deltoids": _SHOULDERS,
    "back": _BACK,
    "upper back": (Muscle.TRAPS, Muscle.RHOMBOIDS),
    "mid back": (Muscle.RHOMBOIDS,),
    "arms": _ARMS,
    "arm": _ARMS,
    "core": _CORE,
    "legs": _LEGS,
    "leg": _LEGS,
    "upper body": (Muscle.CHEST, *_BACK, *_SHOULDERS, *_ARMS),
    "lower body": _LEGS,
}


def muscles_named(text: str) -> tuple[Muscle, ...]:
    """None when the text is anything but one name, or several joined by `and`. A long name may
    have a letter wrong."""
    found: dict[Muscle, None] = {}
    for name in text.replace(" and ", ",").split(","):
        muscles = _one(name.strip())
        if not muscles:
            return ()
        found |= dict.fromkeys(muscles)
    return tuple(found)


def _one(name: str) -> tuple[Muscle, ...]:
    for known in (name, name.removesuffix(" muscles"), name.removesuffix(" muscle")):
        if known in NAMES:
            return NAMES[known]
    meant = nearest(name, NAMES)
    return NAMES[meant] if meant else ()
