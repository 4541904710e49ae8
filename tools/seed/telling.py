"""A seeding told in lines for the terminal."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tools.seed.changes import Change, Verdict
from tools.seed.load import Report

_MARKS = {
    Verdict.ADDED: "+",
    Verdict.CHANGED: "~",
    Verdict.ARCHIVED: "-",
    Verdict.KEPT: "!",
}


def told(report: Report, *, dry_run: bool) -> Iterator[str]:
    """What changed, then the totals."""
    names = {one.id: one.name for one in report.exercises}
    yield from _part("exercises", report.exercises, names)
    yield from _part("templates", report.templates, names)
    if dry_run:
        yield "nothing was written"


def _part(title: str, changes: Sequence[Change], names: Mapping[str, str]) -> Iterator[str]:
    for one in changes:
        if one.verdict in _MARKS:
            yield f"{_MARKS[one.verdict]} {one.name}"
            yield from (f"    {_named(line, names)}" for line in one.differences)
    count = Counter(one.verdict for one in changes)
    yield f"{title}: " + ", ".join(f"{count[verdict]} {verdict}" for verdict in Verdict)


def _named(line: str, names: Mapping[str, str]) -> str:
    for exercise_id, name in names.items():
        line = line.replace(exercise_id, name)
    return line
