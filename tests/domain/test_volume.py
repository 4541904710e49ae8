"""Weekly volume against worked oracles, and the laws it keeps on any plan."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Invalid
from shared.domain.muscles import Muscle
from shared.domain.programs import (
    Cyclic,
    Entry,
    InlineExercise,
    Plan,
    Session,
    SetKind,
    SetRow,
    Weekday,
    Weekly,
)
from shared.domain.targets import Targets, Verdict, VolumeTarget
from shared.domain.volume import MuscleVolume, Report, Source, weekly_volume
from tests.domain import strategies
from tests.domain.oracles import GBR_WEEK, PPL_WEEK, Term
from tests.domain.published import (
    CATALOGUE,
    GBR,
    GBR_TWO_ON_ONE_OFF,
    PPL,
    exercise_id,
    muscle,
    plan,
    session,
)

T = TypeVar("T")

BENCH = "Bench Press 4x5,1x5+"


def measured(content: Plan, targets: Targets | None = None) -> Report:
    return weekly_volume(content, CATALOGUE, targets or {})


def figure(content: Plan, words: str) -> MuscleVolume:
    return measured(content).of(muscle(words))


def term(source: Source) -> Term:
    return (
        f"{source.session} {source.exercise}",
        source.sets,
        source.contribution,
        source.weekly_sets,
    )


@pytest.mark.parametrize("words", PPL_WEEK)
def test_push_pull_legs_gives_each_muscle_what_was_worked_out_by_hand(words: str) -> None:
    weekly_sets, terms = PPL_WEEK[words]
    found = figure(PPL, words)
    assert found.weekly_sets == weekly_sets
    assert [term(source) for source in found.sources] == terms


def test_push_pull_legs_is_124_sets_on_six_days() -> None:
    report = measured(PPL)
    assert report.weekly_sets_total == 124
    assert report.sessions_per_week == 6
    assert [(warning.muscle, warning.code) for warning in report.warnings] == [
        (Muscle.TRICEPS, Verdict.HIGH),
        (Muscle.ELBOW_FLEXORS, Verdict.HIGH),
        (Muscle.ABS, Verdict.BELOW_MINIMUM),
        (Muscle.OBLIQUES, Verdict.BELOW_MINIMUM),
        (Muscle.ADDUCTORS, Verdict.BELOW_MINIMUM),
    ]


@pytest.mark.parametrize("words", GBR_WEEK)
def test_two_sessions_on_four_days_count_twice(words: str) -> None:
    weekly_sets, terms = GBR_WEEK[words]
    found = figure(GBR, words)
    assert found.weekly_sets == weekly_sets
    assert [term(source) for source in found.sources] == terms
    assert {source.times_per_week for source in found.sources} <= {2}


def test_two_days_on_and_one_off_train_each_session_seven_thirds_times_a_week() -> None:
    quads = figure(GBR_TWO_ON_ONE_OFF, "Quads")
    assert quads.sources[0].times_per_week == Fraction(7, 3)
    assert quads.weekly_sets == 7 * Fraction(7, 3)
    assert quads.frequency_per_week == Fraction(7, 3)
    assert measured(GBR_TWO_ON_ONE_OFF).sessions_per_week == Fraction(14, 3)


@pytest.mark.parametrize(
    ("names", "days", "times"),
    [
        ("ABC", "MON TUE WED THU FRI SAT", Fraction(2)),
        ("ABCD", "MON WED FRI", Fraction(3, 4)),
        ("A", "MON TUE WED THU FRI SAT SUN", Fraction(7)),
    ],
)
def test_sessions_rotate_over_the_training_days(names: str, days: str, times: Fraction) -> None:
    rotation = plan(*(session(name, "Squat 3x5") for name in names), structure=days)
    quads = figure(rotation, "Quads")
    assert [source.times_per_week for source in quads.sources] == [times] * len(names)
    assert quads.weekly_sets == 3 * times * len(names)
    assert quads.frequency_per_week == times * len(names)


def test_direct_and_total_sets_stand_beside_the_fractional_figure() -> None:
    delts = figure(plan(session("Push", BENCH, "Overhead Press 3x8")), "Front Delts")
    assert delts.weekly_sets == 3 * (Fraction(5, 2) + 3)
    assert delts.direct_sets == 9
    assert delts.total_sets == 24
    chest = figure(plan(session("Push", BENCH, "Cable Fly 3x8")), "Chest")
    assert chest.direct_sets == 24


def test_the_largest_session_is_the_greatest_dose_of_one_session_once() -> None:
    chest = figure(
        plan(
            session("Light", "Cable Fly 2x10"),
            session("Heavy", BENCH, "Cable Fly 2x10", "Incline DB Press 3x10"),
            session("Light again", "Cable Fly 4x10"),
        ),
        "Chest",
    )
    assert chest.largest_session_sets == 10
    assert chest.frequency_per_week == 3


def test_a_session_that_only_warms_a_muscle_up_adds_no_frequency() -> None:
    warm_up = Entry((SetRow(SetKind.WARMUP, 3, 5, 5),), exercise_id("Squat"))
    content = plan(session("Legs", "Squat 3x5"), Session("Push", (warm_up,)), structure="MON TUE")
    quads = figure(content, "Quads")
    assert quads.frequency_per_week == 1
    assert len(quads.sources) == 1
    assert measured(content).weekly_sets_total == 3


@pytest.mark.parametrize("kind", SetKind)
def test_every_kind_counts_one_but_warm_ups_and_drops(kind: SetKind) -> None:
    entry = Entry((SetRow(kind, 3, 5, 8),), exercise_id("Squat"))
    content = plan(Session("Legs", (entry,)), structure="MON")
    expected = 0 if kind in {SetKind.WARMUP, SetKind.DROP} else 3
    assert figure(content, "Quads").weekly_sets == expected


def test_an_exercise_spelled_out_in_the_draft_is_named_and_has_no_id() -> None:
    inline = InlineExercise("Jefferson Curl", {Muscle.SPINAL_ERECTORS: 4, Muscle.HAMSTRINGS: 1})
    entry = Entry((SetRow(SetKind.WORKING, 4, 8, 8),), inline=inline)
    (source,) = figure(plan(Session("A", (entry,)), structure="MON"), "Hamstrings").sources
    assert source == Source("A", 0, "Jefferson Curl", None, 4, Fraction(1), 1, Fraction(1))


def test_a_source_names_the_exercise_by_its_id_too() -> None:
    (source,) = figure(plan(session("A", "Crunch 3x10"), structure="MON"), "Abs").sources
    assert source == Source("A", 0, "Crunch", exercise_id("Crunch"), 3, Fraction(1), 4, Fraction(3))


def test_a_muscle_that_nothing_trains_is_there_with_zeros() -> None:
    calves = figure(plan(session("A", "Crunch 3x10")), "Calves")
    assert not any(
        (
            calves.weekly_sets,
            calves.direct_sets,
            calves.total_sets,
            calves.frequency_per_week,
            calves.largest_session_sets,
            calves.sources,
        )
    )


def test_sources_say_which_session_when_names_repeat() -> None:
    legs = [source.session_index for source in figure(PPL, "Calves").sources]
    assert legs == [2, 2, 5, 5]


@pytest.mark.parametrize("place", [0, 1])
def test_an_unknown_exercise_is_refused_with_its_place(place: int) -> None:
    stranger = Session("B", (*LEGS_ENTRIES[:place], Entry((), "no-such-exercise")))
    with pytest.raises(Invalid) as refusal:
        measured(plan(session("A", BENCH), stranger))
    assert [fault.path for fault in refusal.value.faults] == [
        f"sessions.1.exercises.{place}.exercise_id"
    ]


LEGS_ENTRIES = PPL.sessions[2].exercises


@pytest.mark.parametrize(
    ("sets", "code", "message"),
    [
        (9, Verdict.BELOW_MINIMUM, "Chest: 9 sets a week, under the minimum of 10."),
        (21, Verdict.HIGH, "Chest: 21 sets a week, over the maximum of 20."),
        (26, Verdict.EXCESSIVE, "Chest: 26 sets a week, far over the maximum of 20."),
    ],
)
def test_a_warning_names_the_muscle_the_figure_and_the_bound(
    sets: int, code: Verdict, message: str
) -> None:
    content = plan(session("A", f"Cable Fly {sets}x10"), structure="MON")
    (warning,) = [found for found in measured(content).warnings if found.muscle is Muscle.CHEST]
    assert (warning.code, warning.message) == (code, message)


def test_a_person_s_own_target_decides_the_verdict_and_is_shown() -> None:
    content = plan(session("A", "Cable Fly 5x10"), structure="MON")
    own = {Muscle.CHEST: VolumeTarget(Fraction(4), Fraction(6))}
    chest = measured(content, own).of(Muscle.CHEST)
    assert chest.status is Verdict.OPTIMAL
    assert [chest.minimum, chest.maximum] == [4, 6]
    assert measured(content, own).of(Muscle.ABS).minimum == 10


def test_just_under_ten_is_below_the_minimum_although_it_shows_as_ten() -> None:
    own = {Muscle.CHEST: VolumeTarget(Fraction(1_000_001, 100_000), Fraction(20))}
    content = plan(session("A", "Cable Fly 10x10"), structure="MON")
    assert measured(content, own).of(Muscle.CHEST).status is Verdict.BELOW_MINIMUM


@given(strategies.plans(inline=True), strategies.targets())
def test_sources_of_a_muscle_sum_to_its_figure(content: Plan, own: Targets) -> None:
    report = measured(content, own)
    assert [found.muscle for found in report.muscles] == list(Muscle)
    for found in report.muscles:
        assert found.weekly_sets == sum(source.weekly_sets for source in found.sources)
        assert found.total_sets == sum(
            source.sets * source.times_per_week for source in found.sources
        )
        for source in found.sources:
            assert source.weekly_sets == source.sets * source.contribution * source.times_per_week
            assert source.session == content.sessions[source.session_index].name


@given(strategies.plans(inline=True))
def test_a_muscle_has_no_more_than_its_sessions_give_it(content: Plan) -> None:
    times = content.times_per_week
    for found in measured(content).muscles:
        trained = found.frequency_per_week / times
        assert trained == len({source.session_index for source in found.sources})
        assert found.direct_sets <= found.weekly_sets <= found.total_sets
        assert found.weekly_sets <= found.largest_session_sets * found.frequency_per_week


@given(strategies.plans(inline=True), st.randoms(use_true_random=False))
def test_order_does_not_matter(content: Plan, random: Random) -> None:
    def shuffled(things: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(things, len(things)))

    other = replace(
        content,
        sessions=shuffled(
            tuple(
                replace(
                    one,
                    exercises=shuffled(
                        tuple(replace(entry, sets=shuffled(entry.sets)) for entry in one.exercises)
                    ),
                )
                for one in content.sessions
            )
        ),
    )
    assert figures(measured(other)) == figures(measured(content))


def figures(report: Report) -> list[tuple[object, ...]]:
    return [found[:-1] for found in report.muscles]


@given(strategies.plans(), st.integers(1, 3))
def test_twice_the_training_days_are_twice_the_volume(content: Plan, days: int) -> None:
    once, twice = (
        measured(replace(content, structure=Weekly(tuple(Weekday)[:count])))
        for count in (days, 2 * days)
    )
    assert twice.weekly_sets_total == 2 * once.weekly_sets_total
    for before, after in zip(once.muscles, twice.muscles, strict=True):
        assert after.weekly_sets == 2 * before.weekly_sets
        assert after.frequency_per_week == 2 * before.frequency_per_week
        assert after.largest_session_sets == before.largest_session_sets


@given(strategies.plans(), st.integers(1, 14), st.integers(1, 14))
def test_a_cycle_is_normalised_to_seven_days(content: Plan, on: int, off: int) -> None:
    cycle = measured(replace(content, structure=Cyclic(on, off)))
    weekly = measured(replace(content, structure=Weekly((Weekday.MON,))))
    factor = Fraction(7 * on, on + off)
    assert cycle.weekly_sets_total == factor * weekly.weekly_sets_total
    for one, other in zip(cycle.muscles, weekly.muscles, strict=True):
        assert one.weekly_sets == factor * other.weekly_sets


@given(strategies.plans())
def test_splitting_a_row_in_two_changes_nothing(content: Plan) -> None:
    def split(entry: Entry) -> Entry:
        halves = [
            replace(row, count=count)
            for row in entry.sets
            for count in (row.count // 2, row.count - row.count // 2)
            if count
        ]
        return replace(entry, sets=tuple(halves))

    other = replace(
        content,
        sessions=tuple(
            replace(one, exercises=tuple(map(split, one.exercises))) for one in content.sessions
        ),
    )
    assert measured(other) == measured(content)
