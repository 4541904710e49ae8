"""Who may deliver: one service account of ours, by a token of Google's, and nobody else."""

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from flask import Request
from google.auth.exceptions import TransportError
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from shared.domain.errors import Unauthenticated, Unavailable
from shared.events.senders import Check, check_of
from shared.kept_keys import KeptKeys
from shared.settings import MissingSetting, Push

AUDIENCE = "https://notify-1.example.run.app"
SENDER = "push@hypertroq.iam.gserviceaccount.com"
SETTINGS = Push("google", (AUDIENCE, "https://other.example"), SENDER)


@dataclass
class Served:
    status: int
    data: bytes


@dataclass
class Google:
    """Its keys as it publishes them, and tokens signed with one of them."""

    key: RSAPrivateKey
    answers: int = 0
    is_down: bool = False
    certificate: bytes = field(init=False)

    def __post_init__(self) -> None:
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )
        self.certificate = made.public_bytes(serialization.Encoding.PEM)

    def __call__(self, url: str, method: str = "GET", **options: Any) -> Served:
        assert url.startswith("https://www.googleapis.com/oauth2/")
        assert options["timeout"] <= 3
        self.answers += 1
        if self.is_down:
            raise TransportError("no route")
        return Served(200, json.dumps({"k1": self.certificate.decode()}).encode())

    def token(self, key: RSAPrivateKey | None = None, age: int = 0, **claims: Any) -> str:
        """`age` in seconds; a token is good for 600."""
        now = int(time.time()) - age
        usual = {
            "aud": AUDIENCE,
            "iss": "https://accounts.google.com",
            "email": SENDER,
            "email_verified": True,
            "sub": "1",
            "iat": now,
            "exp": now + 600,
        }
        said = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return jwt.encode(said, key or self.key, algorithm="RS256", headers={"kid": "k1"})


@pytest.fixture(scope="module")
def keys() -> tuple[RSAPrivateKey, RSAPrivateKey]:
    return generate_private_key(65537, 2048), generate_private_key(65537, 2048)


@pytest.fixture
def google(keys: tuple[RSAPrivateKey, RSAPrivateKey]) -> Google:
    return Google(keys[0])


@pytest.fixture
def check(google: Google) -> Check:
    return check_of(SETTINGS, google)


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:9")


def delivery(authorization: str | None) -> Request:
    headers = Headers() if authorization is None else Headers({"Authorization": authorization})
    return Request(EnvironBuilder("/", method="POST", headers=headers).get_environ())


def test_the_account_we_gave_the_subscription_may_deliver(check: Check, google: Google) -> None:
    check(delivery(f"Bearer {google.token()}"))
    check(delivery(f"bearer {google.token(aud='https://other.example')}"))


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "somebody@else.iam.gserviceaccount.com"},
        {"email": SENDER.upper()},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"aud": "https://another.example"},
        {"aud": None},
        {"iss": "https://accounts.google.com.evil.example"},
        {"iss": None},
        {"age": 700},
        {"exp": None},
        {"age": -600},
    ],
    ids=str,
)
def test_a_token_that_says_anything_else_is_refused(
    check: Check, google: Google, claims: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated):
        check(delivery(f"Bearer {google.token(**claims)}"))


def test_a_token_of_another_key_is_refused(
    check: Check, google: Google, keys: tuple[RSAPrivateKey, RSAPrivateKey]
) -> None:
    with pytest.raises(Unauthenticated):
        check(delivery(f"Bearer {google.token(keys[1])}"))


def test_a_token_signed_with_a_public_key_as_a_secret_is_refused(
    check: Check, google: Google
) -> None:
    claims = jwt.decode(google.token(), options={"verify_signature": False})
    forged = jwt.encode(claims, "x" * 64, algorithm="HS256", headers={"kid": "k1"})
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": "k1"})
    for token in (forged, unsigned):
        with pytest.raises(Unauthenticated):
            check(delivery(f"Bearer {token}"))


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer x", "Bearer a.b.c", "Bearer é"]
)
def test_what_is_no_token_is_refused(check: Check, header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        check(delivery(header))


def test_a_token_longer_than_any_of_googles_is_refused_unread(check: Check, google: Google) -> None:
    with pytest.raises(Unauthenticated):
        check(delivery(f"Bearer {google.token(more='x' * 5_000)}"))
    assert google.answers == 0


def test_when_the_keys_cannot_be_fetched_the_delivery_comes_again(
    check: Check, google: Google
) -> None:
    google.is_down = True
    with pytest.raises(Unavailable):
        check(delivery(f"Bearer {google.token()}"))
    google.is_down = False
    check(delivery(f"Bearer {google.token()}"))


def test_the_keys_are_fetched_once_in_ten_minutes(google: Google) -> None:
    moment = [0.0]
    kept = KeptKeys(google, clock=lambda: moment[0])
    url = "https://www.googleapis.com/oauth2/v1/certs"
    for moment[0] in (0.0, 599.0, 600.0, 601.0):
        kept(url, method="GET")
    assert google.answers == 2


@pytest.mark.parametrize(
    "settings",
    [
        Push("none", (AUDIENCE,), SENDER),
        Push("off", (AUDIENCE,), SENDER),
        Push("google", (), SENDER),
        Push("google", (AUDIENCE,), ""),
    ],
    ids=str,
)
def test_settings_that_would_let_anybody_in_stop_the_start(
    settings: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PUBSUB_EMULATOR_HOST", raising=False)
    with pytest.raises(MissingSetting):
        check_of(settings)


@pytest.mark.usefixtures("emulator")
def test_beside_the_emulator_which_sends_no_token_none_is_asked_if_the_settings_say_so() -> None:
    check_of(Push("none", (), ""))(delivery(None))


@pytest.mark.usefixtures("emulator")
def test_an_emulator_alone_opens_nothing(google: Google) -> None:
    with pytest.raises(Unauthenticated):
        check_of(SETTINGS, google)(delivery(None))
