"""How an event gets into the book: once, whoever else is bringing it in at the same time."""

from shared.domain.billing_events import BillingEvent, Kind, Outcome
from shared.domain.errors import Erased, Unavailable
from shared.store.billing_parked import parked_path
from shared.store.billing_records import owed_of, record_path
from shared.store.database import Changed, Database, Exists
from shared.store.writes import Create, Delete, Write


def commit_event(
    database: Database, event: BillingEvent, outcome: Outcome, kept: Create, *writes: Write
) -> Outcome:
    """Writes the event's record with everything it changes. The outcome is that of a duplicate
    when it had been handled already, with what was not announced then. Raises `Changed` when
    something else got in between, and `Unavailable` while a buyer is being erased: when their name
    has been taken out of what they bought, the event comes again and is decided without it."""
    aside = [Delete(parked_path(event.key))] if event.retried else []
    try:
        database.commit(kept, *writes, *aside)
    except Exists:
        return _handled_before(database, event)
    except Erased as erased:
        raise Unavailable from erased
    return outcome


def _handled_before(database: Database, event: BillingEvent) -> Outcome:
    document = database.get(record_path(event.key))
    if document is None:
        # Something else of the batch exists: another event has just made it.
        raise Changed
    if event.retried:
        database.commit(Delete(parked_path(event.key)))
    owed = owed_of(document)
    if owed is None:
        return Outcome(Kind.DUPLICATE, event.key)
    return Outcome(Kind.DUPLICATE, event.key, owed.announcements, owes=True, bound=owed.bound)
