"""`verify-audit`: reads the chains of the audit log and names every place where one does not hold.

Every hash is made again, and the end of each chain is held against its head. Nothing is written.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.domain.audit import PLATFORM, Break, Head, Linked, Unreadable, breaks
from shared.store.audit import FirestoreAudit
from shared.store.database import Database, live_database
from shared.store.queries import Query
from tools.operate.stopped import Stopped

_AT_ONCE = 300


@dataclass(frozen=True)
class Verified:
    """One chain."""

    organization_id: str
    entries: int
    erased: int
    """Of these: entries whose person is gone."""
    breaks: tuple[Break, ...]


@dataclass(frozen=True)
class Verifying:
    database: Database

    def all_chains(self) -> Iterator[Verified]:
        """Every organisation begins with its chain: where none is left, that is a break."""
        heads = FirestoreAudit(self.database).heads()
        for organization_id in sorted({PLATFORM, *heads, *self._organizations()}):
            verified = self.chain(organization_id)
            if verified.entries or verified.breaks or organization_id != PLATFORM:
                yield verified

    def chain(self, organization_id: str) -> Verified:
        """As it stood when its head was read: what is written meanwhile is no fault of it."""
        audit = FirestoreAudit(self.database)
        try:
            head = audit.head(organization_id)
            entries, goes_on = _up_to(head, audit.chain(organization_id))
            found = list(breaks(entries, head))
            if goes_on and audit.head(organization_id) == head:
                found.append(Break(head.sequence + 1, "more than there should be"))
        except (KeyError, TypeError):
            return Verified(organization_id, 0, 0, (Break(0, "its head cannot be read"),))
        if head == Head() and not goes_on and organization_id != PLATFORM:
            found.append(Break(1, "missing"))
        erased = sum(isinstance(one, Linked) and one.is_erased for one in entries)
        return Verified(organization_id, len(entries), erased, tuple(found))

    def _organizations(self) -> Iterator[str]:
        after = ""
        while True:
            query = Query("orgs", limit=_AT_ONCE, only=("version",), after=after)
            found = self.database.query(query)
            yield from (document.id for document in found)
            if len(found) < _AT_ONCE:
                return
            after = found[-1].raw.name


def _up_to(
    head: Head, chain: Iterable[Linked | Unreadable]
) -> tuple[list[Linked | Unreadable], bool]:
    """What the head covers, and whether more was there to read."""
    entries: list[Linked | Unreadable] = []
    for one in chain:
        sequence = one.sequence if isinstance(one, Unreadable) else one.link.sequence
        if sequence > head.sequence:
            return entries, True
        entries.append(one)
    return entries, False


def takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organization", help="the chain of this one alone, or `platform`")


def run(options: argparse.Namespace) -> None:
    verifying = Verifying(live_database())
    one = options.organization
    told(verifying.all_chains() if one is None else [verifying.chain(one)])


def told(chains: Iterable[Verified]) -> None:
    """A line for each break, then what was read. Raises `Stopped` when there was any."""
    count = entries = erased = broken = 0
    for one in chains:
        count, entries, erased = count + 1, entries + one.entries, erased + one.erased
        broken += bool(one.breaks)
        for fault in one.breaks:
            print(f"{one.organization_id} {fault.sequence}: {fault.what}")
    print(f"{count} chains, {entries} entries, {erased} of them of people who were erased")
    if broken:
        raise Stopped(f"{broken} of the chains do not hold.")
