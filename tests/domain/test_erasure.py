"""Who goes is not charged again, and nobody else's subscription ends by it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.domain.accounts import Account
from shared.domain.billing import KnownSubscription, Plan, SubscriptionSnapshot
from shared.domain.erasure import charges
from shared.domain.errors import AccountMerged, Erased, NotFound

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RUNNING = KnownSubscription(
    SubscriptionSnapshot("1", 1, 1001, "active", NOW, NOW, test_mode=True),
    "ours",
    Plan.PRO_MONTHLY,
    user_id="ann",
)


@pytest.mark.parametrize("status", ["active", "on_trial", "past_due", "unpaid", "paused", "new"])
def test_who_bought_a_subscription_that_runs_would_be_charged(status: str) -> None:
    known = replace(RUNNING, snapshot=replace(RUNNING.snapshot, status=status))
    assert charges(known, "ann", is_alone=False)
    assert not charges(known, "ben", is_alone=False)
    assert charges(replace(known, user_id=None), "ben", is_alone=True)


@pytest.mark.parametrize("over", [{"status": "cancelled"}, {"status": "expired"}, {"cancelled": 1}])
def test_what_is_over_charges_nobody(over: dict[str, object]) -> None:
    known = replace(RUNNING, snapshot=replace(RUNNING.snapshot, **over))  # type: ignore[arg-type]
    assert not charges(known, "ann", is_alone=True)


def test_an_account_that_is_being_erased_is_nobodys_to_use() -> None:
    account = Account("ann", None, None, "ours", NOW, deletion_due_at=NOW)
    assert account.is_active
    assert not replace(account, is_erasing=True).is_active


@pytest.mark.parametrize("kind", [Erased, AccountMerged])
def test_nobody_is_told_that_they_are_gone_because_somebody_else_is(kind: type[Erased]) -> None:
    gone = kind(frozenset({"ann", "anns"}))
    assert gone.told_to("ann", "club") is gone
    assert gone.told_to("ben", "anns") is gone
    assert isinstance(gone.told_to("ben", "club"), NotFound)
