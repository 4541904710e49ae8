"""Records of idempotency keys: leases, expiry, and races for one key."""

from collections.abc import Callable
from functools import partial

import pytest

from shared.domain.errors import IdempotencyKeyReused, RequestInProgress
from shared.domain.idempotency import Answered, Claim, digest
from shared.store.database import Database
from shared.store.idempotency import FirestoreLedger
from tests.clocks import Clock
from tests.races import outcomes, together

CLAIM = Claim(id="a" * 64, fingerprint="b" * 64)
ANSWER = Answered(201, b'{"data":1}', {"ETag": '"1"'})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(database: Database, clock: Clock) -> FirestoreLedger:
    return FirestoreLedger(database, clock)


def test_what_was_answered_is_answered_again(ledger: FirestoreLedger) -> None:
    assert ledger.begin(CLAIM) is None
    ledger.finish(CLAIM, ANSWER)
    assert ledger.begin(CLAIM) == ANSWER


def test_a_key_whose_owner_died_is_taken_over_after_its_lease(
    ledger: FirestoreLedger, clock: Clock
) -> None:
    ledger.begin(CLAIM)
    clock.pass_by(59)
    with pytest.raises(RequestInProgress):
        ledger.begin(CLAIM)
    clock.pass_by(2)
    assert ledger.begin(CLAIM) is None
    with pytest.raises(RequestInProgress):
        ledger.begin(CLAIM)


def test_even_then_another_request_is_refused(ledger: FirestoreLedger, clock: Clock) -> None:
    ledger.begin(CLAIM)
    clock.pass_by(5 * 60)
    with pytest.raises(IdempotencyKeyReused):
        ledger.begin(Claim(CLAIM.id, "c" * 64))


def test_after_a_day_a_key_is_new(ledger: FirestoreLedger, clock: Clock) -> None:
    ledger.begin(CLAIM)
    ledger.finish(CLAIM, ANSWER)
    clock.pass_by(24 * 3600 + 1)
    assert ledger.begin(Claim(CLAIM.id, "c" * 64)) is None


def test_an_abandoned_key_is_new(ledger: FirestoreLedger) -> None:
    ledger.begin(CLAIM)
    ledger.abandon(CLAIM)
    assert ledger.begin(CLAIM) is None


def test_of_many_at_once_one_goes_ahead(connected: Callable[[], Database], clock: Clock) -> None:
    ledgers = [FirestoreLedger(connected(), clock) for _ in range(8)]

    begun = together([partial(ledger.begin, CLAIM) for ledger in ledgers])
    assert outcomes(begun) == {"done": 1, "RequestInProgress": 7}


def test_ids_follow_from_the_key_and_are_ids_of_things_people_make() -> None:
    first, second = CLAIM.derived_id(1), CLAIM.derived_id(2)
    assert first == Claim(CLAIM.id, "another body").derived_id(1)
    assert first != second
    assert first[14] == "4"


def test_no_two_lists_of_parts_have_one_digest() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") != digest("a", "")
    assert digest("\ud800") != digest("a")
