"""What `admin` is made of, put together on the first request."""

from shared.clients.address_keys import live_address_keys
from shared.clock import utc_now
from shared.events.messages import exercises_changed
from shared.events.messages.billing_webhook_received import TOPIC
from shared.events.noting import Noting
from shared.events.outbox import live_outbox
from shared.once import once
from shared.store.audit import live_audit
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.catalogue import live_catalogue
from shared.store.database import live_database
from shared.store.figures import FirestoreFigures
from shared.store.members import FirestoreMembers
from shared.store.people import live_people
from shared.store.programs import live_programs

from .remembering import Remembered
from .steps import Deps


@once
def live_deps() -> Deps:
    database, outbox = live_database(), live_outbox()
    return Deps(
        parked=FirestoreBillingParked(database, utc_now),
        members=FirestoreMembers(database),
        catalogue=live_catalogue(),
        publish=lambda received: outbox.publish(TOPIC, received),
        publish_catalogue=lambda changed: outbox.publish(exercises_changed.TOPIC, changed),
        programs=live_programs(),
        noting=Noting(outbox),
        dashboard=Remembered(FirestoreFigures(database, utc_now).counted),
        people=live_people(),
        email_key=live_address_keys(),
        audit=live_audit(),
        now=utc_now,
    )
