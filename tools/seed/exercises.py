"""Seeding the global catalogue: what would change, and the catalogue that comes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.exercises import Exercise, Standing
from shared.domain.naming import name_key
from shared.store.catalogue import Curated
from tools.seed.changes import Change, Stored, Verdict, Wanted, fingerprint, plan_changes
from tools.seed.facts import facts_of_exercise

_NAME_TAKEN = "another exercise here has this name"


def exercise_changes(
    stored: Mapping[str, Curated], wanted: Sequence[Exercise], *, force: bool = False
) -> tuple[Change, ...]:
    planned = plan_changes(
        {
            one.exercise.id: Stored(
                one.exercise.id,
                one.exercise.name,
                facts_of_exercise(one.exercise),
                one.fingerprint,
            )
            for one in stored.values()
        },
        [Wanted(one.id, one.name, facts_of_exercise(one)) for one in wanted],
        force=force,
    )
    return tuple(_yielding(planned, stored, wanted))


def curated_exercises(
    stored: Mapping[str, Curated],
    wanted: Sequence[Exercise],
    planned: Sequence[Change],
    now: datetime,
) -> Iterator[Curated]:
    """The whole catalogue: what was planned, in order, then everything else as it is."""
    by_id = {exercise.id: exercise for exercise in wanted}
    for one in planned:
        before, exercise = stored.get(one.id), by_id.get(one.id)
        if one.verdict is Verdict.KEPT:
            yield from [before] if before else []
        elif before is None:
            yield _seeded(replace(by_id[one.id], created_at=now, updated_at=now))
        elif one.verdict is Verdict.UNCHANGED:
            yield _seeded(before.exercise)
        else:
            yield _seeded(_next_version(before.exercise, exercise, now))
    ids = {one.id for one in planned}
    yield from (one for one in stored.values() if one.exercise.id not in ids)


def _seeded(exercise: Exercise) -> Curated:
    return Curated(exercise, fingerprint(facts_of_exercise(exercise)))


def _next_version(before: Exercise, wanted: Exercise | None, now: datetime) -> Exercise:
    """As wanted, or archived when the files have it no longer."""
    return replace(
        wanted or replace(before, standing=Standing.ARCHIVED),
        image_url=before.image_url,
        created_by=before.created_by,
        created_at=before.created_at,
        version=before.version + 1,
        updated_at=now,
    )


def _yielding(
    planned: Sequence[Change], stored: Mapping[str, Curated], wanted: Sequence[Exercise]
) -> Iterator[Change]:
    """An exercise that stays as it is keeps its name; what the files call so has to wait."""
    written = {one.id for one in planned if one.verdict is not Verdict.KEPT}
    staying = {
        name_key(one.exercise.name)
        for one in stored.values()
        if one.exercise.id not in written and one.exercise.standing is Standing.ACTIVE
    }
    names = {one.id: name_key(one.name) for one in wanted}
    for one in planned:
        is_new = one.verdict in (Verdict.ADDED, Verdict.CHANGED)
        if is_new and names[one.id] in staying:
            yield replace(one, verdict=Verdict.KEPT, differences=(_NAME_TAKEN,))
        else:
            yield one
