"""Fixes about volume: what they change, and when there is none."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import Equipment, Exercise, Standing, Tracking
from shared.domain.lint import lint
from shared.domain.linting.findings import Finding, Patch, Rule, Severity
from shared.domain.muscles import Muscle
from shared.domain.programs import Entry, InlineExercise, Plan, Session, SetKind, SetRow
from shared.domain.targets import Targets, VolumeTarget
from tests.domain.published import CATALOGUE, exercise, exercise_id, plan, program, session

NO_WISHES: Targets = {muscle: VolumeTarget(Fraction(0), Fraction(60)) for muscle in Muscle}


def wishing(**wishes: tuple[int, int]) -> Targets:
    """Targets for some muscles; nothing about the others is found too little or too much."""
    own = {Muscle(name): VolumeTarget(*map(Fraction, bounds)) for name, bounds in wishes.items()}
    return {**NO_WISHES, **own}


def about(
    rule: Rule, muscle: Muscle | None, content: Plan, own: Targets, among: Catalogue = CATALOGUE
) -> Finding:
    (finding,) = [
        finding
        for finding in lint(content, among, own)
        if (finding.rule, finding.muscle) == (rule, muscle)
    ]
    return finding


def counts(fix: Patch | None) -> dict[str, int]:
    """The counts a fix sets, by session, exercise and row."""
    assert fix is not None
    found = {}
    for operation in fix:
        if operation["op"] == "replace":
            _, _, one, _, entry, _, row, _ = operation["path"].split("/")
            found[f"{one}.{entry}.{row}"] = operation["value"]
    return found


def additions(fix: Patch | None, among: Catalogue = CATALOGUE) -> list[tuple[str, str, int]]:
    assert fix is not None
    found = []
    for operation in fix:
        if operation["op"] == "add":
            value: dict[str, Any] = operation["value"]
            added = among.find(value["exercise_id"])
            assert added is not None
            found.append((operation["path"].split("/")[2], added.name, value["sets"][0]["count"]))
    return found


def test_a_missing_muscle_is_brought_in_twice_a_week_up_to_its_minimum() -> None:
    content = plan(*(session(name, "Squat 3x5-8") for name in "ABC"))
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, wishing(ABS=(8, 20)))
    assert additions(finding.fix) == [("0", "Crunch", 4), ("1", "Crunch", 4)]
    assert finding.message == "Abs: no session trains this muscle."
    assert finding.severity is Severity.WARNING


def test_what_is_added_is_an_entry_of_a_draft() -> None:
    content = plan(session("A", "Squat 3x5-8"), structure="MON THU")
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, wishing(ABS=(2, 20)))
    assert finding.fix == [
        {
            "op": "add",
            "path": "/sessions/0/exercises/-",
            "value": {
                "exercise_id": exercise_id("Crunch"),
                "sets": [
                    {
                        "kind": "WORKING",
                        "count": 2,
                        "reps_min": 10,
                        "reps_max": 15,
                        "rir": 2,
                        "rest_seconds": 90,
                    }
                ],
            },
        }
    ]


def test_a_missing_muscle_goes_where_its_region_is_trained_and_the_session_is_short() -> None:
    content = plan(
        session("Upper", "Bench Press 1x5-8"),
        session("Long legs", "Squat 6x5-8"),
        session("Legs", "Squat 5x5-8"),
        session("Upper", "Bench Press 1x5-8"),
        structure="MON TUE THU FRI",
    )
    finding = about(Rule.MISSING_MUSCLE, Muscle.CALVES, content, wishing(CALVES=(4, 20)))
    assert [place for place, _, _ in additions(finding.fix)] == ["1", "2"]


def test_on_one_day_a_week_a_missing_muscle_is_brought_in_as_far_as_can_be() -> None:
    content = plan(session("A", "Squat 3x5-8"), structure="MON")
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, wishing(ABS=(12, 20)))
    assert additions(finding.fix) == [("0", "Crunch", 2)]


def test_one_session_gets_no_second_exercise_for_the_sake_of_frequency() -> None:
    among = Catalogue.of({one.id: one for one in (SQUAT, *map(abs_exercise, "AB"))}, version=1)
    content = plan(session("A", "Squat 3x5-8"), structure="MON")
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, wishing(ABS=(5, 20)), among)
    assert additions(finding.fix, among) == [("0", "A", 5)]
    more = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, wishing(ABS=(7, 20)), among)
    assert additions(more.fix, among) == [("0", "A", 5), ("0", "B", 2)]


def test_an_undertrained_muscle_gets_sets_where_it_has_least() -> None:
    content = plan(
        session("A", "Crunch 3x8-12"), session("B", "Crunch 1x8-12"), structure="MON THU"
    )
    finding = about(Rule.UNDER_VOLUME, Muscle.ABS, content, wishing(ABS=(8, 20)))
    assert counts(finding.fix) == {"0.0.0": 4, "1.0.0": 4}
    assert finding.message == "Abs: 4 sets a week, under the minimum of 8."


def test_no_row_grows_past_ten_sets_and_no_session_past_its_limit() -> None:
    own = wishing(ABS=(20, 30))
    full = plan(*(session(name, "Crunch 9x8-12") for name in "AB"), structure="MON THU")
    assert counts(about(Rule.UNDER_VOLUME, Muscle.ABS, full, own).fix) == {
        "0.0.0": 10,
        "1.0.0": 10,
    }
    more = wishing(ABS=(21, 30))
    assert about(Rule.UNDER_VOLUME, Muscle.ABS, full, more).fix is None


def test_an_overtrained_muscle_loses_sets_from_accessories_before_main_lifts() -> None:
    content = plan(
        session("A", "Cable Fly 8x8-12", "Incline DB Press 1x8", "Bench Press 2x8-12"),
        structure="MON THU",
    )
    own = wishing(CHEST=(5, 20))
    finding = about(Rule.OVER_VOLUME, Muscle.CHEST, content, own)
    assert counts(finding.fix) == {"0.2.0": 1}
    assert finding.message == "Chest: 22 sets a week, over the maximum of 20."
    assert finding.severity is Severity.INFO


def test_far_too_much_is_a_warning() -> None:
    content = plan(session("A", "Leg Extension 10x8-12"), structure="MON THU")
    finding = about(Rule.OVER_VOLUME, Muscle.QUADS, content, wishing(QUADS=(1, 15)))
    assert finding.severity is Severity.WARNING
    assert counts(finding.fix) == {"0.0.0": 7}


def test_sets_are_not_taken_when_another_muscle_would_get_too_little() -> None:
    content = plan(session("A", "Squat 8x5-8"), structure="MON THU")
    own = wishing(QUADS=(4, 14), GLUTES=(12, 20))
    assert about(Rule.OVER_VOLUME, Muscle.QUADS, content, own).fix is None
    assert counts(about(Rule.OVER_VOLUME, Muscle.QUADS, content, wishing(QUADS=(4, 14))).fix) == {
        "0.0.0": 7
    }


def rows_of_one(*reps: tuple[int, int], name: str = "Leg Extension") -> Entry:
    rows = tuple(SetRow(SetKind.WORKING, 1, low, high) for low, high in reps)
    return Entry(rows, exercise_id(name))


def test_rows_of_one_set_are_taken_out_from_the_last_when_no_count_can_be_lowered() -> None:
    entry = rows_of_one((5, 8), (5, 8), (5, 8), (5, 8), name="Squat")
    content = plan(Session("A", (entry, *LAST_RESORT)), structure="MON THU")
    finding = about(Rule.OVER_VOLUME, Muscle.QUADS, content, wishing(QUADS=(1, 6)))
    rows = "/sessions/0/exercises/0/sets"
    assert finding.fix == [
        {"op": "replace", "path": "/sessions/0/exercises/1/sets/0/count", "value": 1},
        {"op": "remove", "path": f"{rows}/3"},
        {"op": "remove", "path": f"{rows}/2"},
    ]


LAST_RESORT = session("A", "Leg Extension 2x8-12").exercises


def test_an_exercise_keeps_a_set_with_something_to_progress_by() -> None:
    entry = rows_of_one((5, 8), (5, 5), (5, 5))
    content = plan(Session("A", (entry,)), structure="MON THU")
    finding = about(Rule.OVER_VOLUME, Muscle.QUADS, content, wishing(QUADS=(1, 2)))
    rows = "/sessions/0/exercises/0/sets"
    assert finding.fix == [
        {"op": "remove", "path": f"{rows}/2"},
        {"op": "remove", "path": f"{rows}/1"},
    ]
    fixed = plan(Session("A", (rows_of_one((5, 5), (5, 5), (5, 5)),)), structure="MON THU")
    assert about(Rule.OVER_VOLUME, Muscle.QUADS, fixed, wishing(QUADS=(1, 2))).fix is None


def test_a_muscle_seldom_trained_is_given_to_another_session() -> None:
    content = plan(session("A", "Crunch 6x8-12"), session("B", "Squat 3x5-8"), structure="MON THU")
    finding = about(Rule.LOW_FREQUENCY, Muscle.ABS, content, wishing(ABS=(6, 20)))
    assert additions(finding.fix) == [("1", "Crunch", 2)]
    assert counts(finding.fix) == {}
    assert finding.message == "Abs: trained once a week, under 2."
    assert finding.severity is Severity.INFO


def test_a_muscle_with_all_it_can_take_is_spread_over_the_sessions() -> None:
    content = plan(session("A", "Crunch 6x8-12"), session("B", "Squat 3x5-8"), structure="MON THU")
    finding = about(Rule.LOW_FREQUENCY, Muscle.ABS, content, wishing(ABS=(6, 6)))
    assert additions(finding.fix) == [("1", "Crunch", 1)]
    assert counts(finding.fix) == {"0.0.0": 5}


def test_on_one_day_a_week_nothing_can_be_trained_twice() -> None:
    content = plan(session("A", "Crunch 6x8-12"), structure="MON")
    assert about(Rule.LOW_FREQUENCY, Muscle.ABS, content, wishing(ABS=(6, 20))).fix is None


def test_a_frequency_that_is_no_whole_number_is_told_as_it_is() -> None:
    content = plan(*(session(name, "Crunch 6x8-12") for name in "AB"), structure="MON WED FRI")
    seldom = replace(content, sessions=(content.sessions[0], session("B", "Squat 3x5-8")))
    finding = about(Rule.LOW_FREQUENCY, Muscle.ABS, seldom, wishing(ABS=(6, 20)))
    assert finding.message == "Abs: trained 1.5 times a week, under 2."


def test_an_overloaded_session_is_lightened() -> None:
    stored = program(
        plan(session("A", "Squat 3x5-8"), session("B", "Crunch 6x8", "Crunch 6x8"))
    ).plan
    named = replace(
        stored, sessions=tuple(replace(one, id=f"id-{one.name}") for one in stored.sessions)
    )
    finding = about(Rule.SESSION_OVERLOAD, Muscle.ABS, named, NO_WISHES)
    assert counts(finding.fix) == {"1.1.0": 4}
    assert (finding.session_index, finding.session_id) == (1, "id-B")
    assert finding.message == "Abs: 12 sets in one session (B), over 10."


def test_a_session_of_a_draft_has_no_id() -> None:
    content = plan(session("A", "Crunch 6x8", "Crunch 6x8"))
    assert about(Rule.SESSION_OVERLOAD, Muscle.ABS, content, NO_WISHES).session_id is None


def test_sets_that_the_week_needs_move_from_an_overloaded_session_to_another() -> None:
    content = plan(
        session("A", "Squat 3x5-8", "Cable Fly 4x8-12", "Bench Press 8x8-12"),
        session("B", "Cable Fly 2x8-12"),
        structure="MON THU",
    )
    finding = about(Rule.SESSION_OVERLOAD, Muscle.CHEST, content, wishing(CHEST=(14, 20)))
    assert counts(finding.fix) == {"0.2.0": 6, "1.0.0": 4}


PUSH_DAY = session("Push", "Cable Fly 5x8-12", "Front Raise 5x8-12", "Skullcrusher 5x8-12")


def balanced(pull: int) -> Plan:
    lines = ("Straight-Arm Pulldown", "Scapular Retraction", "Reverse Fly", "Hammer Curl")
    return plan(
        PUSH_DAY, session("Pull", *(f"{line} {pull}x8-12" for line in lines)), structure="MON THU"
    )


def test_the_weaker_side_is_strengthened_its_weakest_muscle_first() -> None:
    finding = about(Rule.PUSH_PULL_IMBALANCE, None, balanced(3), NO_WISHES)
    assert counts(finding.fix) == {"1.0.0": 4, "1.1.0": 4}
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "Pushing muscles get 5 sets a week on average, pulling muscles 3 sets."
    )


def test_the_stronger_side_is_weakened_where_the_weaker_can_take_no_more() -> None:
    full = {
        muscle: VolumeTarget(Fraction(0), Fraction(3))
        for muscle in (Muscle.LATS, Muscle.RHOMBOIDS, Muscle.REAR_DELTS, Muscle.ELBOW_FLEXORS)
    }
    finding = about(Rule.PUSH_PULL_IMBALANCE, None, balanced(3), {**NO_WISHES, **full})
    assert counts(finding.fix) == {"0.0.0": 4, "0.1.0": 4}


def test_a_side_that_needs_more_than_a_suggestion_has_no_fix() -> None:
    crowded = plan(
        *(
            session(name, "Cable Fly 10x8", "Front Raise 10x8", "Skullcrusher 10x8")
            for name in "ABCDEFGHIJKLMN"
        ),
        structure="MON THU",
    )
    assert about(Rule.PUSH_PULL_IMBALANCE, None, crowded, NO_WISHES).fix is None


def abs_exercise(name: str, **changes: Any) -> Exercise:
    return replace(exercise(name, {Muscle.ABS: 4}), **changes)


SQUAT = replace(exercise("Squat", {Muscle.QUADS: 4}), equipment=Equipment.BARBELL)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (
            [
                abs_exercise("Cable Crunch", equipment=Equipment.CABLE),
                abs_exercise("Plank Walk", equipment=Equipment.BODYWEIGHT),
            ],
            "Plank Walk",
        ),
        (
            [
                abs_exercise("Cable Crunch", equipment=Equipment.CABLE),
                abs_exercise("Rollout", equipment=Equipment.BARBELL),
            ],
            "Rollout",
        ),
        (
            [
                abs_exercise("A", contributions={Muscle.ABS: 4, Muscle.OBLIQUES: 2}),
                abs_exercise("B"),
            ],
            "B",
        ),
        (
            [
                abs_exercise("A"),
                abs_exercise(
                    "B", contributions={Muscle.ABS: 4, Muscle.OBLIQUES: 2}, is_standard=True
                ),
            ],
            "B",
        ),
        ([abs_exercise("A", organization_id="org-1"), abs_exercise("B")], "B"),
        ([abs_exercise("A", standing=Standing.ARCHIVED), abs_exercise("B")], "B"),
        ([abs_exercise("A", tracking=Tracking.TIME), abs_exercise("B")], "B"),
        ([abs_exercise("B"), abs_exercise("A")], "A"),
    ],
    ids=[
        "own body",
        "equipment in use",
        "least besides",
        "standard form",
        "global",
        "active",
        "counted in reps",
        "by name",
    ],
)
def test_the_exercise_added_is_the_one_that_fits_best(offered: list[Exercise], chosen: str) -> None:
    among = Catalogue.of({known.id: known for known in (SQUAT, *offered)}, version=1)
    content = plan(session("A", "Squat 3x5-8"), structure="MON THU")
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, wishing(ABS=(2, 20)), among)
    assert additions(finding.fix, among) == [("0", chosen, 2)]


def test_an_exercise_that_would_overtrain_another_muscle_is_passed_over() -> None:
    rollout = abs_exercise("A", contributions={Muscle.ABS: 4, Muscle.QUADS: 1})
    twist = abs_exercise("B", contributions={Muscle.ABS: 4, Muscle.OBLIQUES: 2})
    among = Catalogue.of({known.id: known for known in (SQUAT, rollout, twist)}, version=1)
    content = plan(session("A", "Squat 3x5-8"), structure="MON THU")
    own = wishing(ABS=(2, 20), QUADS=(1, 6))
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, own, among)
    assert additions(finding.fix, among) == [("0", "B", 2)]


def test_where_what_everyone_knows_does_too_much_what_does_little_besides_is_taken() -> None:
    lift = replace(SQUAT, contributions={Muscle.QUADS: 4, Muscle.ABS: 1})
    known = [
        abs_exercise(name, contributions={Muscle.ABS: 4, Muscle.QUADS: 1}, is_standard=True)
        for name in "ABCDEF"
    ]
    among = Catalogue.of({one.id: one for one in (lift, *known, abs_exercise("Plain"))}, version=1)
    content = plan(session("A", "Squat 3x5-8"), structure="MON THU")

    def added(quads: int) -> list[tuple[str, str, int]]:
        own = wishing(ABS=(8, 20), QUADS=(1, quads))
        return additions(about(Rule.UNDER_VOLUME, Muscle.ABS, content, own, among).fix, among)

    assert added(8) == [("0", "A", 4)]
    assert added(7) == [("0", "Plain", 4)]


def test_bringing_in_one_missing_muscle_may_begin_to_train_another() -> None:
    twist = abs_exercise("Twist", contributions={Muscle.ABS: 4, Muscle.OBLIQUES: 2})
    among = Catalogue.of({known.id: known for known in (SQUAT, twist)}, version=1)
    content = plan(session("A", "Squat 3x5-8"), structure="MON THU")
    both = wishing(ABS=(2, 20), OBLIQUES=(2, 20))
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, content, both, among)
    assert additions(finding.fix, among) == [("0", "Twist", 2)]


def test_raising_one_muscle_may_begin_to_train_a_missing_one() -> None:
    twist = abs_exercise("Twist", contributions={Muscle.ABS: 4, Muscle.OBLIQUES: 1})
    lift = abs_exercise("Lift", contributions={Muscle.ABS: 1, Muscle.QUADS: 4})
    among = Catalogue.of({known.id: known for known in (lift, twist)}, version=1)
    content = plan(session("A", "Lift 1x5-8"), structure="MON THU")
    both = wishing(ABS=(2, 20), OBLIQUES=(2, 20))
    finding = about(Rule.UNDER_VOLUME, Muscle.ABS, content, both, among)
    assert additions(finding.fix, among) == [("0", "Twist", 2)]


def test_raising_one_muscle_does_not_overtrain_a_missing_one() -> None:
    twist = abs_exercise("Twist", contributions={Muscle.ABS: 4, Muscle.OBLIQUES: 4})
    lift = abs_exercise("Lift", contributions={Muscle.ABS: 1, Muscle.QUADS: 4})
    among = Catalogue.of({known.id: known for known in (lift, twist)}, version=1)
    content = plan(session("A", "Lift 1x5-8"), structure="MON THU")
    both = wishing(ABS=(2, 20), OBLIQUES=(1, 1))
    assert about(Rule.UNDER_VOLUME, Muscle.ABS, content, both, among).fix is None


def test_an_exercise_with_enough_sets_leaves_more_of_them_to_another_session() -> None:
    content = plan(
        session("A", "Crunch 4x8-12"),
        session("B", "Squat 3x5-8"),
        session("C", "Crunch 4x8-12"),
    )
    finding = about(Rule.UNDER_VOLUME, Muscle.ABS, content, wishing(ABS=(12, 20)))
    assert counts(finding.fix) == {"0.0.0": 5, "2.0.0": 5}
    assert additions(finding.fix) == [("1", "Crunch", 2)]


def test_a_row_that_progress_is_measured_by_gets_no_more_sets() -> None:
    content = plan(session("A", "Squat 3x5,1x5+"), structure="MON THU")
    finding = about(Rule.UNDER_VOLUME, Muscle.QUADS, content, wishing(QUADS=(12, 20)))
    assert counts(finding.fix) == {"0.0.0": 4}
    assert additions(finding.fix) == [("0", "Leg Extension", 2)]


def test_sets_are_taken_from_the_later_rows_and_last_from_what_progress_is_measured_by() -> None:
    top = SetRow(SetKind.TOP, 1, 3, 5)
    rest = tuple(SetRow(SetKind.BACK_OFF, 1, 5, 8) for _ in range(3))
    amrap = SetRow(SetKind.AMRAP, 1, 5)
    content = plan(
        Session("A", (Entry((top, *rest, amrap), exercise_id("Squat")),)), structure="MON THU"
    )
    rows = "/sessions/0/exercises/0/sets"

    def taken(most: int) -> list[str]:
        finding = about(Rule.OVER_VOLUME, Muscle.QUADS, content, wishing(QUADS=(1, most)))
        assert finding.fix is not None
        return [operation["path"].removeprefix(rows) for operation in finding.fix]

    assert taken(6) == ["/3", "/2"]
    assert taken(4) == ["/3", "/2", "/1"]
    assert taken(2) == ["/4", "/3", "/2", "/1"]


def test_a_full_session_takes_no_more_exercises() -> None:
    lines = [f"{known.name} 1x8-12" for known in CATALOGUE if Muscle.ABS not in known.contributions]
    full = session("Full", *lines[:20])
    one_day = plan(full, structure="MON THU")
    finding = about(Rule.MISSING_MUSCLE, Muscle.ABS, one_day, wishing(ABS=(2, 20)))
    assert finding.fix is None
    with_room = plan(session("Full", *lines[:19]), structure="MON THU")
    assert about(Rule.MISSING_MUSCLE, Muscle.ABS, with_room, wishing(ABS=(2, 20))).fix


def test_an_exercise_spelled_out_in_a_draft_is_counted_too() -> None:
    spelled = Entry(
        (SetRow(SetKind.WORKING, 3, 8, 12),), inline=InlineExercise("Log Sit-Up", {Muscle.ABS: 4})
    )
    content = plan(Session("A", (spelled,)), structure="MON THU")
    finding = about(Rule.UNDER_VOLUME, Muscle.ABS, content, wishing(ABS=(8, 20)))
    assert counts(finding.fix) == {"0.0.0": 4}


def test_an_exercise_spelled_out_says_nothing_about_equipment() -> None:
    spelled = Entry(
        (SetRow(SetKind.WORKING, 3, 8, 12),), inline=InlineExercise("Log Sit-Up", {Muscle.ABS: 4})
    )
    content = plan(Session("A", (spelled,)), structure="MON THU")
    finding = about(Rule.MISSING_MUSCLE, Muscle.CALVES, content, wishing(CALVES=(2, 20)))
    assert additions(finding.fix) == [("0", "Seated Calf Raise", 2)]


def test_a_week_far_too_full_has_no_fix() -> None:
    def week(rows: int) -> Plan:
        entry = Entry((SetRow(SetKind.WORKING, 10, 8, 12),) * rows, exercise_id("Squat"))
        return plan(Session("A", (entry,)), structure="MON")

    own = wishing(QUADS=(1, 20))
    assert about(Rule.OVER_VOLUME, Muscle.QUADS, week(6), own).fix
    assert about(Rule.OVER_VOLUME, Muscle.QUADS, week(7), own).fix is None
