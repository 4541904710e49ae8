"""What follows a change of a subscription: letters, the audit log, fair use. Each by itself."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

import functions.subscription_audit.main as audit
import functions.subscription_receipts.main as receipts
import functions.usage_resets.main as resets
from functions.emails.letters import expect_fit
from functions.subscription_receipts.choosing import letter_for
from shared.domain.accounts import MembershipRole
from shared.domain.billing_changes import Change
from shared.domain.entitlements import Tier
from shared.domain.errors import Unavailable
from shared.events.inbox import Inbox
from shared.events.message import Message
from shared.events.messages.email_requested import EmailRequested
from shared.events.messages.subscription_changed import SubscriptionChanged
from shared.store.audit import FirestoreAudit
from shared.store.database import Database
from shared.store.members import FirestoreMembers
from shared.store.usage import FirestoreUsage
from shared.store.writes import Put
from tests.delivering import NOON, PAID, Deliveries, changed, reception
from tests.people import People

PAYMENTS = (Change.PAYMENT_SUCCEEDED, Change.PAYMENT_FAILED, Change.PAYMENT_REFUNDED)
NO_TIERS = {"tier_before": None, "tier_after": None}


@dataclass
class Post:
    """An outbox that keeps what is published."""

    published: list[tuple[str, EmailRequested]] = field(default_factory=list)
    is_down: bool = False

    def publish(self, topic: str, message: Message, **attributes: str) -> None:
        if self.is_down:
            raise Unavailable
        assert isinstance(message, EmailRequested)
        assert attributes == {}
        self.published.append((topic, message))

    @property
    def asked(self) -> list[tuple[str, str]]:
        return [(message.template, message.message_id) for _, message in self.published]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def letters(database: Database, post: Post) -> Deliveries:
    deps = receipts.Deps(post, FirestoreMembers(database))
    inbox = Inbox("r", SubscriptionChanged, receipts.handle, lambda: deps, reception([]))
    return Deliveries(inbox.answer)


@pytest.fixture
def log(database: Database) -> Deliveries:
    deps = audit.Deps(FirestoreAudit(database))
    inbox = Inbox("a", SubscriptionChanged, audit.handle, lambda: deps, reception([]))
    return Deliveries(inbox.answer)


@pytest.fixture
def usage(database: Database) -> Deliveries:
    deps = resets.Deps(FirestoreUsage(database))
    inbox = Inbox("u", SubscriptionChanged, resets.handle, lambda: deps, reception([]))
    return Deliveries(inbox.answer)


def payment(change: Change = Change.PAYMENT_SUCCEEDED, **invoice: Any) -> SubscriptionChanged:
    return changed(change, **NO_TIERS, invoice=PAID.model_copy(update=invoice))


def test_a_payment_is_a_receipt_and_the_same_payment_is_the_same_receipt(
    letters: Deliveries, post: Post
) -> None:
    assert letters.deliver(payment()) == 204
    # As a recovery tells of it: another event, the same invoice.
    letters.deliver(payment().model_copy(update={"event_id": "f" * 64}))
    (topic, first), (_, second) = post.published
    assert topic == "email-requested"
    assert (first.template, first.message_id, first.user_id) == ("receipt", "receipt-88001", "ann")
    assert first.facts == {
        "plan": "PRO_MONTHLY",
        "total_cents": 990,
        "currency": "EUR",
        "paid_at": "2026-03-01T12:00:00+00:00",
    }
    assert second.message_id == first.message_id


def ends(change: Change, tier_after: Tier = Tier.FREE) -> SubscriptionChanged:
    return changed(change, tier_before=Tier.PRO, tier_after=tier_after)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (payment(Change.PAYMENT_FAILED), ("payment_failed", "payment-failed-88001")),
        (changed(Change.STARTED), ("pro_started", "pro-started-1652029")),
        (ends(Change.EXPIRED), ("pro_ended", "pro-ended-1652029")),
        (ends(Change.UNPAID), ("pro_ended", "pro-ended-1652029")),
        # By the time it expires, the days it was paid for may have run out already.
        (changed(Change.EXPIRED, tier_after=Tier.FREE), ("pro_ended", "pro-ended-1652029")),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else one.change,
)
def test_what_is_worth_a_letter(
    letters: Deliveries, post: Post, told: SubscriptionChanged, asked: tuple[str, str]
) -> None:
    letters.deliver(told)
    assert post.asked == [asked]


@pytest.mark.parametrize(
    "told",
    [
        payment(total=0),
        payment(total=-990),
        payment(Change.PAYMENT_REFUNDED),
        # Another subscription goes on serving.
        ends(Change.EXPIRED, Tier.PRO),
        changed(Change.STARTED, tier_after=Tier.FREE),
        *(changed(change) for change in Change if change not in (Change.STARTED, *PAYMENTS)),
        *(ends(change) for change in (Change.CANCELLED, Change.PAUSED)),
    ],
    ids=lambda told: f"{told.change}-{told.tier_after}",
)
def test_what_is_not(letters: Deliveries, post: Post, told: SubscriptionChanged) -> None:
    assert letters.deliver(told) == 204
    assert post.asked == []


@pytest.mark.parametrize("change", Change)
@pytest.mark.parametrize("tier", Tier)
def test_every_letter_asked_for_can_be_written(change: Change, tier: Tier) -> None:
    invoice = PAID if change in PAYMENTS else None
    chosen = letter_for(changed(change, tier_after=tier, plan=None, invoice=invoice))
    if chosen is not None:
        expect_fit(chosen.template, chosen.facts)


def test_where_nobody_opened_a_checkout_one_owner_is_written_to(
    letters: Deliveries, post: Post, people: People, database: Database
) -> None:
    ann = people.free()
    members = ("orgs", ann.organization_id, "members")
    database.commit(Put((*members, "zoe"), {"role": MembershipRole.OWNER}))
    bound = payment().model_copy(update={"user_id": None, "organization_id": ann.organization_id})
    letters.deliver(bound)
    assert [message.user_id for _, message in post.published] == [ann.user_id]
    # An organisation without an owner is nobody to write to, and no failure.
    assert letters.deliver(bound.model_copy(update={"organization_id": "gone"})) == 204


def test_a_letter_that_cannot_be_asked_for_now_is_asked_for_later(
    letters: Deliveries, post: Post
) -> None:
    post.is_down = True
    assert letters.deliver(payment()) == 503
    post.is_down = False
    assert letters.deliver(payment()) == 204
    assert post.asked == [("receipt", "receipt-88001")]


def test_every_change_is_in_the_audit_log_once(log: Deliveries, database: Database) -> None:
    for number, change in enumerate(Change):
        invoice = PAID if change in PAYMENTS else None
        for _ in range(2):
            told = changed(change, event_id=f"{number:064x}", invoice=invoice)
            assert log.deliver(told) == 204
    for number, change in enumerate(Change):
        found = database.get(("audit", f"{number:064x}"))
        assert found is not None
        assert found.data["action"] == f"SUBSCRIPTION_{change}"
        assert (found.data["actor"], found.data["organization_id"]) == ("SYSTEM", "ours")
        assert found.data["occurred_at"] == NOON
        facts = found.data["facts"]
        assert (facts["subscription_id"], facts["source"]) == ("1652029", "WEBHOOK")
        assert (facts["tier_before"], facts["tier_after"]) == ("FREE", "PRO")
        assert facts.get("invoice_id") == ("88001" if change in PAYMENTS else None)


def period(database: Database) -> Any:
    found = database.get(("orgs", "ours", "usage", "current"))
    return found and found.data["period_started_at"]


@pytest.mark.parametrize("change", Change)
@pytest.mark.parametrize("tier", [*Tier, None])
def test_a_period_of_fair_use_begins_with_what_was_paid_for(
    usage: Deliveries, database: Database, change: Change, tier: Tier | None
) -> None:
    assert usage.deliver(changed(change, tier_after=tier)) == 204
    begins = change in (Change.STARTED, Change.RENEWED, Change.RECOVERED) and tier is Tier.PRO
    assert period(database) == (NOON if begins else None)


def test_renewals_in_any_order_and_number_end_in_the_last_period(
    usage: Deliveries, database: Database
) -> None:
    months = [NOON + timedelta(days=30 * number) for number in range(6)] * 2
    random.Random(1).shuffle(months)
    for moment in months:
        told = changed(Change.RENEWED, occurred_at=moment, event_id=f"{moment.month:064x}")
        assert usage.deliver(told) == 204
    assert period(database) == max(months)
