"""Credit models: how much of a set a muscle is given for each contribution."""

from enum import StrEnum

from shared.domain.exercises import Contributions


class CreditModel(StrEnum):
    GRADED = "GRADED"
    """As the exercise says."""
    FRACTIONAL_HALF = "FRACTIONAL_HALF"
    """A direct set counts one, any other a half (Pelland et al. 2024)."""
    DIRECT_ONLY = "DIRECT_ONLY"
    TOTAL = "TOTAL"
    """Every contributing set counts one."""


Credit = tuple[int, int, int, int, int]
"""What 0, 1, 2, 3 and 4 quarters become, in quarters."""

CREDITS: dict[CreditModel, Credit] = {
    CreditModel.GRADED: (0, 1, 2, 3, 4),
    CreditModel.FRACTIONAL_HALF: (0, 2, 2, 2, 4),
    CreditModel.DIRECT_ONLY: (0, 0, 0, 0, 4),
    CreditModel.TOTAL: (0, 4, 4, 4, 4),
}


def credited(contributions: Contributions, model: CreditModel) -> Contributions:
    """The contributions under another model, without the muscles it gives nothing."""
    credit = CREDITS[model]
    return {muscle: credit[share] for muscle, share in contributions.items() if credit[share]}
