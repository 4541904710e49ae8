"""Workouts for tests, written as people write them down."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from shared.domain.log.workouts import (
    Execution,
    Load,
    LoadUnit,
    LoggedSet,
    Side,
    Workout,
    WorkoutStatus,
)
from shared.domain.programs import SetKind
from tests.domain.published import exercise_id

_KINDS = {"w": SetKind.WARMUP, "d": SetKind.DROP, "a": SetKind.AMRAP, "": SetKind.WORKING}
_SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "": Side.BOTH}
_SET = re.compile(
    r"(?P<times>\d+\*)?(?P<kind>[wda]?)(?P<reps>\d+)x(?P<load>[\d.]+)(?P<unit>lb|)(?P<side>[LR]?)"
)
_numbers = count(1)


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def sets(text: str, at: datetime) -> tuple[LoggedSet, ...]:
    """`3*8x60` three sets of eight with 60 kg, `w5x20` a warm-up, `d8x40` a drop, `8x135lb`,
    `8x10L` the left side."""
    found: list[LoggedSet] = []
    for part in text.split():
        written = _SET.fullmatch(part)
        assert written, part
        for _ in range(int((written["times"] or "1*")[:-1])):
            found.append(
                LoggedSet(
                    set_id=f"set-{next(_numbers)}",
                    kind=_KINDS[written["kind"]],
                    load=Load(
                        Decimal(written["load"]), LoadUnit.LB if written["unit"] else LoadUnit.KG
                    ),
                    completed_at=at + timedelta(minutes=len(found)),
                    reps=int(written["reps"]),
                    side=_SIDES[written["side"]],
                )
            )
    return tuple(found)


def workout(
    started: str | datetime,
    *lines: str,
    name: str | None = None,
    finished: bool = True,
    known: Callable[[str], str] = exercise_id,
) -> Workout:
    """Lines like `Bench Press: w5x20 3*8x60`. `known`: from the name of an exercise to its id."""
    at = moment(started) if isinstance(started, str) else started
    parts = [line.split(":") for line in lines]
    return Workout(
        id=f"workout-{next(_numbers)}",
        started_at=at,
        status=WorkoutStatus.FINISHED if finished else WorkoutStatus.IN_PROGRESS,
        finished_at=at + timedelta(hours=1) if finished else None,
        name=name,
        executions=tuple(Execution(known(title), sets(text, at)) for title, text in parts),
    )
