"""Credit models, and plans replayed under them."""

import pytest
from hypothesis import given

from shared.domain.credit import CreditModel, credited
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan
from shared.domain.replay import Replay, replay
from shared.domain.targets import Targets, Verdict
from shared.domain.volume import weekly_volume
from tests.domain import strategies
from tests.domain.published import CATALOGUE, PPL, muscle, plan, session

EVERY_SHARE = {Muscle.CHEST: 4, Muscle.TRICEPS: 3, Muscle.FRONT_DELTS: 2, Muscle.ABS: 1}


def replayed(content: Plan, model: CreditModel) -> Replay:
    return replay(content, CATALOGUE, {}, model)


@pytest.mark.parametrize(
    ("model", "shares"),
    [
        (CreditModel.GRADED, [4, 3, 2, 1]),
        (CreditModel.FRACTIONAL_HALF, [4, 2, 2, 2]),
        (CreditModel.DIRECT_ONLY, [4]),
        (CreditModel.TOTAL, [4, 4, 4, 4]),
    ],
)
def test_each_model_credits_contributions_its_own_way(
    model: CreditModel, shares: list[int]
) -> None:
    assert list(credited(EVERY_SHARE, model).values()) == shares


@pytest.mark.parametrize(
    ("model", "glutes"),
    [
        (CreditModel.GRADED, 12.75),
        (CreditModel.FRACTIONAL_HALF, 9.5),
        (CreditModel.DIRECT_ONLY, 0),
        (CreditModel.TOTAL, 19),
    ],
)
def test_push_pull_legs_replayed(model: CreditModel, glutes: float) -> None:
    found = replayed(PPL, model)
    assert found.model is model
    after = found.replayed.of(Muscle.GLUTES)
    assert after.weekly_sets == glutes
    assert after.weekly_sets == sum(source.weekly_sets for source in after.sources)
    assert [after.direct_sets, after.total_sets] == [0, 19]
    assert found.graded.of(Muscle.GLUTES).weekly_sets == 12.75
    assert {change.muscle: change.weekly_sets for change in found.differences}[
        Muscle.GLUTES
    ] == glutes - 12.75


def test_the_verdict_and_its_warning_follow_the_model() -> None:
    content = plan(session("A", "Bench Press 10x8"), structure="MON")
    found = replayed(content, CreditModel.TOTAL)
    triceps = muscle("Triceps")
    assert found.graded.of(triceps).status is Verdict.BELOW_MINIMUM
    assert found.replayed.of(triceps).status is Verdict.OPTIMAL
    assert triceps not in {warning.muscle for warning in found.replayed.warnings}


@given(strategies.plans(inline=True), strategies.targets())
def test_no_model_gives_less_than_direct_sets_or_more_than_all_sets(
    content: Plan, own: Targets
) -> None:
    graded = weekly_volume(content, CATALOGUE, own)
    volumes = {
        model: replay(content, CATALOGUE, own, model).replayed.muscles for model in CreditModel
    }
    for place, stored in enumerate(graded.muscles):
        direct, half, total = (
            volumes[model][place].weekly_sets
            for model in (
                CreditModel.DIRECT_ONLY,
                CreditModel.FRACTIONAL_HALF,
                CreditModel.TOTAL,
            )
        )
        assert direct <= stored.weekly_sets <= total
        assert direct <= half <= total
        assert direct == stored.direct_sets
        assert total == stored.total_sets


@given(strategies.plans(inline=True), strategies.targets())
def test_replaying_as_stored_changes_nothing(content: Plan, own: Targets) -> None:
    found = replay(content, CATALOGUE, own, CreditModel.GRADED)
    assert found.replayed == found.graded
    assert not any(change.weekly_sets for change in found.differences)
    assert [change.muscle for change in found.differences] == list(Muscle)
