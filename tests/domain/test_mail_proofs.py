from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.identities import Vouched
from shared.domain.limits import PROFILES, letter_asking_asks, letter_asks
from shared.domain.mail_proofs import LIFETIMES, MailProof, Purpose, name_of, secret_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.text(min_size=1), st.binary(min_size=1))
def test_a_secret_follows_from_its_reference_and_the_key_and_is_not_its_name(
    reference: str, key: bytes
) -> None:
    secret = secret_of(reference, key)
    assert secret == secret_of(reference, key)
    assert len(secret) == 43
    assert secret.isascii()
    assert secret not in name_of(secret)
    assert secret_of(f"{reference}1", key) != secret
    assert secret_of(reference, key + b"1") != secret


@given(st.text(alphabet=st.characters(), max_size=200))
def test_whatever_is_sent_as_a_secret_has_a_name(sent: str) -> None:
    assert len(name_of(sent)) == 64


def test_a_proof_is_good_until_its_moment() -> None:
    proof = MailProof("n", Purpose.VERIFY_EMAIL, "ann", "k", NOON)
    assert proof.is_good(NOON - timedelta(microseconds=1))
    assert not proof.is_good(NOON)


def test_every_purpose_has_its_time() -> None:
    assert set(LIFETIMES) == set(Purpose)
    assert min(LIFETIMES.values()) == LIFETIMES[Purpose.RESET_PASSWORD] == timedelta(hours=1)


def test_an_identity_is_issuer_and_subject() -> None:
    def key(issuer: str, subject: str, email: str = "a@example.com") -> str:
        return Vouched(issuer, subject, email, None, "t", NOON).key

    assert key("i", "1") == key("i", "1", "b@example.com")
    assert len({key("i", "1"), key("i", "2"), key("j", "1")}) == 3


def test_letters_are_counted_by_who_gets_them_and_by_who_asks() -> None:
    rates = PROFILES["production"]
    (to,), (by,) = letter_asks(rates, "key"), letter_asking_asks(rates, "network")
    assert (to.limit.name, to.subject) == ("letters-to", "key")
    assert (by.limit.name, by.subject) == ("letters", "network")
