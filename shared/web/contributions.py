"""Muscle contributions on the wire: 0.25, 0.5, 0.75 or 1 of a set."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.domain.exercises import QUARTERS_PER_SET, Contributions
from shared.domain.muscles import Muscle


def _on_a_step(contribution: float) -> float:
    if contribution * QUARTERS_PER_SET not in range(1, QUARTERS_PER_SET + 1):
        raise ValueError("A contribution is 0.25, 0.5, 0.75 or 1.")
    return contribution


def _one_direct(given: dict[Muscle, float]) -> dict[Muscle, float]:
    if 1.0 not in given.values():
        raise ValueError("At least one muscle has a contribution of 1.")
    return given


Contribution = Annotated[
    float, AfterValidator(_on_a_step), Field(json_schema_extra={"enum": [0.25, 0.5, 0.75, 1.0]})
]
ContributionsDraft = Annotated[dict[Muscle, Contribution], AfterValidator(_one_direct)]
ContributionsView = dict[Muscle, float]


def in_quarters(contributions: dict[Muscle, float]) -> Contributions:
    return {muscle: int(share * QUARTERS_PER_SET) for muscle, share in contributions.items()}


def as_shares(contributions: Contributions) -> ContributionsView:
    """In the order of the muscles."""
    return {
        muscle: contributions[muscle] / QUARTERS_PER_SET
        for muscle in Muscle
        if muscle in contributions
    }
