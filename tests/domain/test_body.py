"""Body fat from girths, held against the figures of Hodgdon and Beckett, and its refusals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.body import (
    NAVY_PERCENT,
    PLAUSIBLE,
    Method,
    Obstacle,
    composition,
    figure_of,
    implausible,
    navy_percent,
)
from shared.domain.figures import rounded
from shared.domain.profiles import Sex

MAN = {"weight_kg": 80.0, "height_cm": 180.0, "neck_cm": 38.0, "waist_cm": 85.0}
WOMAN = {"height_cm": 165.0, "neck_cm": 32.0, "waist_cm": 70.0, "hip_cm": 95.0}


@pytest.mark.parametrize(
    ("sex", "height", "neck", "waist", "hip", "percent"),
    [
        (Sex.MALE, 180, 38, 85, 0, 16.11),
        (Sex.MALE, 183, 40, 96, 0, 22.07),
        (Sex.FEMALE, 165, 32, 70, 95, 24.86),
    ],
)
def test_the_oracles_of_the_metric_formula(
    sex: Sex, height: float, neck: float, waist: float, hip: float, percent: float
) -> None:
    assert round(navy_percent(sex, height, neck, waist, hip), 2) == percent


def test_a_body_is_fat_and_the_rest() -> None:
    body = composition(MAN, Sex.MALE)
    assert body.body_fat_percent == Fraction("16.11")
    assert (body.fat_mass_kg, body.lean_mass_kg) == (Fraction("12.89"), Fraction("67.11"))
    assert (body.method, body.reason) == (Method.US_NAVY, None)


def test_a_height_that_was_measured_counts_before_that_of_the_profile() -> None:
    without = {name: value for name, value in MAN.items() if name != "height_cm"}
    assert composition(without, Sex.MALE, 180) == composition(MAN, Sex.MALE, 150)
    assert composition(without, Sex.MALE, 150) != composition(MAN, Sex.MALE, 150)


def test_what_was_measured_by_other_means_counts_before_the_formula() -> None:
    body = composition({**MAN, "body_fat_percent": 14.5})
    assert (body.body_fat_percent, body.method) == (Fraction("14.5"), Method.MEASURED)
    assert (body.fat_mass_kg, body.lean_mass_kg) == (Fraction("11.6"), Fraction("68.4"))


def test_without_a_weight_only_the_share_is_known() -> None:
    body = composition(WOMAN, Sex.FEMALE)
    assert (body.body_fat_percent, body.method) == (Fraction("24.86"), Method.US_NAVY)
    assert (body.fat_mass_kg, body.lean_mass_kg) == (None, None)
    assert body.reason is not None
    assert (body.reason.code, body.reason.missing) == (Obstacle.INCOMPLETE, ("weight_kg",))
    assert body.reason.message == "The mass of fat is not known without weight_kg."


@pytest.mark.parametrize(
    ("gone", "sex", "missing", "message"),
    [
        ("", None, ("sex",), "Body fat is not known without sex."),
        ("hip_cm", Sex.MALE, (), ""),
        ("hip_cm", Sex.FEMALE, ("hip_cm",), "Body fat is not known without hip_cm."),
        (
            "height_cm neck_cm waist_cm",
            None,
            ("sex", "height_cm", "neck_cm", "waist_cm"),
            "Body fat is not known without sex, height_cm, neck_cm and waist_cm.",
        ),
    ],
)
def test_what_is_missing_is_named(
    gone: str, sex: Sex | None, missing: tuple[str, ...], message: str
) -> None:
    values = {name: value for name, value in {**WOMAN, **MAN}.items() if name not in gone.split()}
    body = composition(values, sex)
    if not missing:
        assert body.reason is None
        return
    assert body.reason is not None
    assert (body.reason.missing, body.reason.message) == (missing, message)
    assert (body.body_fat_percent, body.method) == (None, None)


@pytest.mark.parametrize("waist", [38.0, 37.0])
def test_the_waist_is_wider_than_the_neck(waist: float) -> None:
    reason = composition({**MAN, "waist_cm": waist}, Sex.MALE).reason
    assert reason is not None
    assert reason.code is Obstacle.WAIST_NOT_ABOVE_NECK


@pytest.mark.parametrize(
    "changes",
    [
        {"waist_cm": 39.0},
        {"waist_cm": 300.0},
        {"neck_cm": 0.0},
        {"height_cm": 0.0},
        {"body_fat_percent": 99.0},
    ],
)
def test_what_cannot_be_is_no_figure(changes: dict[str, float]) -> None:
    body = composition({**MAN, **changes}, Sex.MALE)
    assert body.reason is not None
    assert (body.reason.code, body.body_fat_percent) == (Obstacle.IMPLAUSIBLE, None)


def test_a_weight_that_cannot_be_leaves_the_share() -> None:
    body = composition({**MAN, "weight_kg": 0.0}, Sex.MALE)
    assert (body.body_fat_percent, body.fat_mass_kg) == (Fraction("16.11"), None)
    assert body.reason is not None
    assert body.reason.code is Obstacle.IMPLAUSIBLE


@given(
    st.dictionaries(st.sampled_from([*PLAUSIBLE]), st.floats(0, 100_000)),
    st.sampled_from([None, *Sex]),
    st.none() | st.floats(50, 300),
)
def test_whatever_was_logged_there_is_a_figure_or_a_reason(
    values: dict[str, float], sex: Sex | None, height_cm: float | None
) -> None:
    body = composition(values, sex, height_cm)
    figures = [body.body_fat_percent, body.fat_mass_kg, body.lean_mass_kg]
    assert (body.reason is None) is (None not in figures)
    assert (body.method is None) is (body.body_fat_percent is None)
    if body.method is Method.US_NAVY and body.body_fat_percent is not None:
        assert NAVY_PERCENT[0] <= body.body_fat_percent <= NAVY_PERCENT[1]
    if body.fat_mass_kg is not None and body.lean_mass_kg is not None:
        assert body.fat_mass_kg + body.lean_mass_kg == Fraction(str(values["weight_kg"]))


@given(st.floats(60, 120), st.floats(30, 45), st.floats(150, 200), st.floats(80, 130))
def test_a_wider_waist_is_more_fat_and_a_taller_body_less(
    waist: float, neck: float, height: float, hip: float
) -> None:
    for sex in Sex:
        percent = navy_percent(sex, height, neck, waist, hip)
        assert navy_percent(sex, height, neck, waist + 1, hip) > percent
        assert navy_percent(sex, height + 1, neck, waist, hip) < percent


def test_metrics_we_know_have_bounds_and_others_none() -> None:
    assert implausible("weight_kg", 20) is implausible("weight_kg", 500) is None
    assert implausible("weight_kg", 19.9) == "weight_kg is between 20 and 500."
    assert implausible("left_bicep_cm", 350) == "left_bicep_cm is between 10 and 100."
    assert implausible("resting_pulse", 100_000) is None


def test_a_figure_is_logged_or_derived_or_there_is_none() -> None:
    assert figure_of("waist_cm", MAN, None, None) == 85
    assert figure_of("hip_cm", MAN, None, None) is None
    fat = figure_of("fat_mass_kg", MAN, Sex.MALE, None)
    assert fat is not None
    assert rounded(fat) == 12.89
    assert figure_of("fat_mass_kg", MAN, None, None) is None
