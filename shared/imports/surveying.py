"""Going through a file once: what it holds, what the log lacks of that, what is called what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from shared.domain.imports.batch import MOST_MIXES, MOST_NAMES, MOST_PROBLEMS, Match, Survey
from shared.domain.imports.found import (
    Past,
    PastLedger,
    PastMeasurement,
    PastWorkout,
    Problem,
    Unreadable,
)
from shared.domain.imports.wanted import START, Held, entity_of, held_in, sets_in
from shared.domain.log.events import Entity, EntityKind
from shared.imports.matching import Matcher
from shared.store.log import FirestoreLog
from shared.store.log_batch import Batch

AT_ONCE = 50
"""Things of the log that are read in one round trip."""
_MOST_UNDONE = 50


@dataclass(frozen=True)
class Known:
    """What the log holds of some things, each under the id that counts: that of the first
    generation that was not undone."""

    batch: Batch
    entities: tuple[Entity, ...]
    held: tuple[Held, ...]


def known(log: FirestoreLog, owner: str, things: Sequence[Past]) -> Known:
    numbers = [0] * len(things)
    for _ in range(_MOST_UNDONE):
        entities = [entity_of(past, number) for past, number in zip(things, numbers, strict=True)]
        batch = log.begin(owner, list(dict.fromkeys(entities)))
        ledgers = [batch.projections[entity].ledger for entity in entities]
        held = [held_in(line.entry for line in ledger.lines) for ledger in ledgers]
        if not any(one.is_undone for one in held):
            return Known(batch, tuple(entities), tuple(held))
        numbers = [number + one.is_undone for number, one in zip(numbers, held, strict=True)]
    raise Unreadable(f"This was imported and undone {_MOST_UNDONE} times.")


def survey(log: FirestoreLog, owner: str, found: Iterable[Past | Problem], by: Matcher) -> Survey:
    """Raises `Unreadable`."""
    counting = _Counting()
    things = counting.without_problems(found)
    while group := list(islice(things, AT_ONCE)):
        looked_up = known(log, owner, group)
        for past, held in zip(group, looked_up.held, strict=True):
            counting.take(past, held)
    return counting.survey(by)


@dataclass
class _Counting:
    totals: Counter[str] = field(default_factory=Counter)
    names: dict[tuple[str, str | None], list[int]] = field(default_factory=dict)
    places: dict[tuple[str, str | None], int] = field(default_factory=dict)
    mixes: Counter[frozenset[int]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def without_problems(self, found: Iterable[Past | Problem]) -> Iterator[Past]:
        for one in found:
            if isinstance(one, Problem):
                self.totals["problems"] += 1
                self.problems += [one] if len(self.problems) < MOST_PROBLEMS else []
            else:
                yield one

    def take(self, past: Past, held: Held) -> None:
        # Rows of one workout that do not stand together make it several times.
        is_first = past.id not in self.seen
        if is_first:
            self.seen.add(past.id)
            kind = entity_of(past).kind
            what = "workouts" if kind is EntityKind.WORKOUT else "measurements"
            self.totals[what] += 1
            self.totals[f"new_{what}"] += START not in held.keys
            at = _moment(past)
            self.first_at = min(self.first_at or at, at)
            self.last_at = max(self.last_at or at, at)
        mix = frozenset(self._count_sets(past, held))
        if is_first and mix and START not in held.keys:
            self.mixes[mix] += 1
        if len(self.names) > MOST_NAMES:
            raise Unreadable(f"This names more than {MOST_NAMES} exercises.", past.line)

    def _count_sets(self, past: Past, held: Held) -> Iterator[int]:
        """The place of each one's exercise among the names."""
        for name, file_id, is_new in sets_in(past, held):
            counts = self.names.setdefault((name, file_id), [0, 0])
            counts[0] += 1
            counts[1] += is_new
            yield self.places.setdefault((name, file_id), len(self.places))

    def survey(self, by: Matcher) -> Survey:
        return Survey(
            workouts=self.totals["workouts"],
            sets=sum(sets for sets, _ in self.names.values()),
            measurements=self.totals["measurements"],
            new_workouts=self.totals["new_workouts"],
            new_sets=sum(new for _, new in self.names.values()),
            new_measurements=self.totals["new_measurements"],
            first_at=self.first_at,
            last_at=self.last_at,
            problem_count=self.totals["problems"],
            problems=tuple(self.problems),
            matches=tuple(self._matches(by)),
            mixes=tuple((count, tuple(mix)) for mix, count in self.mixes.most_common(MOST_MIXES)),
        )

    def _matches(self, by: Matcher) -> Iterator[Match]:
        for (name, file_id), (sets, new) in self.names.items():
            meant = by.meant(name, file_id)
            yield Match(
                name, file_id, sets, new, meant.exercise_id, meant.confidence, meant.decision
            )


def _moment(past: Past) -> datetime:
    if isinstance(past, PastWorkout):
        return past.started_at
    if isinstance(past, PastMeasurement):
        return past.measured_at
    assert isinstance(past, PastLedger)  # noqa: S101
    return past.entries[0].place.occurred_at
