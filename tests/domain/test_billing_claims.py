"""Whose a subscription is that no event told us of: never a guess."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.billing import Intent, Plan
from shared.domain.billing_claims import Candidate, claimed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def candidate(organization: str, address: str | None, *, minutes: int = 0) -> Candidate:
    intent = Intent(
        id=f"{organization}-{minutes}",
        organization_id=organization,
        user_id=organization,
        plan=Plan.PRO_MONTHLY,
        created_at=NOON + timedelta(minutes=minutes),
        expires_at=NOON + timedelta(days=1),
    )
    return Candidate(intent, address)


ANN = candidate("ann", "Ann@example.com")
BEN = candidate("ben", "ben@example.com")


def test_the_only_one_who_was_about_to_pay_and_whose_address_it_is() -> None:
    assert claimed("ann@EXAMPLE.com ", [ANN]) == ANN.intent


def test_of_several_who_were_about_to_pay_the_one_whose_address_it_is() -> None:
    assert claimed("ann@example.com", [BEN, ANN]) == ANN.intent


@pytest.mark.parametrize("buyer", ["someone@example.com", "", None])
def test_an_address_of_nobody_is_nobodys(buyer: str | None) -> None:
    assert claimed(buyer, [ANN]) is None
    assert claimed(buyer, [ANN, BEN]) is None


def test_without_a_checkout_there_is_nobody() -> None:
    assert claimed("ann@example.com", []) is None


def test_two_organisations_with_one_address_are_not_told_apart() -> None:
    twin = candidate("twin", "ann@example.com")
    assert claimed("ann@example.com", [ANN, twin]) is None


def test_an_account_that_has_lost_its_address_claims_nothing() -> None:
    assert claimed("ann@example.com", [candidate("ann", None)]) is None


def test_who_opened_two_checkouts_is_one_and_the_latest_counts() -> None:
    later = candidate("ann", "ann@example.com", minutes=5)
    assert claimed("ann@example.com", [later, ANN]) == later.intent


ADDRESSES = st.sampled_from(["a@example.com", "B@example.com", "c@example.com"])
CANDIDATES = st.lists(
    st.builds(candidate, st.sampled_from("xyz"), ADDRESSES, minutes=st.integers(0, 3)),
    max_size=5,
)


@given(ADDRESSES, CANDIDATES)
def test_what_is_claimed_has_the_buyers_address_and_no_other_organisation_has_it(
    buyer: str, candidates: list[Candidate]
) -> None:
    having = {
        one.intent.organization_id
        for one in candidates
        if str(one.address).casefold() == buyer.casefold()
    }
    claim = claimed(buyer, candidates)
    assert (claim is not None) == (len(having) == 1)
    assert claim is None or claim.organization_id in having


@given(ADDRESSES, CANDIDATES)
def test_the_order_does_not_matter(buyer: str, candidates: list[Candidate]) -> None:
    assert claimed(buyer, candidates) == claimed(buyer, candidates[::-1])
