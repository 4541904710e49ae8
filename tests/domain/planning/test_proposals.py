"""Proposals: what may be proposed of a program, and what becomes of a proposal."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from shared.domain.drafts import compose
from shared.domain.errors import Conflict, Forbidden, Invalid, ProposalExpired, StaleProposal
from shared.domain.muscles import Muscle
from shared.domain.planning import proposals
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.proposals import LIFETIME, Proposal, ProposalKind, ProposalState
from shared.domain.planning.proposing import Measures, propose_change, propose_program
from shared.domain.programs import Plan, Program, Visibility
from shared.domain.targets import VolumeTarget
from shared.web.plans import plan_of
from tests.domain.published import CATALOGUE, GBR, GBR_TWO_ON_ONE_OFF, NOW, PPL, exercise_id

MEASURES = Measures(CATALOGUE, {}, plan_of)


def program(plan: Plan = PPL) -> Program:
    ids = iter(range(1000))
    return compose(
        plan,
        owner_id="ann",
        organization_id="gym",
        new_id=lambda: f"id-{next(ids)}",
        now=NOW,
    )


def proposed(*patch: dict[str, Any], of: Program | None = None) -> Proposal:
    return propose_change(
        of or program(),
        list(patch),
        " Because. ",
        MEASURES,
        caller_id="ann",
        proposal_id="p",
        now=NOW,
    )


def replacing(path: str, value: object) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def test_a_change_carries_the_version_it_was_made_for() -> None:
    patch = replacing("/sessions/1/exercises/0/sets/0/count", 5)
    proposal = proposed(patch, of=replace(program(), version=7))
    assert (proposal.kind, proposal.program_id, proposal.base_version, proposal.patch) == (
        ProposalKind.CHANGE,
        "id-0",
        7,
        [patch],
    )
    assert proposal.why == "Because."


def test_nobody_is_offered_a_change_of_what_somebody_else_made() -> None:
    with pytest.raises(Forbidden):
        proposed(replacing("/name", "Mine"), of=replace(program(), owner_id="ben"))


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        (replacing("/visibility", "ORGANIZATION"), "can be changed"),
        (replacing("/description", "Buy now"), "can be changed"),
        (replacing("name", "x"), "can be changed"),
        (replacing("/sessions/0/exercises/0/sets/0/count", 0), "greater than or equal"),
        (replacing("/sessions/0/exercises/0/exercise_id", "nothing"), "no such exercise"),
        (replacing("/sessions/1/exercises/0/sets/0/count", 10), "This would bring"),
        ({"op": "remove", "path": "/sessions/2"}, "This would bring"),
    ],
)
def test_what_is_no_plan_or_brings_a_warning_is_refused(patch: dict[str, Any], words: str) -> None:
    wider = program(replace(PPL, visibility=Visibility.ORGANIZATION))
    with pytest.raises(Invalid) as refused:
        proposed(patch, of=wider)
    assert words in " ".join(fault.message for fault in refused.value.faults)


def test_what_was_wrong_before_does_not_stand_in_the_way() -> None:
    entry = {
        "exercise_id": exercise_id("Crunch"),
        "sets": [{"kind": "WORKING", "count": 2, "reps_min": 8, "reps_max": 12}],
    }
    # Abs were missing and are too little now: that is progress, and no new warning.
    assert proposed({"op": "add", "path": "/sessions/0/exercises/-", "value": entry}).patch


def test_a_muscle_that_had_too_little_may_not_lose_the_rest() -> None:
    drafted = as_draft(PPL)
    drafted["sessions"][0]["exercises"].append(
        {
            "exercise_id": exercise_id("Crunch"),
            "sets": [{"kind": "WORKING", "count": 2, "reps_min": 8, "reps_max": 12}],
        }
    )
    last = len(drafted["sessions"][0]["exercises"]) - 1
    with pytest.raises(Invalid):
        proposed(
            {"op": "remove", "path": f"/sessions/0/exercises/{last}"}, of=program(plan_of(drafted))
        )


def test_a_whole_program_is_proposed_only_without_warnings() -> None:
    with pytest.raises(Invalid) as refused:
        propose_program(PPL, "Why", MEASURES, proposal_id="p", now=NOW)
    assert refused.value.faults[0].path == "draft"
    own = {muscle: VolumeTarget(Fraction(0), Fraction(60)) for muscle in Muscle}
    easy = Measures(CATALOGUE, own, plan_of)
    proposal = propose_program(GBR, "Why", easy, proposal_id="p", now=NOW)
    assert plan_of(proposal.draft or {}) == GBR


def test_a_draft_holds_all_of_a_plan() -> None:
    for plan in (PPL, GBR_TWO_ON_ONE_OFF, replace(PPL, visibility=Visibility.ORGANIZATION)):
        assert plan_of(as_draft(plan)) == plan


def test_a_proposal_is_applied_once_in_its_time_and_for_its_version() -> None:
    proposal = proposed(replacing("/name", "Mine"))
    proposals.expect_pending(proposal, NOW)
    proposals.expect_current(proposal, 1)
    with pytest.raises(StaleProposal):
        proposals.expect_current(proposal, 2)
    with pytest.raises(ProposalExpired):
        proposals.expect_pending(proposal, NOW + LIFETIME)
    done = proposals.applied(proposal, "id-0")
    with pytest.raises(Conflict, match="applied already"):
        proposals.expect_pending(done, NOW + LIFETIME + timedelta(days=1))
    assert done.applied_program_id == "id-0"


def test_dismissing_is_final_and_may_be_said_twice() -> None:
    proposal = proposed(replacing("/name", "Mine"))
    gone = proposals.dismissed(proposal)
    assert proposals.dismissed(gone) == gone
    assert gone.state_at(NOW + LIFETIME) is ProposalState.DISMISSED
    assert proposal.state_at(NOW + LIFETIME) is ProposalState.EXPIRED
    with pytest.raises(Conflict, match="dismissed already"):
        proposals.expect_pending(gone, NOW)
    with pytest.raises(Conflict):
        proposals.dismissed(proposals.applied(proposal, "id-0"))
