"""The words that exercises are made of, as they are shown."""

from enum import StrEnum

from shared.domain.exercises import Equipment
from shared.domain.muscles import Muscle
from shared.web.wire import View


class Region(StrEnum):
    CHEST = "CHEST"
    BACK = "BACK"
    SHOULDERS = "SHOULDERS"
    ARMS = "ARMS"
    CORE = "CORE"
    LEGS = "LEGS"


_REGIONS = {
    Muscle.CHEST: Region.CHEST,
    Muscle.LATS: Region.BACK,
    Muscle.TRAPS: Region.BACK,
    Muscle.RHOMBOIDS: Region.BACK,
    Muscle.FRONT_DELTS: Region.SHOULDERS,
    Muscle.SIDE_DELTS: Region.SHOULDERS,
    Muscle.REAR_DELTS: Region.SHOULDERS,
    Muscle.TRICEPS: Region.ARMS,
    Muscle.ELBOW_FLEXORS: Region.ARMS,
    Muscle.FOREARMS: Region.ARMS,
    Muscle.SPINAL_ERECTORS: Region.BACK,
    Muscle.ABS: Region.CORE,
    Muscle.OBLIQUES: Region.CORE,
    Muscle.GLUTES: Region.LEGS,
    Muscle.QUADS: Region.LEGS,
    Muscle.HAMSTRINGS: Region.LEGS,
    Muscle.ADDUCTORS: Region.LEGS,
    Muscle.CALVES: Region.LEGS,
}


class MuscleGroupView(View):
    muscle_group: Muscle
    name: str
    region: Region

    @classmethod
    def of(cls, muscle: Muscle) -> "MuscleGroupView":
        return cls(muscle_group=muscle, name=muscle.label, region=_REGIONS[muscle])


class EquipmentView(View):
    equipment: Equipment
    name: str

    @classmethod
    def of(cls, equipment: Equipment) -> "EquipmentView":
        name = equipment.value.replace("_", " ").capitalize()
        return cls(equipment=equipment, name=name)
