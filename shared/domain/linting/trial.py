"""A change tried on a plan before it is suggested: what it does to the findings, and its patch."""

from typing import Any

from shared.domain.bounds import MAX_ENTRIES, MAX_ROWS
from shared.domain.exercises import Contributions, Exercise
from shared.domain.linting.findings import (
    AboutMuscle,
    AboutSession,
    Key,
    Patch,
    Rule,
)
from shared.domain.linting.ground import Ground, Row
from shared.domain.linting.yardstick import Doses
from shared.domain.muscles import Muscle

PASSING = (Rule.UNDER_VOLUME, Rule.LOW_FREQUENCY)
"""What a muscle may go through while it is being mended."""
NEW_ROW = {"kind": "WORKING", "reps_min": 10, "reps_max": 15, "rir": 2, "rest_seconds": 90}


class Trial:
    """Counts of sets moved up and down, and exercises added, without touching the plan."""

    def __init__(self, ground: Ground, mended: Key, *, sparing: bool = False) -> None:
        """`sparing`: exercises that train little besides come before those everyone knows."""
        self.ground = ground
        self.mended = mended
        self.sparing = sparing
        self.doses: Doses = [dict(dose) for dose in ground.doses]
        self.counts: dict[Row, int] = {}
        self.added: dict[Row, Exercise] = {}
        self.touched: set[Muscle] = set()

    def count(self, row: Row) -> int:
        return self.counts.get(row, row.count)

    def sets_of(self, row: Row) -> int:
        """Of the whole exercise that the row belongs to."""
        rows = () if row in self.added else self.ground.entries[row.session, row.entry]
        return sum([self.count(one) for one in rows or (row,)])

    def can_lose(self, row: Row) -> bool:
        """An exercise keeps a set in some row that gives something to progress by."""
        if self.count(row) > 1:
            return True
        others = self.ground.entries[row.session, row.entry]
        return self.count(row) == 1 and any(
            other.is_goal and self.count(other) for other in others if other is not row
        )

    def move(self, row: Row, sets: int) -> None:
        """The caller keeps the count within its bounds: no row is lowered that can lose no set, and
        one that trains a muscle directly ends with the most a session may give."""
        self.counts[row] = self.count(row) + sets
        self._dose(row.session, row.contributions, sets)

    def add_entry(self, session: int, exercise: Exercise) -> Row | None:
        """One set of an exercise at the end of a session, if it fits in."""
        entries = self.ground.plan.sessions[session].exercises
        here = [row for row in self.added if row.session == session]
        taken = {entry.exercise_id for entry in entries} | {self.added[row].id for row in here}
        if exercise.id in taken or len(entries) + len(here) == MAX_ENTRIES:
            return None
        row = Row(session, len(entries) + len(here), 0, 0, exercise.contributions)
        self.added[row] = exercise
        self.move(row, 1)
        return row

    def drop_entry(self, row: Row) -> None:
        """Takes back the exercise added last."""
        del self.added[row]
        self._dose(row.session, row.contributions, -self.counts.pop(row))

    def add_row(self, session: int, place: int, contributions: Contributions) -> Row | None:
        """One working set for an exercise that has none, if there is room."""
        sets = self.ground.plan.sessions[session].exercises[place].sets
        if len(sets) == MAX_ROWS:
            return None
        row = Row(session, place, len(sets), 0, contributions)
        self.move(row, 1)
        return row

    def _dose(self, session: int, contributions: Contributions, sets: int) -> None:
        dose = self.doses[session]
        for muscle, share in contributions.items():
            dose[muscle] = dose.get(muscle, 0) + share * sets
            self.touched.add(muscle)

    def keys(self) -> list[Key]:
        """The findings there would be about the muscles touched and about the balance."""
        yardstick = self.ground.yardstick
        found = [
            key for muscle in self.touched for key in yardstick.muscle_keys(self.doses, muscle)
        ]
        return [*found, *yardstick.balance_keys(self.doses)]

    def is_harmless(self, muscle: Muscle) -> bool:
        """Nothing new has come up, save what the muscle being mended may go through."""
        passing = {AboutMuscle(rule, muscle) for rule in PASSING}
        return all(
            key in self.ground.known or key in passing or self._is_progress(key)
            for key in self.keys()
        )

    def mends(self) -> bool:
        """Takes the finding away and brings no other; but a muscle that was missing may become an
        undertrained one. So each fix leaves fewer muscles missing or, with no more of them, fewer
        findings: applying one after another comes to an end."""
        mended = self.mended
        if isinstance(mended, AboutMuscle | AboutSession):
            self.touched.add(mended.muscle)
        keys = self.keys()
        if mended in keys or not self.counts:
            return False
        return all(key in self.ground.known or self._is_progress(key) for key in keys)

    def _is_progress(self, new: Key) -> bool:
        """A muscle that was missing is trained too little."""
        return (
            isinstance(new, AboutMuscle)
            and new.rule in PASSING
            and AboutMuscle(Rule.MISSING_MUSCLE, new.muscle) in self.ground.known
        )

    def patch(self) -> Patch:
        """Rows are taken out from the last to the first and exercises added at the ends, so that
        no place moves before it is used."""
        changed = [row for row, count in self.counts.items() if count != row.count]
        changed.sort(key=lambda row: row.place)
        kept = [self._operation(row) for row in changed if self.counts[row]]
        gone = [row for row in changed if not self.counts[row]]
        return kept + [{"op": "remove", "path": _path(row)} for row in reversed(gone)]

    def _operation(self, row: Row) -> dict[str, Any]:
        count = self.counts[row]
        if row in self.added:
            entry = {"exercise_id": self.added[row].id, "sets": [{**NEW_ROW, "count": count}]}
            return {"op": "add", "path": f"/sessions/{row.session}/exercises/-", "value": entry}
        if row.count == 0:
            end = f"/sessions/{row.session}/exercises/{row.entry}/sets/-"
            return {"op": "add", "path": end, "value": {**NEW_ROW, "count": count}}
        return {"op": "replace", "path": f"{_path(row)}/count", "value": count}


def _path(row: Row) -> str:
    return f"/sessions/{row.session}/exercises/{row.entry}/sets/{row.row}"
