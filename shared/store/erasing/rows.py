"""What becomes of each collection when somebody is erased: as infra/firestore.yaml says.

In an order: what others are found by goes after them, and the audit log last.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.domain.erasure import Leaver
from shared.store.erasing import bought, shared_things
from shared.store.erasing.finding import (
    Find,
    below_homes,
    below_person,
    by_address,
    by_home,
    by_id,
    inside,
    named,
    of_homes,
)
from shared.store.writes import Delete, Document, Write

Treat = Callable[[Leaver, Document], list[Write]]

EVERYTHING_BELOW = "*"
"""Whatever collections lie below the person, and below their organisations."""


@dataclass(frozen=True)
class Row:
    collection: str
    find: Find
    treat: Treat
    at_once: int = 100
    """Documents of one commit."""

    @property
    def removes(self) -> bool:
        return self.treat in (removed, shared_things.unmerged)


def removed(_: Leaver, document: Document) -> list[Write]:
    return [Delete(document.path)]


def _each(strip: Callable[[Document], list[Write]]) -> Treat:
    return lambda _, document: strip(document)


ROWS: Sequence[Row] = (
    Row(EVERYTHING_BELOW, below_person, removed),
    Row(EVERYTHING_BELOW, below_homes, removed),
    Row("catalogue", by_home("catalogue"), removed),
    Row("exercise_embeddings", of_homes("exercise_embeddings", "owner"), removed),
    Row("programs", shared_things.programs, _each(shared_things.program_of_nobody), 1),
    Row("catalogue", shared_things.catalogues, shared_things.catalogue_of_nobody, 1),
    Row("merges", shared_things.merged, shared_things.unmerged),
    Row("invitations", named("invitations", "email_key", "invited_by", everywhere=True), removed),
    Row("text_embeddings", named("text_embeddings", "owner"), removed),
    Row("emails", named("emails", "user_id"), removed),
    Row("mail_proofs", named("mail_proofs", "user_id", "email_key"), removed),
    Row("idempotency", named("idempotency", "owner"), removed),
    Row("report_schedules", by_id("report_schedules"), removed),
    Row("suppressed", by_address("suppressed"), removed),
    Row("billing_parked", bought.parked, removed),
    Row("webhook_events", bought.events, _each(bought.nameless_event), 10),
    Row("checkouts", bought.checkouts, _each(bought.checkout_without_buyer)),
    Row("subscriptions", bought.of_theirs, _each(bought.nameless_subscription)),
    Row("owed", inside("owed"), removed),
    Row("parked", inside("parked"), removed),
    Row("audit", shared_things.entries, _each(shared_things.entry_of_nobody)),
)
