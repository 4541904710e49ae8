"""What the handlers of `admin` work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.events.messages.billing_webhook_received import BillingWebhookReceived
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.events.noting import Noting
from shared.store.audit import FirestoreAudit
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.catalogue import FirestoreCatalogue
from shared.store.members import FirestoreMembers
from shared.store.people import FirestorePeople
from shared.store.programs import FirestorePrograms

from .remembering import Remembered


@dataclass(frozen=True)
class Deps:
    parked: FirestoreBillingParked
    members: FirestoreMembers
    catalogue: FirestoreCatalogue
    publish: Callable[[BillingWebhookReceived], None]
    publish_catalogue: Callable[[ExercisesChanged], None]
    programs: FirestorePrograms
    noting: Noting
    dashboard: Remembered
    people: FirestorePeople
    email_key: Callable[[str], str]
    audit: FirestoreAudit
    now: Callable[[], datetime]
