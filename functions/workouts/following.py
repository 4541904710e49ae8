"""What to train next, as `workouts` answers it."""

from shared.store.next_up import NextUpReader
from shared.web.call import Call

from .next_views import ExerciseTargetView, NextView
from .steps import Deps


def next_session(call: Call[Deps]) -> NextView:
    """Raises `NotFound` for who follows no program."""
    deps = call.deps
    reader = NextUpReader(deps.programs, deps.workouts, deps.catalogue)
    found = reader.of(call.caller, deps.now())
    shown = [
        ExerciseTargetView.of(order, aim.entry, aim.exercise, aim.target)
        for order, aim in enumerate(found.aims, start=1)
    ]
    return NextView.of(found.program, found.turn, found.today, shown)
