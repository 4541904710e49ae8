"""Weekly volume over the loaded rows, in plain floats."""

from bench.peers.schemas import MuscleRead, ReportRead, SourceRead, WarningRead
from bench.peers.tables import Program

MUSCLES = (
    "CHEST",
    "LATS",
    "TRAPS",
    "RHOMBOIDS",
    "FRONT_DELTS",
    "SIDE_DELTS",
    "REAR_DELTS",
    "TRICEPS",
    "ELBOW_FLEXORS",
    "FOREARMS",
    "SPINAL_ERECTORS",
    "ABS",
    "OBLIQUES",
    "GLUTES",
    "QUADS",
    "HAMSTRINGS",
    "ADDUCTORS",
    "CALVES",
)
MINIMUM, MAXIMUM = 10.0, 20.0


def report_of(program: Program) -> ReportRead:
    days = _days_per_week(program)
    times = days / len(program.sessions)
    sources: dict[str, list[SourceRead]] = {muscle: [] for muscle in MUSCLES}
    hard_sets = 0
    for session in program.sessions:
        for entry in session.entries:
            sets = sum(row.count for row in entry.sets if row.kind not in ("WARMUP", "DROP"))
            hard_sets += sets
            for contribution in entry.exercise.contributions if sets else ():
                sources[contribution.muscle_group].append(
                    SourceRead(
                        session=session.name,
                        session_index=session.position,
                        exercise=entry.exercise.name,
                        exercise_id=entry.exercise_id,
                        sets=sets,
                        times_per_week=round(times, 4),
                        contribution=contribution.share,
                        weekly_sets=round(sets * times * contribution.share, 4),
                    )
                )
    muscles = [_muscle(muscle, found, times) for muscle, found in sources.items()]
    return ReportRead(
        structure=program.structure,
        sessions_per_week=round(days, 4),
        weekly_sets_total=round(hard_sets * times, 4),
        muscles=muscles,
        warnings=[_warning(muscle) for muscle in muscles if muscle.status != "OPTIMAL"],
    )


def _days_per_week(program: Program) -> float:
    if program.days is not None:
        return float(len(program.days))
    on, off = program.days_on or 0, program.days_off or 0
    return on * 7 / (on + off)


def _muscle(muscle: str, sources: list[SourceRead], times: float) -> MuscleRead:
    doses: dict[int, float] = {}
    for source in sources:
        dose = source.sets * source.contribution
        doses[source.session_index] = doses.get(source.session_index, 0.0) + dose
    weekly = sum(doses.values()) * times
    direct = sum(source.sets for source in sources if source.contribution == 1)
    return MuscleRead(
        muscle_group=muscle,
        weekly_sets=round(weekly, 4),
        direct_sets=round(direct * times, 4),
        total_sets=round(sum(source.sets for source in sources) * times, 4),
        status=_status(weekly),
        minimum=MINIMUM,
        maximum=MAXIMUM,
        frequency_per_week=round(len(doses) * times, 4),
        largest_session_sets=max(doses.values(), default=0.0),
        sources=sources,
    )


def _status(weekly: float) -> str:
    if weekly < MINIMUM:
        return "BELOW_MINIMUM"
    if weekly <= MAXIMUM:
        return "OPTIMAL"
    return "HIGH" if weekly <= MAXIMUM * 1.25 else "EXCESSIVE"


def _warning(muscle: MuscleRead) -> WarningRead:
    label = muscle.muscle_group.replace("_", " ").capitalize()
    bound = {
        "BELOW_MINIMUM": f"under the minimum of {MINIMUM:.12g}",
        "HIGH": f"over the maximum of {MAXIMUM:.12g}",
        "EXCESSIVE": f"far over the maximum of {MAXIMUM:.12g}",
    }[muscle.status]
    message = f"{label}: {muscle.weekly_sets:.12g} sets a week, {bound}."
    return WarningRead(code=muscle.status, muscle_group=muscle.muscle_group, message=message)
