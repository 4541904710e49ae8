"""A made program in a few plain sentences, with figures that its report holds."""

from collections.abc import Sequence
from math import ceil

from shared.domain.figures import in_sets, shown
from shared.domain.linting.findings import Finding
from shared.domain.muscles import Muscle
from shared.domain.planning.wishes import Goal, Wishes
from shared.domain.volume import Report

BY_GOAL = {
    Goal.HYPERTROPHY: "Compound exercises come first, for 6 to 10 reps; the others follow.",
    Goal.STRENGTH: "The lifts come first, for 3 to 6 reps with 3 minutes of rest.",
    Goal.GENERAL: "Compound exercises come first, for 8 to 12 reps; the others follow.",
}


def explain(
    wishes: Wishes,
    report: Report,
    findings: Sequence[Finding],
    longest_seconds: int,
    *,
    uses_own_body: bool,
) -> str:
    """`uses_own_body`: though it was not named among the equipment."""
    sentences = [
        f"{in_sets(report.weekly_sets_total)} a week; the longest session takes "
        f"{ceil(longest_seconds / 60)} minutes, warming up aside.",
        _range(report),
        BY_GOAL[wishes.goal],
    ]
    if wishes.focus:
        named = _listed([muscle for muscle in Muscle if muscle in wishes.focus])
        sentences.append(f"More than the middle of the range for: {named}.")
    if uses_own_body:
        sentences.append(
            "The equipment you named is not enough alone: some exercises need only your own body."
        )
    if findings:
        noted = " ".join(finding.message for finding in findings)
        sentences.append(f"To know: {noted}")
    return " ".join(sentences)


def _range(report: Report) -> str:
    trained = [muscle for muscle in report.muscles if muscle.weekly_sets]
    least = min(trained, key=lambda muscle: muscle.weekly_sets)
    most = max(trained, key=lambda muscle: muscle.weekly_sets)
    return (
        f"Every muscle is within its range: from {shown(least.weekly_sets)} sets "
        f"({least.muscle.label}) to {shown(most.weekly_sets)} ({most.muscle.label})."
    )


def _listed(muscles: Sequence[Muscle]) -> str:
    return ", ".join(muscle.label.lower() for muscle in muscles)
