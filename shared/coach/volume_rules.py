"""Rules about sets a week: of muscles, planned and trained, and of a week all in all."""

from collections.abc import Iterator, Sequence

from shared.coach.lookups import Lookups
from shared.domain.access import Caller
from shared.domain.coach.intents import AskedTarget, AskedVolume, AskedWeek, Span
from shared.domain.coach.telling.said import Said
from shared.domain.coach.telling.volume import (
    planned_items,
    targets_said,
    trained_items,
    volume_said,
)
from shared.domain.coach.telling.weeks import week_said
from shared.domain.muscles import Muscle
from shared.domain.weeks import IsoWeek


def volume(lookups: Lookups, caller: Caller, asked: AskedVolume) -> list[Said]:
    """When nothing says which week, what is planned and what is done so far."""
    said: list[Said] = []
    if asked.span in (Span.PLANNED, Span.NOT_SAID):
        said += _planned(lookups, caller, asked.muscles)
    if asked.span is not Span.PLANNED:
        said += _trained(lookups, caller, asked.muscles, _week(lookups, caller, asked.span))
    return said


def target(_: Lookups, caller: Caller, asked: AskedTarget) -> list[Said]:
    return list(targets_said(caller.volume_targets, asked.muscles))


def week(lookups: Lookups, caller: Caller, asked: AskedWeek) -> list[Said]:
    this = _week(lookups, caller, asked.span)
    (found,) = lookups.trained(caller, this, this)
    return list(week_said(found, caller.units))


def _planned(lookups: Lookups, caller: Caller, muscles: Sequence[Muscle]) -> Iterator[Said]:
    planned = lookups.planned(caller)
    if planned is None:
        yield Said("You follow no program, so no sets are planned.")
        return
    items = planned_items(planned.report, muscles)
    opening = f"Planned by {planned.program.plan.name}"
    yield from volume_said(opening, planned.report, items, muscles)


def _trained(
    lookups: Lookups, caller: Caller, muscles: Sequence[Muscle], week: IsoWeek
) -> Iterator[Said]:
    (found,) = lookups.trained(caller, week, week)
    when = f"Done in {week}" if found.is_over else "Done this week so far"
    if not found.trained.workouts:
        yield Said(f"{when}: nothing is logged.")
        return
    items = trained_items(week, found.volume, muscles)
    yield from volume_said(when, found.volume, items, muscles)


def _week(lookups: Lookups, caller: Caller, span: Span) -> IsoWeek:
    this = lookups.this_week(caller)
    return this.later(-1) if span is Span.LAST_WEEK else this
