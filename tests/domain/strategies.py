"""Hypothesis strategies for plans as the product accepts them."""

from hypothesis import strategies as st

from shared.domain.muscles import Muscle
from shared.domain.programs import (
    Cyclic,
    Entry,
    InlineExercise,
    Plan,
    Session,
    SetKind,
    SetRow,
    SplitType,
    Structure,
    Weekday,
    Weekly,
)
from shared.domain.targets import Targets, VolumeTarget
from tests.domain.published import EXERCISES

KNOWN = sorted(EXERCISES)


def row_of(kind: SetKind, count: int, reps: tuple[int, int], rir: int | None) -> SetRow:
    low, spread = reps
    high = None if kind is SetKind.AMRAP else low + spread
    percent = 80.0 if spread == 3 else None
    return SetRow(kind, count, low, high, rir, percent)


def rows() -> st.SearchStrategy[SetRow]:
    reps = st.sampled_from([(1, 0), (3, 2), (5, 0), (5, 3), (8, 4), (12, 3), (20, 0)])
    return st.builds(
        row_of,
        st.sampled_from(SetKind),
        st.integers(1, 10),
        reps,
        st.sampled_from([None, 0, 2, 4, 5, 8]),
    )


def inline_exercises() -> st.SearchStrategy[InlineExercise]:
    shares = st.dictionaries(st.sampled_from(Muscle), st.integers(1, 4), max_size=3)
    return st.builds(
        lambda name, shares, direct: InlineExercise(name, {**shares, direct: 4}),
        st.sampled_from(["Jefferson Curl", "Log Press"]),
        shares,
        st.sampled_from(Muscle),
    )


@st.composite
def sessions(draw: st.DrawFn, inline: bool = False) -> Session:
    chosen = draw(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=3, unique=True))
    sets = st.lists(rows(), min_size=1, max_size=2).map(tuple)
    kept = [Entry(sets=draw(sets), exercise_id=exercise_id) for exercise_id in chosen]
    if inline and draw(st.booleans()):
        kept.append(Entry(sets=draw(sets), inline=draw(inline_exercises())))
    return Session(draw(st.sampled_from(["Push", "Pull", "Legs"])), tuple(kept))


def weekly_structures() -> st.SearchStrategy[Structure]:
    days = st.sets(st.sampled_from(Weekday), min_size=1)
    return days.map(lambda chosen: Weekly(tuple(sorted(chosen))))


def cyclic_structures() -> st.SearchStrategy[Structure]:
    return st.builds(Cyclic, st.integers(1, 14), st.integers(1, 14))


def structures() -> st.SearchStrategy[Structure]:
    return weekly_structures() | cyclic_structures()


def plans(
    inline: bool = False, structure: st.SearchStrategy[Structure] | None = None
) -> st.SearchStrategy[Plan]:
    return st.builds(
        Plan,
        name=st.just("A plan"),
        split_type=st.sampled_from(SplitType),
        structure=structures() if structure is None else structure,
        duration_weeks=st.integers(1, 52),
        sessions=st.lists(sessions(inline), min_size=1, max_size=4).map(tuple),
    )


@st.composite
def targets(draw: st.DrawFn) -> Targets:
    chosen: dict[Muscle, VolumeTarget] = {}
    for muscle in draw(st.sets(st.sampled_from(Muscle), max_size=4)):
        bounds = sorted(draw(st.tuples(*[st.fractions(0, 60, max_denominator=8)] * 2)))
        chosen[muscle] = VolumeTarget(*bounds)
    return chosen
