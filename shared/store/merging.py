"""Moving all of an anonymous person, in commits of bounded size, each with the count of it.

A commit moves something and says so in the merge, under the condition that nobody else has moved
the merge on. So it may end anywhere and begin again, and several that do it at once do it once.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shared.domain.errors import NotFound
from shared.domain.merging import MergeState, Merging
from shared.once import once
from shared.store.catalogue import live_catalogue
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.log import FirestoreLog, live_log
from shared.store.merged_log import Reading, Thing, entities_of, taken_up
from shared.store.merged_things import Take, Things
from shared.store.merges import FirestoreMerges, Stored, live_merges
from shared.store.used_exercises import UsedExercises
from shared.store.writes import Write

Change = tuple[Merging, Sequence[Write]]
"""How far it is, and what is written with that."""


class Overtaken(Exception):
    """Somebody else has moved the log further."""


@dataclass(frozen=True)
class Mover:
    database: Database
    merges: FirestoreMerges
    log: FirestoreLog
    used: UsedExercises

    def run(self, anonymous_id: str, until: float) -> Merging:
        """`until`: by the monotonic clock, when to stop all the same. How far it is then. Raises
        `Erased` when the account is."""
        begun = self._stored(anonymous_id).merging
        if begun.is_moved:
            return begun
        self.used.take_along(anonymous_id, begun.left_organization_id, begun.organization_id)
        things = Things(self.database)
        # The answers of the coach first, so that no moment has a fresh allowance; then what
        # workouts point at, and what points at workouts.
        if (
            self._all_of(anonymous_id, until, things.usage, things.programs)
            and self._log(anonymous_id, until)
            and self._all_of(anonymous_id, until, *things.beside_the_log)
        ):
            self._once(anonymous_id, _done)
        return self._stored(anonymous_id).merging

    def _all_of(self, anonymous_id: str, until: float, *takes: Take) -> bool:
        """Whether nothing is left of any."""
        return all(self._each(anonymous_id, until, take) for take in takes)

    def _each(self, anonymous_id: str, until: float, take: Take) -> bool:
        while time.monotonic() < until:
            if not self._once(anonymous_id, lambda merging, known: _counted(merging, take, known)):
                return True
        return False

    def _log(self, anonymous_id: str, until: float) -> bool:
        while True:
            after = self._stored(anonymous_id).merging.cursor
            try:
                for group in Reading(self.log, anonymous_id, after).groups():
                    if time.monotonic() > until:
                        return False
                    after = self._group(anonymous_id, after, group)
            except Overtaken:
                continue
            return True

    def _group(self, anonymous_id: str, after: int, group: Sequence[Thing]) -> int:
        ids = [event.id for thing in group for event in thing.events]
        upto = group[-1].upto

        def take(merging: Merging, is_known: bool) -> Change:
            if merging.cursor != after:
                raise Overtaken
            batch = self.log.begin(merging.into, entities_of(group))
            batch.stored = self.log.stored(merging.into, ids) if is_known else {}
            moved = merging.moved + taken_up(batch, group)
            writes = batch.writes() if batch.taken else ()
            return replace(merging, cursor=upto, moved=moved), writes

        self._once(anonymous_id, take)
        return upto

    def _once(self, anonymous_id: str, take: Callable[[Merging, bool], Change | None]) -> bool:
        """One commit of what `take` wants of how it stands; False when that is nothing. It is told
        whether something of what it made is there already."""
        is_known = False

        def attempt() -> bool:
            nonlocal is_known
            stored = self._stored(anonymous_id)
            change = take(stored.merging, is_known)
            if change is None:
                return False
            try:
                self.merges.advance(stored, *change)
            except Exists:
                is_known = True
                raise Changed from None
            return True

        return self.database.contended(attempt)

    def _stored(self, anonymous_id: str) -> Stored:
        """Raises `NotFound`."""
        stored = self.merges.find(anonymous_id)
        if stored is None:
            raise NotFound
        return stored


def _counted(merging: Merging, take: Take, is_known: bool) -> Change | None:
    part = take(merging, is_known)
    return part and (replace(merging, moved=merging.moved + part.moved), part.writes)


def _done(merging: Merging, _: bool) -> Change | None:
    return None if merging.is_moved else (replace(merging, state=MergeState.MOVED), ())


@once
def live_mover() -> Mover:
    database = live_database()
    used = UsedExercises(database, live_catalogue())
    return Mover(database, live_merges(), live_log(), used)
