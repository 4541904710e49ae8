"""The stand-in for Google's sign-in: what it gives out, and what it refuses."""

import base64
import hashlib
from pathlib import Path
from stat import S_IMODE
from typing import Any

import jwt
import pytest
from flask import Response
from werkzeug.test import Client
from werkzeug.test import TestResponse as Answer

from tools.local.google_identity.application import GoogleIdentity
from tools.local.google_identity.keys import Keys

BACK = "https://app.example/back"
VERIFIER = "a verifier of forty-three characters at least"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
ASKED = {
    "client_id": "us",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid email",
    "nonce": "n",
    "state": "<s>",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
AUTH = "/o/oauth2/v2/auth"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("google") / "google_identity.json"


@pytest.fixture
def google(file: Path) -> Client:
    client = Client(GoogleIdentity(Keys(file)), Response)
    us = {"client_id": "us", "secret": "s", "redirect_uris": [BACK]}
    assert client.post("/_control/client", json=us).status_code == 200
    return client


def exchange(google: Client, code: str, **about: str) -> Answer:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "us",
        "client_secret": "s",
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **about,
    }
    return google.post("/token", data=form)


def code(google: Client, **about: str) -> str:
    chosen = google.post(AUTH, data={**ASKED, "as": "ada@gmail.example", **about})
    assert chosen.status_code == 303
    where, _, query = chosen.headers["Location"].partition("?code=")
    assert where == BACK
    return query.partition("&state=")[0].replace("%2F", "/")


def read(google: Client, token: str) -> dict[str, Any]:
    (key,) = jwt.PyJWKSet.from_dict(google.get("/oauth2/v3/certs").get_json()).keys
    claims: dict[str, Any] = jwt.decode(token, key.key, ["RS256"], audience="us")
    return claims


def test_a_code_is_exchanged_once_for_a_token_that_the_published_key_has_signed(
    google: Client,
) -> None:
    page = google.get(AUTH, query_string=ASKED)
    assert "Ada Iron" in page.text
    assert "<s>" not in page.text
    granted = code(google)
    claims = read(google, exchange(google, granted).get_json()["id_token"])
    assert (claims["email"], claims["email_verified"]) == ("ada@gmail.example", True)
    assert (claims["nonce"], claims["iss"]) == ("n", "https://accounts.google.com")
    assert len(claims["sub"]) == 21
    again = exchange(google, granted)
    assert (again.status_code, again.get_json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("about", "status", "error"),
    [
        ({"client_secret": "t"}, 401, "invalid_client"),
        ({"client_id": "them"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"redirect_uri": f"{BACK}/"}, 400, "invalid_grant"),
        ({"code_verifier": "another"}, 400, "invalid_grant"),
        ({"code_verifier": ""}, 400, "invalid_grant"),
        ({"code": "4/none"}, 400, "invalid_grant"),
    ],
    ids=str,
)
def test_it_refuses_what_google_refuses(
    google: Client, about: dict[str, str], status: int, error: str
) -> None:
    answer = exchange(google, **{"code": code(google), **about})
    assert (answer.status_code, answer.get_json()["error"]) == (status, error)


@pytest.mark.parametrize(
    "about",
    [
        {"client_id": "them"},
        {"redirect_uri": "https://thief.example"},
        {"response_type": "token"},
        {"scope": "email"},
        {"code_challenge_method": "plain"},
    ],
    ids=str,
)
def test_nobody_is_sent_anywhere_for_a_wrong_question(
    google: Client, about: dict[str, str]
) -> None:
    for answer in (
        google.get(AUTH, query_string={**ASKED, **about}),
        google.post(AUTH, data={**ASKED, "as": "ada@gmail.example", **about}),
    ):
        assert (answer.status_code, "Location" in answer.headers) == (400, False)


def test_tokens_are_made_as_tests_wish(google: Client) -> None:
    def made(**about: Any) -> str:
        asked = {"email": "cid@gmail.example", **about}
        return str(google.post("/_control/tokens", json=asked).get_json()["id_token"])

    plain = read(google, made(nonce="m"))
    assert (plain["name"], plain["nonce"], plain["email_verified"]) == ("Cid", "m", True)
    assert "sub" not in read(google, made(sub=None))
    assert read(google, made(email="unproved@gmail.example"))["email_verified"] is False
    with pytest.raises(jwt.ExpiredSignatureError):
        read(google, made(expires_in=-1))
    with pytest.raises(jwt.InvalidSignatureError):
        read(google, made(as_another=True))


def test_it_keeps_its_key_to_itself_and_over_a_start(google: Client, file: Path) -> None:
    assert S_IMODE(file.stat().st_mode) == 0o600
    published = google.get("/oauth2/v3/certs").get_json()
    assert Keys(file).published() == published
    assert set(published["keys"][0]) == {"kty", "use", "alg", "kid", "n", "e"}


def test_it_fails_as_asked(google: Client) -> None:
    google.post("/_control", json={"times": 1, "status": 500})
    assert google.get("/oauth2/v3/certs").status_code == 500
    assert google.get("/oauth2/v3/certs").status_code == 200
    assert google.get("/nowhere").status_code == 404
    assert google.post("/_control/nowhere", json={}).status_code == 404
