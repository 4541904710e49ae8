"""Which of two snapshots counts. Events come late, twice and in any order, and carry no number.

All snapshots of a subscription stand in one total order, and the last one counts: so whatever the
order of arrival, the same one is left. It is made of what the provider gives, the surest first:

1. the version: the later of the object's and its first item's time of change;
2. what has expired stays so, unless a newer version says otherwise;
3. when it was rendered;
4. the event of the creation loses against any other;
5. the content itself. This decides nothing but that everybody decides alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.billing import Invoice, KnownSubscription, SubscriptionSnapshot


class Verdict(StrEnum):
    APPLY = "APPLY"
    SAME = "SAME"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    known: KnownSubscription
    """What is known now. It may differ from before even when nothing is applied: in doubt, or by
    a later rendering of the same."""


def judge(stored: KnownSubscription | None, incoming: KnownSubscription) -> Judgement:
    """To whom a subscription belongs is never decided here: what was stored stays."""
    if stored is None:
        return Judgement(Verdict.APPLY, incoming)
    if _order(incoming) <= _order(stored):
        agrees = _is_same(stored, incoming)
        doubtful = stored.doubtful or (not agrees and _level(stored) == _level(incoming))
        verdict = Verdict.SAME if agrees else Verdict.STALE
        return Judgement(verdict, replace(stored, doubtful=doubtful))
    taken = replace(
        stored,
        snapshot=incoming.snapshot,
        plan=incoming.plan,
        by_creation=incoming.by_creation,
        doubtful=_is_doubted_by(stored, incoming),
    )
    verdict = Verdict.SAME if _is_same(stored, incoming) else Verdict.APPLY
    return Judgement(verdict, taken)


def later_invoice(stored: Invoice | None, incoming: Invoice) -> Invoice:
    """The one that counts of two showings of an invoice, whichever came first."""
    if stored is None:
        return incoming
    return max(stored, incoming, key=_invoice_order)


def _is_doubted_by(stored: KnownSubscription, incoming: KnownSubscription) -> bool:
    """A doubt is about one level: who wins on it inherits the doubt, who comes from above it
    ends it."""
    if _level(stored) != _level(incoming):
        return False
    return stored.doubtful or not _is_same(stored, incoming)


def _level(known: KnownSubscription) -> tuple[Any, ...]:
    """What of the order the provider has decided; the rest is our own rule."""
    told = known.snapshot
    rendered = -1 if told.rendered_at is None else told.rendered_at
    return told.version, told.status == "expired", rendered


def _order(known: KnownSubscription) -> tuple[Any, ...]:
    return (*_level(known), not known.by_creation, repr(known.snapshot))


def _is_same(one: KnownSubscription, other: KnownSubscription) -> bool:
    return _relevant(one.snapshot) == _relevant(other.snapshot)


def _relevant(told: SubscriptionSnapshot) -> Sequence[object]:
    return (
        told.status,
        told.variant_id,
        told.cancelled,
        told.pause_mode,
        told.pause_resumes_at,
        told.trial_ends_at,
        told.renews_at,
        told.ends_at,
        told.item.quantity if told.item else 1,
    )


def _invoice_order(invoice: Invoice) -> tuple[datetime, int, int, str]:
    rendered = -1 if invoice.rendered_at is None else invoice.rendered_at
    return invoice.updated_at, rendered, invoice.refunded_amount, repr(invoice)
