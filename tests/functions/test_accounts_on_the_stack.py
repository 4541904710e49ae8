"""From a request to a letter and back, through the real Pub/Sub; and by way of Google's page."""

import base64
import hashlib
import re
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tools.local.testing import Stack

PASSWORD = "a long walk to the gym"
SECONDS = 20


@dataclass(frozen=True)
class World:
    stack: Stack

    def send(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.stack.base_url}/api/v1{path}"
        return requests.request(method, url, json=body, headers=headers, timeout=SECONDS)

    def register(self) -> tuple[str, str]:
        """Address and access token."""
        email = f"{uuid.uuid4().hex}@example.com"
        answer = self.send("POST", "/auth/register", {"email": email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return email, answer.json()["data"]["tokens"]["access_token"]

    def mails(self, to: str, template: str) -> list[Any]:
        mailbox = self.stack.about["standins"]["mailbox"]
        found = requests.get(f"{mailbox}/mails", {"to": to}, timeout=SECONDS).json()
        return [mail for mail in found if mail["tags"]["kind"] == template]

    def mail(self, to: str, template: str) -> Any:
        return until(lambda: self.mails(to, template))[0]

    def token(self, to: str, template: str) -> str:
        found = re.search(r"#token=([\w-]{43})\s", self.mail(to, template)["text"])
        assert found
        return found[1]

    def comes_back(self, mail: Any, how: str) -> None:
        mailbox = self.stack.about["standins"]["mailbox"]
        told = requests.post(f"{mailbox}/mails/{mail['id']}/{how}", timeout=SECONDS)
        assert told.json() == {"status": 200}


def until(find: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + SECONDS
    while not (found := find()):
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)
    return found


@pytest.fixture
def world(stack: Stack) -> World:
    return World(stack)


def test_an_address_is_verified_by_the_link_in_its_letter(world: World) -> None:
    email, token = world.register()
    assert world.mail(email, "welcome")["subject"] == "Welcome to HypertroQ"
    body = {"token": world.token(email, "verify_email")}
    assert world.send("POST", "/auth/verify-email", body).status_code == 204
    me = world.send("GET", "/users/me", token=token).json()["data"]
    assert me["is_verified"] is True


def test_a_forgotten_password_is_set_anew_by_letter(world: World) -> None:
    email, token = world.register()
    asked = world.send("POST", "/auth/password-reset/request", {"email": email})
    assert asked.status_code == 202
    body = {"token": world.token(email, "password_reset"), "password": "another long walk"}
    assert world.send("POST", "/auth/password-reset/confirm", body).status_code == 204
    assert world.send("GET", "/users/me", token=token).status_code == 401
    entered = world.send("POST", "/auth/login", {"email": email, "password": body["password"]})
    assert entered.status_code == 200


def test_another_address_gets_its_own_letter(world: World) -> None:
    email, token = world.register()
    new = f"new-{email}"
    body = {"email": new, "password": PASSWORD}
    assert world.send("PUT", "/users/me/email", body, token).status_code == 202
    assert world.mail(email, "change_asked")
    proof = {"token": world.token(new, "change_email")}
    assert world.send("POST", "/auth/verify-email", proof).status_code == 204
    assert world.send("GET", "/users/me", token=token).json()["data"]["email"] == new


def test_an_address_that_bounced_gets_no_more_letters(world: World) -> None:
    email, token = world.register()
    world.comes_back(world.mail(email, "verify_email"), "bounced")
    assert world.send("POST", "/auth/verify-email/resend", token=token).status_code == 202
    other, other_token = world.register()
    world.send("POST", "/auth/verify-email/resend", token=other_token)
    until(lambda: len(world.mails(other, "verify_email")) == 2)
    assert len(world.mails(email, "verify_email")) == 1


def test_a_browser_signs_in_with_google(world: World) -> None:
    about, nonce, verifier = world.stack.about, secrets.token_hex(16), secrets.token_urlsafe(48)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode()
    back = about["google"]["redirect_uris"][0]
    asked = {
        "client_id": about["google"]["client_id"],
        "redirect_uri": back,
        "response_type": "code",
        "scope": "openid email profile",
        "nonce": nonce,
        "code_challenge": digest.rstrip("="),
        "code_challenge_method": "S256",
    }
    page = f"{about['standins']['google_identity']}/o/oauth2/v2/auth"
    assert "Ada Iron" in requests.get(page, asked, timeout=SECONDS).text
    email = f"{uuid.uuid4().hex}@gmail.example"
    chosen = {**asked, "as": email}
    answer = requests.post(page, chosen, timeout=SECONDS, allow_redirects=False)
    (code,) = parse_qs(urlsplit(answer.headers["Location"]).query)["code"]
    body = {"code": code, "code_verifier": verifier, "redirect_uri": back, "nonce": nonce}
    entered = world.send("POST", "/auth/google", body)
    assert entered.status_code == 200, entered.text
    user, tokens = entered.json()["data"]["user"], entered.json()["data"]["tokens"]
    assert (user["email"], user["is_verified"]) == (email, True)
    assert world.send("GET", "/users/me", token=tokens["access_token"]).json()["data"] == user
    assert world.mail(email, "welcome")


def test_whoever_says_nothing_may_train_and_not_buy(world: World) -> None:
    entered = world.send("POST", "/auth/anonymous", {"device_id": "phone-1"})
    assert entered.status_code == 201
    token = entered.json()["data"]["tokens"]["access_token"]
    assert world.send("POST", "/workouts", {"name": "Chest"}, token).status_code == 201
    assert world.send("GET", "/users/me", token=token).json()["data"]["is_anonymous"] is True
