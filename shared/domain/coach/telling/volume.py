"""The volume of muscles, planned and trained, and between which bounds it should lie."""

from collections.abc import Iterable, Iterator, Sequence

from shared.domain.coach.telling.items import Item
from shared.domain.coach.telling.said import LIST_MARK, Said
from shared.domain.figures import in_sets, shown
from shared.domain.muscles import Muscle
from shared.domain.reports.plain import number
from shared.domain.targets import DEFAULT_TARGET, Targets, Verdict
from shared.domain.volume import MuscleVolume, Report
from shared.domain.weeks import IsoWeek

_BOUNDS = {
    Verdict.BELOW_MINIMUM: "under the minimum of {minimum}",
    Verdict.OPTIMAL: "within the target of {minimum} to {maximum}",
    Verdict.HIGH: "over the maximum of {maximum}",
    Verdict.EXCESSIVE: "far over the maximum of {maximum}",
}


def planned_items(report: Report, muscles: Iterable[Muscle] = Muscle) -> list[Item]:
    return [_item(report.of(one), "volume:planned", {}, "are planned") for one in muscles]


def trained_items(week: IsoWeek, report: Report, muscles: Iterable[Muscle] = Muscle) -> list[Item]:
    source, when = f"volume:trained:{week}", {"week": str(week)}
    return [_item(report.of(one), source, when, f"were done in {week}") for one in muscles]


def target_items(targets: Targets, muscles: Iterable[Muscle] = Muscle) -> list[Item]:
    return [_target(muscle, targets) for muscle in muscles]


def _item(one: MuscleVolume, source: str, when: dict[str, str], verb: str) -> Item:
    """`weekly_sets` counts by contribution, `direct_sets` only what trains the muscle itself."""
    values = {
        **when,
        "muscle_group": one.muscle.value,
        "weekly_sets": number(one.weekly_sets),
        "direct_sets": number(one.direct_sets),
        "status": one.status.value,
        "minimum": number(one.minimum),
        "maximum": number(one.maximum),
        "times_per_week": number(one.frequency_per_week),
        "largest_session_sets": number(one.largest_session_sets),
    }
    sets = f"{in_sets(one.weekly_sets)} a week"
    return Item(f"{source}:{one.muscle}", f"{one.muscle.label}: {sets} {verb}.", values)


def _target(muscle: Muscle, targets: Targets) -> Item:
    target = targets.get(muscle, DEFAULT_TARGET)
    label = f"{muscle.label}: {shown(target.minimum)} to {shown(target.maximum)} sets a week."
    values = {
        "muscle_group": muscle.value,
        "minimum": number(target.minimum),
        "maximum": number(target.maximum),
        "excessive_above": number(target.ceiling),
        "is_own": muscle in targets,
    }
    return Item(f"target:{muscle}", label, values)


def volume_said(
    opening: str, report: Report, items: Sequence[Item], muscles: Sequence[Muscle]
) -> Iterator[Said]:
    """`items` are those of the muscles. One muscle is said in a sentence, more in a list."""
    told = [_muscle_said(report.of(muscle)) for muscle in muscles]
    if len(told) == 1:
        yield Said(f"{opening}: {told[0]}.", items)
        return
    yield Said(f"{opening}:")
    for line, item in zip(told, items, strict=True):
        yield Said(f"{LIST_MARK}{line}.", [item])


def _muscle_said(one: MuscleVolume) -> str:
    minimum, maximum = shown(one.minimum), shown(one.maximum)
    bounds = _BOUNDS[one.status].format(minimum=minimum, maximum=maximum)
    return f"{one.muscle.label} {in_sets(one.weekly_sets)} a week, {bounds}"


def targets_said(targets: Targets, muscles: Sequence[Muscle]) -> Iterator[Said]:
    for muscle, item in zip(muscles, target_items(targets, muscles), strict=True):
        target = targets.get(muscle, DEFAULT_TARGET)
        whose = "your own target" if muscle in targets else "the usual target"
        yield Said(
            f"{muscle.label}: {whose} is {shown(target.minimum)} to {shown(target.maximum)} hard "
            f"sets a week, and more than {shown(target.ceiling)} counts as excessive.",
            [item],
        )
