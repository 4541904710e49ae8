"""What an admin has done again: billing events that were put aside, search by meaning."""

from dataclasses import replace

from shared.domain.audit import PLATFORM
from shared.domain.errors import Fault, Invalid, NotFound
from shared.events.messages.billing_webhook_received import BillingWebhookReceived
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.store.audit import happening
from shared.web.call import Call
from shared.web.paging import PageQuery, page_of
from shared.web.reply import Page

from .schemas import ParkedView, ReindexView, RetryOrder, RetryView
from .steps import Deps


def list_parked(call: Call[Deps], query: PageQuery) -> Page[ParkedView]:
    """Billing events that were put aside, the newest first."""
    parked = call.deps.parked.newest()
    return page_of(parked if query.descends else parked[::-1], query, ParkedView.of)


def retry(call: Call[Deps], key: str, body: RetryOrder) -> RetryView:
    """Has an event tried again; with an organisation, a subscription that nobody knows becomes
    that one's. One that is known stays whose it is."""
    event = call.deps.parked.event(key)
    if event is None:
        raise NotFound
    if body.organization_id is not None:
        if not call.deps.members.owners(body.organization_id):
            raise Invalid(Fault("organization_id", "There is no such organisation."))
        event = replace(event, organization_id=body.organization_id)
    _tell(call, "BILLING_EVENT_RETRIED", body.organization_id, event=key)
    call.deps.publish(BillingWebhookReceived.of(event))
    return RetryView(id=key)


def reindex(call: Call[Deps]) -> ReindexView:
    """Has every catalogue embedded for search by meaning: after seeding, and when the model is
    another. What is embedded by it already is left alone."""
    organizations = call.deps.catalogue.organizations()
    _tell(call, "CATALOGUES_REINDEXED", None, catalogues=1 + len(organizations))
    for organization in (None, *organizations):
        call.deps.publish_catalogue(ExercisesChanged(organization_id=organization))
    return ReindexView(catalogues=1 + len(organizations))


def _tell(
    call: Call[Deps], action: str, organization_id: str | None, **facts: str | int | None
) -> None:
    """The audit log, before it is done: what is published cannot be in one commit with its entry,
    and nothing is done of which nothing is written."""
    chain = PLATFORM if organization_id is None else organization_id
    entry = happening(action, call.caller.user_id, chain, call.deps.now(), None, **facts)
    call.deps.audit.append(entry)
