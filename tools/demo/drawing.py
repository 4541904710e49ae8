"""The weekly volume and the lint of a program, drawn for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

_WIDTH = 30
_SETS_AT_THE_END = 30
_VERDICTS = {
    "BELOW_MINIMUM": "below minimum",
    "OPTIMAL": "optimal",
    "HIGH": "high",
    "EXCESSIVE": "excessive",
}


def volume_table(report: Mapping[str, Any]) -> str:
    """A line for each muscle. `|` on a bar stands at the minimum and at the maximum."""
    head = f"{'muscle':<16} {'sets':>6} {'direct':>6} {'a week':>6}  "
    lines = [f"{head}{'0'.ljust(_WIDTH)}  verdict"]
    for muscle in report["muscles"]:
        name = muscle["muscle_group"].replace("_", " ").capitalize()
        figures = (muscle["weekly_sets"], muscle["direct_sets"], muscle["frequency_per_week"])
        shown = " ".join(f"{figure:>6g}" for figure in figures)
        lines.append(f"{name:<16} {shown}  {bar(muscle)}  {_VERDICTS[muscle['status']]}")
    total, sessions = report["weekly_sets_total"], report["sessions_per_week"]
    lines.append(f"{total:g} hard sets in {sessions:g} sessions a week")
    return "\n".join(lines)


def bar(muscle: Mapping[str, Any]) -> str:
    filled = _column(muscle["weekly_sets"])
    cells = ["█"] * filled + ["·"] * (_WIDTH - filled)
    for bound in ("minimum", "maximum"):
        place = _column(muscle[bound])
        if place < _WIDTH:
            cells[place] = "|"
    return "".join(cells)


def findings(lint: Sequence[Mapping[str, Any]]) -> str:
    if not lint:
        return "Lint has nothing to say."
    lines = [
        f"{'!' if finding['severity'] == 'WARNING' else '-'} {finding['message']}"
        + (" (can be fixed)" if finding["fix"] else "")
        for finding in lint
    ]
    return "\n".join(lines)


def _column(sets: float) -> int:
    return min(_WIDTH, round(sets * _WIDTH / _SETS_AT_THE_END))
