from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.imports.found import (
    MOST_SETS,
    PastMeasurement,
    PastWorkout,
    Source,
    Unreadable,
)
from shared.domain.imports.reading import opened
from shared.domain.log.workouts import Load, LoadUnit
from shared.domain.programs import SetKind
from tests.domain.imports.files import (
    BODY,
    FITNOTES,
    HEVY,
    HEVY_HEADER,
    LIFTOSAUR,
    STRONG,
    WGER,
    problems,
    read,
    workouts,
)

KG, LB = LoadUnit.KG, LoadUnit.LB


def loads(workout: PastWorkout) -> list[Load]:
    return [one.done.load for one in workout.sets]


@pytest.mark.parametrize("header", STRONG)
def test_every_header_of_strong_tells_the_same_workout(header: str) -> None:
    (workout,) = workouts(Source.STRONG, "\ufeff" + STRONG[header], KG)
    # Half past eight in Berlin in summer.
    assert workout.started_at == datetime(2020, 5, 14, 6, 30, 22, tzinfo=UTC)
    assert workout.finished_at == workout.started_at + timedelta(minutes=65)
    assert workout.name == "Push, heavy"
    assert workout.notes == ("good" if header != "iOS without notes" else "")
    bench, plank = workout.sets
    assert (bench.exercise, plank.exercise) == ("Bench Press (Barbell)", "Plank")
    assert bench.done.load == Load(Decimal("62.5"), KG)
    assert (bench.done.reps, bench.done.rpe, bench.done.duration_seconds) == (8, 8.0, None)
    assert (plank.done.reps, plank.done.duration_seconds) == (None, 60.0)
    assert plank.done.load == Load(Decimal(0), KG)
    assert bench.done.completed_at < plank.done.completed_at


def test_the_same_workout_has_the_same_ids_in_every_header_and_time_zone() -> None:
    found = [workouts(Source.STRONG, text, KG)[0] for text in STRONG.values()]
    assert len({one.id for one in found}) == 1
    assert len({tuple(done.done.set_id for done in one.sets) for one in found}) == 1
    assert len({done.done.set_id for one in found for done in one.sets}) == 2


def test_strong_asks_for_a_unit_only_where_none_is_written() -> None:
    asking = [
        header
        for header, text in STRONG.items()
        if not opened(Source.STRONG, text.splitlines(keepends=True)).knows_unit
    ]
    assert asking == ["iOS classic", "iOS without notes"]
    (workout,) = workouts(Source.STRONG, STRONG["iOS classic"], LB)
    assert loads(workout)[0] == Load(Decimal("62.5"), LB)


def strong(*sets: str) -> str:
    head = "Date,Workout Name,Exercise Name,Set Order,Weight (lbs),Reps,RPE,Distance,Seconds\n"
    return head + "".join(f"2020-05-14 08:30:22,A,Squat,{one}\n" for one in sets)


def test_letters_in_strongs_order_are_kinds_of_sets() -> None:
    (workout,) = workouts(
        Source.STRONG, strong("W,45,5,,,", "1,135,5,,,", "D,95,8,,,", "F,95,8,0,,")
    )
    kinds = [one.done.kind for one in workout.sets]
    assert kinds == [SetKind.WARMUP, SetKind.WORKING, SetKind.DROP, SetKind.WORKING]
    # To failure: nothing was left.
    assert [one.done.rir for one in workout.sets] == [None, None, None, 0.0]
    assert loads(workout)[1] == Load(Decimal(135), LB)


def test_no_reps_are_a_missed_attempt_unless_there_is_a_time_or_a_distance() -> None:
    (workout,) = workouts(Source.STRONG, strong("1,315,0,,0,0", "2,0,0,,1.5,600"), KG)
    missed, run = (one.done for one in workout.sets)
    assert (missed.reps, missed.distance_m, missed.duration_seconds) == (0, None, None)
    assert (run.reps, run.distance_m, run.duration_seconds) == (None, 1500.0, 600.0)


def test_a_row_that_cannot_be_meant_is_told_by_line_and_column_and_costs_no_other() -> None:
    rows = strong("1,abc,5,,,", "2,100,5.5,,,", "3,100,,,,", "4,-5,5,,,", "5,100,501,,,")
    assert problems(Source.STRONG, rows) == [
        (2, "weight (lbs)"),
        (3, "reps"),
        (4, ""),
        (5, "weight (lbs)"),
        (6, "reps"),
    ]
    more = strong("1,100,5,,,-3", "2,100,5,,,99999", "3,100,5,,,soon", "4,100,5,,2000000,")
    assert [column for _, column in problems(Source.STRONG, more)] == [
        "seconds", "seconds", "seconds", "distance",
    ]  # fmt: skip
    dates = strong("1,100,5,,,").replace("2020-05-14 08:30:22", "{}")
    for bad in (
        "",
        "yesterday",
        "1969-12-31 08:00:00",
        "2026-11-23 13:00:00",
        "0001-01-01",
        "0001-01-01 00:00:00",
    ):
        assert problems(Source.STRONG, dates.format(bad)) == [(2, "date")]
    nameless = strong("1,100,5,,,").replace("Squat", " ")
    assert problems(Source.STRONG, nameless) == [(2, "")]
    unknown = STRONG["iOS with units"].replace(",kg,", ",stone,")
    assert problems(Source.STRONG, unknown) == [(2, "weight unit")]
    long = strong("1,100,5,,,,,,,,,x")
    assert problems(Source.STRONG, long) == [(2, "")]
    first, last = strong("9,1,1,,,"), strong("9,2,2,,,").splitlines()[1]
    good = read(Source.STRONG, first + "".join(rows.splitlines(keepends=True)[1:]) + last)
    assert [len(one.sets) for one in good if isinstance(one, PastWorkout)] == [2]


def test_rows_of_one_workout_may_stand_apart() -> None:
    head, first, second = STRONG["iOS with units"].splitlines()
    other = first.replace("2020-05-14", "2020-05-15")
    found = workouts(Source.STRONG, "\n".join([head, first, other, first, second]))
    assert found[0].id == found[2].id != found[1].id
    ids = [done.done.set_id for one in found for done in one.sets]
    assert len(set(ids)) == len(ids) == 4


def test_hevy_knows_blocks_supersets_and_kinds() -> None:
    legs, run = workouts(Source.HEVY, HEVY)
    assert legs.started_at == datetime(2025, 3, 28, 16, 29, tzinfo=UTC)
    assert legs.finished_at == datetime(2025, 3, 28, 17, 40, tzinfo=UTC)
    assert (legs.name, legs.notes) == ("Legs", "tired")
    squat, curl = legs.exercises
    assert (squat.exercise, squat.superset_group, squat.notes) == ("Squat (Barbell)", 1, "deep")
    assert (curl.superset_group, curl.notes) == (1, "")
    kinds = [one.done.kind for one in legs.sets]
    assert kinds == [SetKind.WARMUP, SetKind.WORKING, SetKind.WORKING, SetKind.DROP]
    assert [one.done.rir for one in legs.sets] == [None, 0.0, None, None]
    assert legs.sets[2].done.rpe == 8.5
    assert len({one.done.set_id for one in legs.sets}) == 4
    assert (run.sets[0].done.distance_m, run.sets[0].done.duration_seconds) == (5200.0, 1800.0)
    assert run.exercises[0].superset_group is None


def test_hevys_imperial_columns() -> None:
    text = HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles")
    legs, run = workouts(Source.HEVY, text)
    assert loads(legs)[0] == Load(Decimal(60), LB)
    assert run.sets[0].done.distance_m == pytest.approx(8368.5888)


@pytest.mark.parametrize(
    "written",
    ["28 März 2025, 17:29", "28 mar. 2025, 17:29", "28 de mar de 2025, 17:29", "28 mars 2025 17:29",
     "2025-03-28 17:29:00", "2025-03-28T17:29", "28 MAR 2025, 17:29",
     "28 mrt 2025, 17:29", "28 mars 2025 à 17:29"],
)  # fmt: skip
def test_months_in_other_languages(written: str) -> None:
    legs = workouts(Source.HEVY, HEVY.replace("28 Mar 2025, 17:29", written))[0]
    assert legs.started_at == datetime(2025, 3, 28, 16, 29, tzinfo=UTC)


def test_a_month_nobody_knows_is_a_problem() -> None:
    for written in ("28 Brumaire 2025, 17:29", "31 Feb 2025, 17:29"):
        text = HEVY_HEADER + f'"Legs","{written}","","","Squat",,"",0,"normal",60,5,,,\n'
        assert problems(Source.HEVY, text) == [(2, "start_time")]


def test_a_quote_in_a_comment_of_fitnotes_swallows_no_row() -> None:
    header = FITNOTES["new"].splitlines()[0]
    comments = ['"easy', 'a 6" step', '"pause"', '"', "fine"]
    rows = [f"2021-02-03,Squat,Legs,100,kgs,5,,,,{comment}\r\n" for comment in comments]
    (workout,) = workouts(Source.FITNOTES, f"{header}\r\n{''.join(rows)}")
    assert [one.done.notes for one in workout.sets] == ['"easy', 'a 6" step', "pause", '"', "fine"]


@pytest.mark.parametrize("header", FITNOTES)
def test_fitnotes_writes_commas_without_quotes(header: str) -> None:
    (workout,) = workouts(
        Source.FITNOTES,
        FITNOTES[header].replace("0:01:30", "1:30" if header == "new" else "0:01:30"),
    )
    # They know the day alone: noon in Berlin in winter.
    assert workout.started_at == datetime(2021, 2, 3, 11, tzinfo=UTC)
    press, plank = workout.sets
    assert press.exercise == "Overhead Press (Each Side, Dumbbells)"
    assert (press.done.load, press.done.reps) == (Load(Decimal("45.0"), LB), 10)
    assert press.done.kind is (SetKind.WARMUP if header == "of iOS" else SetKind.WORKING)
    assert press.done.notes == ("easy, for once" if header == "new" else "")
    # "0.0 kg" stands where no distance was.
    assert (plank.done.duration_seconds, plank.done.distance_m) == (90.0, None)


def test_fitnotes_metric_weights() -> None:
    (workout,) = workouts(Source.FITNOTES, FITNOTES["old"].replace("(lbs)", "(kg)"))
    assert loads(workout)[0] == Load(Decimal("45.0"), KG)


def test_a_row_of_fitnotes_that_no_comma_explains_is_a_problem() -> None:
    text = FITNOTES["old"] + "2021-02-03,A,B,C,D,E,F,G,H,I,J\n"
    assert problems(Source.FITNOTES, text) == [(4, "")]


def test_liftosaur_counts_what_was_done_and_not_what_was_asked() -> None:
    (workout,) = workouts(Source.LIFTOSAUR, LIFTOSAUR)
    assert workout.started_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert workout.name == "GZCLP: Day 1"
    assert [about.notes for about in workout.exercises] == ["belt", ""]
    warm_up, amrap, bench = (one.done for one in workout.sets)
    assert (warm_up.kind, warm_up.load) == (SetKind.WARMUP, Load(Decimal(45), LB))
    assert (amrap.kind, amrap.reps, amrap.rpe) == (SetKind.AMRAP, 6, 9.0)
    assert amrap.completed_at == datetime(2024, 3, 1, 10, 9, tzinfo=UTC)
    assert bench.completed_at > amrap.completed_at
    assert bench.kind is SetKind.WORKING


def test_fitnotes_body_tracker() -> None:
    first, second = read(Source.FITNOTES, BODY)
    assert isinstance(first, PastMeasurement)
    assert isinstance(second, PastMeasurement)
    assert first.measured_at == datetime(2022, 1, 1, 7, tzinfo=UTC)
    assert first.values == {
        "weight_kg": pytest.approx(80.013694),
        "waist_cm": pytest.approx(83.82),
        "left_bicep_cm": 38.5,
        "body_fat_percent": 18.5,
        "mood": 7.0,
    }
    assert list(second.values) == ["weight_kg"]
    assert first.id != second.id


def test_rows_of_the_body_that_cannot_be_meant() -> None:
    head = "Date,Time,Measurement,Value,Unit\n"
    for row, column in (
        ("2022-01-01,,Waist,,cm", "value"),
        ("2022-01-01,,Waist,3,cm", "value"),
        ("2022-01-01,,!!,3,", "measurement"),
        ("soon,,Waist,80,cm", "date"),
        ("2022-01-01,,Waist,80,cm,1", ""),
    ):
        assert problems(Source.FITNOTES, head + row + "\n") == [(2, column)]
    many = "".join(f"2022-01-01,,m{number},1,\n" for number in range(61))
    assert problems(Source.FITNOTES, head + many) == [(62, "")]


def test_body_weights_of_wger() -> None:
    found = read(Source.WGER, WGER, LB)
    assert isinstance(found[1], PastMeasurement)
    assert found[1].values == {"weight_kg": pytest.approx(36.514186)}
    assert problems(Source.WGER, WGER) == [(3, "weight")]
    assert not opened(Source.WGER, WGER.splitlines()).knows_unit
    assert opened(Source.FITNOTES, BODY.splitlines()).knows_unit


@pytest.mark.parametrize(
    ("source", "text", "words"),
    [
        (Source.STRONG, "", "empty"),
        (Source.STRONG, " \n", "empty"),
        (Source.STRONG, "Date,Exercise Name,Reps\n", "set order, weight"),
        (Source.HEVY, STRONG["Android"], "title, start_time, exercise_title"),
        (Source.FITNOTES, "a,b\n", "date, exercise"),
        (Source.LIFTOSAUR, "a,b\n", "workout datetime"),
        (Source.WGER, "a,b\n", "date, weight"),
        (Source.HYPERTROQ, "a,b\n", "no export of ours"),
    ],
)
def test_another_file_is_refused_with_what_it_lacks(source: Source, text: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        opened(source, text.splitlines(keepends=True))
    assert words in refused.value.message


@pytest.mark.parametrize(
    "bad",
    ["a\0b", "x" * 40_000, '2020,"x\n2021,y', '"' + ("y" * 2_000 + "\n") * 100],
    ids=["a NUL", "a long line", "quotes that do not end", "nor soon"],
)
def test_what_is_no_table_is_refused_while_it_is_read(bad: str) -> None:
    with pytest.raises(Unreadable):
        read(Source.STRONG, STRONG["iOS with units"] + bad + "\n")


def test_no_workout_is_so_long_that_it_cannot_be_held() -> None:
    header, row, *_ = STRONG["iOS with units"].splitlines(keepends=True)
    *left_out, workout = read(Source.STRONG, header + row * (MOST_SETS + 2))
    assert isinstance(workout, PastWorkout)
    assert len(workout.sets) == MOST_SETS
    assert [one.line for one in left_out] == [MOST_SETS + 2, MOST_SETS + 3]


def test_more_rows_than_one_file_may_have_are_refused() -> None:
    with pytest.raises(Unreadable, match="200000"):
        read(Source.STRONG, STRONG["iOS with units"] + "\n" * 200_000)


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs"]), max_size=30), min_size=1, max_size=20
    )
)
def test_no_rows_whatever_break_the_reading(lines: list[str]) -> None:
    for source, head in ((Source.STRONG, STRONG["iOS with units"]), (Source.FITNOTES, BODY)):
        with suppress(Unreadable):
            assert read(source, head + "\n".join(lines))
