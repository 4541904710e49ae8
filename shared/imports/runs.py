"""The three things that happen to an import in the background: reading, taking up, taking back."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice

from shared.clients.storage import Storage
from shared.domain.errors import NotFound
from shared.domain.imports.batch import Added, Import, ImportStatus, Survey
from shared.domain.imports.found import Found, Problem, Unreadable
from shared.domain.imports.undoing import takes_back
from shared.domain.imports.wanted import START, UNDO_DEVICE, Wanted
from shared.domain.log.events import Entity
from shared.imports.files import found_in, opened_file
from shared.imports.matching import Matcher
from shared.imports.surveying import survey
from shared.imports.writing import GROUP, Superseded, Writer, committed, current, event_of
from shared.store.catalogue import FirestoreCatalogue
from shared.store.imports import FirestoreImports, Part, gone
from shared.store.log import FirestoreLog

_PARTS_AT_ONCE = 20
_PARTS_OF_A_WORKOUT = 10
"""At the most: more sets than that many commits hold do not fit into one."""
_NO_ROOM = "{} sets or notes found no room: a workout holds a few hundred sets."


@dataclass(frozen=True)
class Runs:
    imports: FirestoreImports
    log: FirestoreLog
    catalogue: FirestoreCatalogue
    storage: Storage
    bucket: str
    now: Callable[[], datetime]

    def survey(
        self, owner: str, organization_id: str, about: Import, text: str | None = None
    ) -> Survey:
        """Changes nothing. `text`: of a file that is not stored. Raises `Unreadable`."""
        catalogue = self.catalogue.load(organization_id)
        matcher = Matcher(catalogue, self.imports.remembered(owner))
        with self._found(about, text) as found:
            return survey(self.log, owner, found, matcher)

    def stage(self, owner: str, organization_id: str, import_id: str, run: int) -> None:
        order = self._ordered(owner, import_id, run, ImportStatus.QUEUED)
        if order is None:
            return
        with self._failing(owner, order):
            found = self.survey(owner, organization_id, order)
            self._settle(owner, order, ImportStatus.STAGED, survey=found)

    def commit(self, owner: str, import_id: str, run: int, until: float) -> bool:
        """Whether it is through; `until`: by the monotonic clock, when to stop all the same."""
        order = self._ordered(owner, import_id, run, ImportStatus.COMMITTING)
        if order is None:
            return True
        with self._failing(owner, order):
            refused = self._take_up(owner, order, until)
            if refused is None:
                return False
            fault = _NO_ROOM.format(refused) if refused else None
            self._settle(owner, order, ImportStatus.COMMITTED, fault=fault)
        return True

    def undo(self, owner: str, import_id: str, run: int, until: float) -> bool:
        """Whether it is through."""
        order = self._ordered(owner, import_id, run, ImportStatus.UNDOING)
        if order is None:
            return True
        with self._failing(owner, order):
            while parts := self.imports.first_parts(owner, import_id, _PARTS_AT_ONCE):
                sure = len(parts)
                if sure == _PARTS_AT_ONCE:
                    # The last of these may go on in one that was not read.
                    sure -= _PARTS_OF_A_WORKOUT
                for place in range(sure):
                    if time.monotonic() > until:
                        return False
                    self._take_back(owner, order, parts[place], parts[place + 1 :])
            self._settle(owner, order, ImportStatus.UNDONE, added=Added(), parts=0)
        return True

    def _take_up(self, owner: str, order: Import, until: float) -> int | None:
        """How much found no room; None when time was up before the end."""
        writer = Writer(self.imports, self.log, owner, order, order.chooser())
        with self._found(order) as found:
            things = (one for one in found if not isinstance(one, Problem))
            position = sum(1 for _ in islice(things, order.done))
            while group := list(islice(things, GROUP)):
                if time.monotonic() > until:
                    self._advance(owner, order, position)
                    return None
                position += len(group)
                writer.take_up(group, position)
        return len(writer.refused)

    def _advance(self, owner: str, order: Import, position: int) -> None:
        """Also over what was there already, so that the next run gets further than this one."""

        def advanced(about: Import) -> Import:
            if (about.run, about.status) != (order.run, order.status):
                raise Superseded
            return replace(about, done=max(about.done, position))

        self.imports.change(owner, order.id, advanced)

    def _take_back(self, owner: str, order: Import, part: Part, following: Sequence[Part]) -> None:
        later: defaultdict[Entity, list[str]] = defaultdict(list)
        for was in chain.from_iterable(one.brought for one in following):
            later[was.entity] += was.set_ids

        def attempt() -> None:
            stored = current(self.imports, owner, order)
            entities = [was.entity for was in part.brought]
            batch = self.log.begin(owner, entities)
            for was in part.brought:
                value = batch.projections[was.entity].value
                for payload in takes_back(was, value, later[was.entity]):
                    said = Wanted(START, batch.received_at, payload)
                    batch.offer_unnumbered(event_of(UNDO_DEVICE, said, order))
            progress = self.imports.progress(owner, stored, stored.about)
            committed(self.log, batch, gone(part), progress)

        self.log.database.contended(attempt)

    def _ordered(self, owner: str, import_id: str, run: int, status: ImportStatus) -> Import | None:
        """None when this was done before, something else has been ordered, or it is gone with its
        person."""
        try:
            about = self.imports.find(owner, import_id).about
        except NotFound:
            return None
        return about if (about.run, about.status) == (run, status) else None

    def _settle(self, owner: str, order: Import, status: ImportStatus, **changes: object) -> None:
        def settled(about: Import) -> Import:
            if (about.run, about.status) != (order.run, order.status):
                raise Superseded
            return replace(about, **{"fault": None, **changes}, status=status, done=0)  # type: ignore[arg-type]

        self.imports.change(owner, order.id, settled)

    @contextmanager
    def _failing(self, owner: str, order: Import) -> Iterator[None]:
        """What cannot be read fails for good, and what was superseded ends quietly."""
        try:
            yield
        except Superseded:
            return
        except Unreadable as refusal:
            where = "" if refusal.line is None else f" (line {refusal.line})"
            self._settle_failed(owner, order, f"{refusal.message}{where}")

    def _settle_failed(self, owner: str, order: Import, fault: str) -> None:
        def failed(about: Import) -> Import:
            if (about.run, about.status) != (order.run, order.status):
                return about
            return replace(about, status=ImportStatus.FAILED, done=0, fault=fault)

        self.imports.change(owner, order.id, failed)

    @contextmanager
    def _found(self, about: Import, text: str | None = None) -> Iterator[Found]:
        with opened_file(self.storage, self.bucket, about, text) as file:
            yield found_in(file, about, self.now())
