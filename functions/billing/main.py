"""HTTP function `billing`: plans, checkouts, the portal, and where one's subscription stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clients.json_api import BRIEF, HURRIED
from shared.clients.lemonsqueezy import LemonSqueezy, NewCheckout
from shared.clock import utc_now
from shared.domain.billing import Intent, Plan
from shared.domain.entitlements import Tier, entitlement
from shared.domain.errors import (
    AlreadySubscribed,
    Forbidden,
    NotFound,
    RateLimited,
    Unauthenticated,
    Unavailable,
)
from shared.domain.limits import PROFILES, Profile, billing_asks
from shared.domain.organizations import Action, may
from shared.live import live_gate
from shared.live_provider import live_asked, live_lemon_squeezy
from shared.once import once
from shared.settings import Checkouts, Network, load
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.audit import FirestoreAudit, happening, live_audit
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Exists, live_database
from shared.store.limits import FirestoreLimits
from shared.store.members import FirestoreMembers
from shared.store.subscriptions import FirestoreSubscriptions
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.rates import count, told
from shared.web.reply import Reply

from .plans import Prices, shown
from .returning import Returning
from .schemas import CheckoutDraft, CheckoutView, PlanView, PortalView, SubscriptionView

_OPEN_FOR = timedelta(hours=6)
"""Long enough to fetch a card. While it is open nobody else's purchase can be mistaken for ours."""
_PRICES_KEPT = {"Cache-Control": "public, max-age=60"}


@dataclass(frozen=True)
class Deps:
    provider: LemonSqueezy
    subscriptions: FirestoreSubscriptions
    checkouts: FirestoreCheckouts
    accounts: FirestoreAccounts
    members: FirestoreMembers
    audit: FirestoreAudit
    limits: FirestoreLimits
    rates: Profile
    prices: Prices
    returning: Returning
    return_url: str
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    database, brief = live_database(), live_lemon_squeezy(BRIEF)
    asked = live_asked()
    return Deps(
        provider=live_lemon_squeezy(HURRIED),
        subscriptions=asked.subscriptions,
        checkouts=asked.checkouts,
        accounts=live_accounts(),
        members=FirestoreMembers(database),
        audit=live_audit(),
        limits=FirestoreLimits(database, utc_now),
        rates=PROFILES[load(Network).limits],
        prices=Prices(brief.price),
        returning=Returning(asked, brief),
        return_url=load(Checkouts).checkout_return_url,
        now=utc_now,
    )


endpoint = Endpoint("billing", "/api/v1/billing", live_gate, live_deps)


@endpoint.get("/plans", access=Access.OPEN)
def list_plans(call: Call[Deps]) -> Reply[list[PlanView]]:
    """What is sold, and for how much."""
    return Reply(shown(call.deps.prices), headers=_PRICES_KEPT)


def _may_pay(call: Call[Deps]) -> None:
    """The portal signs in whoever opens it as the one who pays: that is not for every member."""
    caller = call.caller
    if caller.is_anonymous:
        raise Forbidden("Register with an e-mail address first.")
    role = call.deps.members.role_of(caller.organization_id, caller.user_id)
    if not may(role, Action.PAY):
        raise Forbidden("An owner of the organisation pays for it.")


@endpoint.post(
    "/checkout",
    status=201,
    key_required=True,
    may=_may_pay,
    refuses=(Forbidden, AlreadySubscribed, RateLimited),
)
def check_out(call: Call[Deps], body: CheckoutDraft) -> Reply[CheckoutView]:
    """A page of the payment provider's to pay for Pro at."""
    deps, now, organization = call.deps, call.deps.now(), call.caller.organization_id
    if entitlement(deps.subscriptions.of(organization), now).tier is Tier.PRO:
        raise AlreadySubscribed
    counted = count(deps.limits, billing_asks(deps.rates, organization))
    view = _opened(call, body.plan, now)
    return Reply(view, location=view.checkout_url, headers=told(counted, now))


def _opened(call: Call[Deps], plan: Plan, now: datetime) -> CheckoutView:
    """The intent is stored first: an event must never name one that we do not know."""
    deps, account = call.deps, call.deps.accounts.find(call.caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    intent = Intent(
        id=call.new_id(),
        organization_id=call.caller.organization_id,
        user_id=account.id,
        plan=plan,
        created_at=now,
        expires_at=now + _OPEN_FOR,
        email_key=account.email_key,
    )
    try:
        deps.checkouts.add(intent)
    except Exists:
        # The same request before this one came so far, and perhaps further.
        begun = deps.checkouts.find(intent.id)
        if begun is not None and begun.checkout_url is not None:
            return CheckoutView(checkout_url=begun.checkout_url, expires_at=begun.expires_at)
    wanted = NewCheckout(intent.id, plan, deps.return_url, intent.expires_at, account.email)
    made = deps.provider.create_checkout(wanted)
    deps.checkouts.complete(intent.id, made.id, made.url, made.expires_at)
    return CheckoutView(checkout_url=made.url, expires_at=made.expires_at)


@endpoint.post("/portal", may=_may_pay, refuses=(Forbidden, NotFound, RateLimited))
def open_portal(call: Call[Deps]) -> Reply[PortalView]:
    """A page of the payment provider's to change or end a subscription at. Its address lets in
    whoever has it."""
    deps, now, organization = call.deps, call.deps.now(), call.caller.organization_id
    held = entitlement(deps.subscriptions.of(organization), now).subscription
    if held is None:
        raise NotFound("There has been no subscription yet.")
    counted = count(deps.limits, billing_asks(deps.rates, organization))
    found = deps.provider.subscription(held.id)
    if found is None:
        raise NotFound("The payment provider knows this subscription no longer.")
    if found.portal_url is None:
        raise Unavailable
    # Before its address is told: whoever has it changes or ends the subscription.
    by = call.caller.user_id
    deps.audit.append(happening("PORTAL_OPENED", by, organization, now, by))
    return Reply(PortalView(url=found.portal_url), headers=told(counted, now))


@endpoint.get("/subscription")
def show_subscription(call: Call[Deps]) -> SubscriptionView:
    """Where the subscription of one's organisation stands. Coming back from a checkout one may be
    here before the event of the payment: then the provider is asked."""
    deps, now, organization = call.deps, call.deps.now(), call.caller.organization_id
    held = entitlement(deps.subscriptions.of(organization), now)
    if held.tier is Tier.FREE and deps.returning.look(organization, now):
        held = entitlement(deps.subscriptions.of(organization), now)
    return SubscriptionView.of(held)


@functions_framework.http
def billing(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
