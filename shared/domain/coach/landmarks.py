"""Common ground of training: figures that advice may hold without looking anything up."""

from fractions import Fraction

from shared.domain.coach.facts import Fact, Figure, Origin, Unit


def _landmark(name: str, label: str, *values: str, unit: Unit = Unit.COUNT) -> Fact:
    figures = tuple(Figure(Fraction(value), unit) for value in values)
    return Fact(f"landmark:{name}", label, figures, origin=Origin.LANDMARK)


LANDMARKS = (
    _landmark("weekly_sets", "Most muscles do well with 10 to 20 hard sets a week.", "10", "20"),
    _landmark("session_sets", "Of one muscle, up to 10 sets in one go.", "10"),
    _landmark(
        "reps", "From 5 to 30 reps build muscle; 6 to 12 suit most.", "5", "30", "6", "8", "12"
    ),
    _landmark("effort", "Most work ends with 0 to 3 reps in reserve (RIR).", "0", "1", "2", "3"),
    _landmark("frequency", "Each muscle is trained 2 or 3 times a week.", "2", "3"),
    _landmark("rest", "Rest 60 seconds to 3 minutes.", "60", "90", "120", "180", unit=Unit.SECONDS),
    _landmark("protein", "1.6 to 2.2 g of protein a day for each kg of body weight.", "1.6", "2.2"),
    _landmark("sleep", "Sleep 7 to 9 hours.", "25200", "28800", "32400", unit=Unit.SECONDS),
    _landmark("progress", "Add 1.25 to 5 kg.", "1.25", "2.5", "5", unit=Unit.KG),
)
"""Schoenfeld 2017 (sets, frequency, loads), Refalo 2023 (effort), Grgic 2018 (rest), Morton 2018
(protein), AASM 2015 (sleep)."""
