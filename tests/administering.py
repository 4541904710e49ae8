"""The function `admin` for tests: one instance of it, over a database."""

import time
from collections.abc import Callable
from typing import Any

from functions.admin import main
from functions.admin.remembering import Remembered
from functions.admin.steps import Deps
from shared.clients.address_keys import AddressKeys
from shared.clients.secrets import Version
from shared.events.message import Message
from shared.events.noting import Noting
from shared.store.audit import FirestoreAudit
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.database import Database
from shared.store.figures import FirestoreFigures
from shared.store.members import FirestoreMembers
from shared.store.people import FirestorePeople
from shared.store.programs import FirestorePrograms
from tests.exercising import Told
from tests.people import People, now
from tests.stocked import catalogue_of
from tests.wire import Client

email_key = AddressKeys(lambda: [Version(1, now(), b"key of addresses")])


def _nothing(_: Any) -> None:
    """For whoever publishes into the void."""


def administered(
    people: People,
    database: Database,
    published: Callable[[Any], None] = _nothing,
    told: list[Message] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Client:
    """Called by nobody in particular. `told`: what follows a change of the catalogue."""
    deps = Deps(
        parked=FirestoreBillingParked(database, now),
        members=FirestoreMembers(database),
        catalogue=catalogue_of(database),
        publish=published,
        publish_catalogue=published,
        programs=FirestorePrograms(database),
        noting=Noting(Told([] if told is None else told)),
        dashboard=Remembered(FirestoreFigures(database, now).counted, clock),
        people=FirestorePeople(database, people.accounts, now),
        email_key=email_key,
        audit=FirestoreAudit(database),
        now=now,
    )
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)
