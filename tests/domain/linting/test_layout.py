"""The rules about rows and days, and their fixes."""

from fractions import Fraction

import pytest

from shared.domain.lint import lint
from shared.domain.linting.findings import Finding, Rule, Severity
from shared.domain.muscles import Muscle
from shared.domain.programs import Cyclic, Entry, Plan, Session, SetKind, SetRow, Structure
from shared.domain.targets import Targets, VolumeTarget
from tests.domain.published import CATALOGUE, exercise_id, plan, session

ANYTHING: Targets = {muscle: VolumeTarget(Fraction(0), Fraction(60)) for muscle in Muscle}
"""Nothing to find about volume."""


def of_rule(rule: Rule, content: Plan, own: Targets = ANYTHING) -> list[Finding]:
    return [finding for finding in lint(content, CATALOGUE, own) if finding.rule is rule]


def squats(*rows: SetRow) -> Plan:
    return plan(Session("A", (Entry(rows, exercise_id("Squat")),)))


def replacing(path: str, value: object) -> list[dict[str, object]]:
    return [{"op": "replace", "path": path, "value": value}]


@pytest.mark.parametrize(
    "row",
    [
        SetRow(SetKind.WORKING, 3, 8, 12),
        SetRow(SetKind.AMRAP, 1, 5),
        SetRow(SetKind.AMRAP, 1, 5, 5),
        SetRow(SetKind.TOP, 1, 3, 3, percent_1rm=80.0),
    ],
)
def test_a_range_amrap_or_percentage_is_something_to_progress_by(row: SetRow) -> None:
    fixed = SetRow(SetKind.WORKING, 3, 5, 5)
    assert not of_rule(Rule.NO_PROGRESSION, squats(fixed, row))


@pytest.mark.parametrize(
    ("row", "path", "value"),
    [
        (SetRow(SetKind.WORKING, 3, 5, 5), "reps_max", 7),
        (SetRow(SetKind.WORKING, 3, 12, 12), "reps_max", 15),
        (SetRow(SetKind.WORKING, 3, 99, 99), "reps_max", 100),
        (SetRow(SetKind.WORKING, 3, 100, 100), "reps_min", 98),
    ],
)
def test_fixed_reps_are_opened_into_a_range(row: SetRow, path: str, value: int) -> None:
    warm_up = SetRow(SetKind.WARMUP, 2, 5, 8, percent_1rm=40.0)
    (finding,) = of_rule(Rule.NO_PROGRESSION, squats(warm_up, row))
    assert finding.fix == replacing(f"/sessions/0/exercises/0/sets/1/{path}", value)
    assert (finding.severity, finding.session_index) == (Severity.INFO, 0)
    assert finding.message == ("Squat (A): no range of reps, AMRAP or percentage to progress by.")


def test_an_exercise_that_is_only_warmed_up_is_given_working_sets() -> None:
    (finding,) = of_rule(Rule.NO_PROGRESSION, squats(SetRow(SetKind.WARMUP, 2, 5, 8)))
    assert finding.severity is Severity.WARNING
    assert "nothing but warm-ups" in finding.message
    assert finding.fix == [
        {
            "op": "add",
            "path": "/sessions/0/exercises/0/sets/-",
            "value": {
                "kind": "WORKING",
                "count": 3,
                "reps_min": 10,
                "reps_max": 15,
                "rir": 2,
                "rest_seconds": 90,
            },
        }
    ]


def test_working_sets_that_would_be_too_many_are_added_as_far_as_they_fit() -> None:
    content = plan(
        Session(
            "A",
            (
                Entry((SetRow(SetKind.WARMUP, 2, 5, 8),), exercise_id("Squat")),
                *session("A", "Leg Extension 9x8-12").exercises,
            ),
        )
    )
    (finding,) = of_rule(Rule.NO_PROGRESSION, content)
    assert finding.fix is not None
    assert [operation["value"]["count"] for operation in finding.fix] == [1]


def test_an_exercise_without_room_for_a_working_row_has_no_fix() -> None:
    (finding,) = of_rule(Rule.NO_PROGRESSION, squats(*[SetRow(SetKind.WARMUP, 1, 5, 8)] * 12))
    assert finding.fix is None
    (roomy,) = of_rule(Rule.NO_PROGRESSION, squats(*[SetRow(SetKind.WARMUP, 1, 5, 8)] * 11))
    assert roomy.fix is not None


def test_sets_far_from_failure_are_brought_nearer_in_every_row() -> None:
    rows = [
        SetRow(SetKind.WARMUP, 2, 5, 8, rir=8),
        SetRow(SetKind.WORKING, 3, 8, 12, rir=5),
        SetRow(SetKind.WORKING, 3, 8, 12, rir=4),
        SetRow(SetKind.BACK_OFF, 3, 8, 12, rir=7),
        SetRow(SetKind.WORKING, 3, 8, 12),
    ]
    (finding,) = of_rule(Rule.HIGH_RIR, squats(*rows))
    sets = "/sessions/0/exercises/0/sets"
    assert finding.fix == [*replacing(f"{sets}/1/rir", 4), *replacing(f"{sets}/3/rir", 4)]
    assert finding.severity is Severity.INFO
    assert finding.message == "Squat (A): sets that stop 5 or more reps before failure grow little."


def test_a_warm_up_may_be_easy() -> None:
    assert not of_rule(Rule.HIGH_RIR, squats(SetRow(SetKind.WARMUP, 2, 5, 8, rir=8)))


def rotating(names: str, structure: Structure | str) -> Plan:
    return plan(*(session(name, "Squat 1x5-8") for name in names), structure=structure)


@pytest.mark.parametrize(
    ("names", "structure", "fix"),
    [
        ("AB", "MON", replacing("/structure/days", ["MON", "THU"])),
        ("ABCD", "MON WED FRI", replacing("/structure/days", ["MON", "WED", "FRI", "SAT"])),
        ("ABC", "SAT SUN", replacing("/structure/days", ["WED", "SAT", "SUN"])),
        (
            "ABCD",
            Cyclic(1, 1),
            [
                *replacing("/structure/days_on", 2),
                *replacing("/structure/days_off", 1),
            ],
        ),
    ],
)
def test_more_sessions_than_training_days_get_the_nearest_days_that_suffice(
    names: str, structure: Structure | str, fix: list[dict[str, object]]
) -> None:
    (finding,) = of_rule(Rule.MORE_SESSIONS_THAN_DAYS, rotating(names, structure))
    assert finding.fix == fix
    assert (finding.severity, finding.muscle, finding.session_index) == (Severity.INFO, None, None)


def test_more_sessions_than_training_days_are_told_with_both_figures() -> None:
    (finding,) = of_rule(Rule.MORE_SESSIONS_THAN_DAYS, rotating("ABCD", Cyclic(1, 1)))
    assert finding.message == (
        "4 sessions for 3.5 training days a week: each comes round less than once a week."
    )


@pytest.mark.parametrize("structure", ["MON WED", Cyclic(2, 3)])
def test_as_many_training_days_as_sessions_are_enough(structure: Structure | str) -> None:
    assert not of_rule(Rule.MORE_SESSIONS_THAN_DAYS, rotating("AB", structure))


@pytest.mark.parametrize("structure", ["MON WED", Cyclic(1, 1)])
def test_more_sessions_than_a_week_has_days_have_no_fix(structure: Structure | str) -> None:
    (finding,) = of_rule(Rule.MORE_SESSIONS_THAN_DAYS, rotating("ABCDEFGH", structure))
    assert finding.fix is None


def test_days_are_not_added_when_a_muscle_would_get_too_much() -> None:
    content = plan(*(session(name, "Leg Extension 10x8-12") for name in "AB"), structure="MON")
    own = {**ANYTHING, Muscle.QUADS: VolumeTarget(Fraction(0), Fraction(19))}
    (finding,) = of_rule(Rule.MORE_SESSIONS_THAN_DAYS, content, own)
    assert finding.fix is None
    (roomy,) = of_rule(Rule.MORE_SESSIONS_THAN_DAYS, content)
    assert roomy.fix is not None
