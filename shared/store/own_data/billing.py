"""What the person bought. Card numbers and addresses of bills are with the payment provider."""

from collections.abc import Iterator

from shared.domain.exports.own_data import Row
from shared.store.own_data.reading import OwnFile, Subject, told
from shared.store.queries import Query, Where
from shared.store.writes import Document


def _bought(subject: Subject) -> Iterator[Document]:
    """Their subscriptions: those they bought, and those that nobody did where only they are."""
    yield from subject.theirs("subscriptions")
    for organization in subject.alone_in:
        where = [Where("organization_id", "==", organization)]
        for one in subject.every(Query("subscriptions", where)):
            if one.data["user_id"] is None:
                yield one


def _subscriptions(subject: Subject) -> Iterator[Row]:
    return (told(one) for one in _bought(subject))


def _invoices(subject: Subject) -> Iterator[Row]:
    for subscription in _bought(subject):
        where = [Where("subscription_id", "==", subscription.id)]
        for one in subject.every(Query("invoices", where)):
            yield told(one)


def _checkouts(subject: Subject) -> Iterator[Row]:
    return (told(one) for one in subject.theirs("checkouts"))


FILES = (
    OwnFile(
        "subscriptions",
        "Your subscriptions, as the payment provider last told of them.",
        ("subscriptions",),
        ("id", "organization_id", "plan", "status", "created_at", "updated_at", "renews_at",
         "ends_at", "trial_ends_at", "cancelled", "pause_mode", "pause_resumes_at", "customer_id",
         "order_id", "order_item_id", "product_id", "variant_id", "test_mode"),
        _subscriptions,
    ),
    OwnFile(
        "invoices",
        "Invoices of your subscriptions; amounts in the smallest unit of the currency.",
        ("invoices",),
        ("id", "subscription_id", "organization_id", "status", "billing_reason", "currency",
         "total", "subtotal", "discount_total", "tax", "total_usd", "refunded", "refunded_amount",
         "refunded_at", "customer_id", "test_mode", "created_at", "updated_at"),
        _invoices,
    ),
    OwnFile(
        "checkouts",
        "What you began to buy.",
        ("checkouts",),
        ("id", "organization_id", "plan", "checkout_id", "subscription_id", "created_at",
         "expires_at"),
        _checkouts,
    ),
)  # fmt: skip
