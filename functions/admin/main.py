"""HTTP function `admin`: what only the platform's admins see and do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.errors import Fault, Invalid, NotFound
from shared.events.messages import exercises_changed
from shared.events.messages.billing_webhook_received import TOPIC, BillingWebhookReceived
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.events.outbox import live_outbox
from shared.live import live_gate
from shared.once import once
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.database import live_database
from shared.store.members import FirestoreMembers
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Needs
from shared.web.paging import PageQuery, page_of
from shared.web.reply import Page

from .schemas import ParkedView, ReindexView, RetryOrder, RetryView


@dataclass(frozen=True)
class Deps:
    parked: FirestoreBillingParked
    members: FirestoreMembers
    catalogue: FirestoreCatalogue
    publish: Callable[[BillingWebhookReceived], None]
    publish_catalogue: Callable[[ExercisesChanged], None]


@once
def live_deps() -> Deps:
    database, outbox = live_database(), live_outbox()
    return Deps(
        parked=FirestoreBillingParked(database, utc_now),
        members=FirestoreMembers(database),
        catalogue=live_catalogue(),
        publish=lambda received: outbox.publish(TOPIC, received),
        publish_catalogue=lambda changed: outbox.publish(exercises_changed.TOPIC, changed),
    )


endpoint = Endpoint("admin", "/api/v1/admin", live_gate, live_deps)


@endpoint.get("/billing/parked", needs=Needs.ADMIN)
def list_parked(call: Call[Deps], query: PageQuery) -> Page[ParkedView]:
    """Billing events that were put aside, the newest first."""
    parked = call.deps.parked.newest()
    return page_of(parked if query.descends else parked[::-1], query, ParkedView.of)


@endpoint.post(
    "/billing/parked/<id:key>/retry",
    needs=Needs.ADMIN,
    status=HTTPStatus.ACCEPTED,
    refuses=(NotFound,),
)
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
    call.deps.publish(BillingWebhookReceived.of(event))
    return RetryView(id=key)


@endpoint.post("/catalogue/reindex", needs=Needs.ADMIN, status=HTTPStatus.ACCEPTED)
def reindex(call: Call[Deps]) -> ReindexView:
    """Has every catalogue embedded for search by meaning: after seeding, and when the model is
    another. What is embedded by it already is left alone."""
    organizations = call.deps.catalogue.organizations()
    for organization in (None, *organizations):
        call.deps.publish_catalogue(ExercisesChanged(organization_id=organization))
    return ReindexView(catalogues=1 + len(organizations))


@functions_framework.http
def admin(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
