"""Somebody who buys Pro from a running stack, and the shop where they buy it."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from tools.local.testing import Stack

_SECONDS = 20


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def never(holds: Callable[[], bool], seconds: float = 1.0) -> bool:
    """Longer than a message takes."""
    return not eventually(holds, seconds)


@dataclass(frozen=True)
class Shop:
    """The stand-in of Lemon Squeezy."""

    url: str
    webhook_url: str
    secret: bytes
    about: dict[str, Any]

    @classmethod
    def of(cls, stack: Stack) -> "Shop":
        about = stack.about["billing"]
        webhook_url = f"{stack.base_url}/api/v1/webhooks/lemonsqueezy"
        secret = about["webhook_secret"].encode()
        return cls(stack.about["standins"]["lemonsqueezy"], webhook_url, secret, about)

    def pay(self, checkout_url: str, outcome: str = "pay", **form: str) -> str:
        """The id of the subscription."""
        headers = {"Accept": "application/json"}
        sent = {"outcome": outcome, **form}
        answer = requests.post(checkout_url, data=sent, headers=headers, timeout=_SECONDS)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["subscription_id"])

    def change(self, subscription_id: str, name: str, **form: str) -> None:
        url = f"{self.url}/subscriptions/{subscription_id}/{name}"
        headers = {"Accept": "application/json"}
        answer = requests.post(url, data=form, headers=headers, timeout=_SECONDS)
        assert answer.status_code == 200, answer.text

    def control(self, **faults: float) -> None:
        answer = requests.post(f"{self.url}/_control", json=faults, timeout=_SECONDS)
        assert answer.status_code == 200, answer.text

    def deliveries(self, subscription_id: str) -> list[dict[str, Any]]:
        """Of the subscription itself, the oldest first."""
        sent = requests.get(f"{self.url}/_control/deliveries", timeout=_SECONDS).json()
        wanted = f"subscriptions/{subscription_id}"
        return [one for one in reversed(sent) if one["object"] == wanted]

    def is_done(self) -> bool:
        """Nothing is on its way any more."""
        sent = requests.get(f"{self.url}/_control/deliveries", timeout=_SECONDS).json()
        return all(one["state"] != "PENDING" for one in sent)

    def post(self, event: dict[str, Any] | bytes, signature: str | None = None) -> int:
        """The status that an event gets, sent by somebody who knows the secret unless another
        signature is given."""
        body = event if isinstance(event, bytes) else on_the_wire(event)
        headers = {
            "Content-Type": "application/json",
            "X-Signature": self.signed(body) if signature is None else signature,
        }
        answer = requests.post(self.webhook_url, data=body, headers=headers, timeout=_SECONDS)
        return answer.status_code

    def signed(self, body: bytes) -> str:
        return hmac.new(self.secret, body, hashlib.sha256).hexdigest()


def on_the_wire(event: dict[str, Any]) -> bytes:
    return json.dumps(event, separators=(",", ":")).replace("/", r"\/").encode()


@dataclass(frozen=True)
class Shopper:
    """Just registered: nobody else's tests have anything to do with them."""

    base_url: str
    headers: dict[str, str]
    organization_id: str

    @classmethod
    def at(cls, stack: Stack) -> "Shopper":
        given = {"email": f"{uuid.uuid4().hex}@example.com", "password": uuid.uuid4().hex}
        return cls._entered(stack, "register", given)

    @classmethod
    def admin(cls, stack: Stack) -> "Shopper":
        return cls._entered(stack, "login", stack.about["users"]["admin"])

    @classmethod
    def _entered(cls, stack: Stack, route: str, given: dict[str, str]) -> "Shopper":
        url = f"{stack.base_url}/api/v1/auth/{route}"
        answer = requests.post(url, json=given, timeout=_SECONDS)
        assert answer.status_code in (200, 201), answer.text
        data = answer.json()["data"]
        token = data["tokens"]["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        return cls(stack.base_url, headers, data["user"]["organization_id"])

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        return requests.request(
            method,
            f"{self.base_url}/api/v1{path}",
            json=body,
            headers={**self.headers, **headers},
            timeout=_SECONDS,
        )

    def checkout_url(self, plan: str = "PRO_MONTHLY") -> str:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        answer = self.send("POST", "/billing/checkout", {"plan": plan}, **key)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["data"]["checkout_url"])

    def stands(self, **expected: object) -> bool:
        """Whether the subscription says so within seconds."""
        return eventually(lambda: expected.items() <= self.subscription.items())

    @property
    def subscription(self) -> dict[str, Any]:
        answer = self.send("GET", "/billing/subscription")
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    def has_pro(self) -> bool:
        """By what it opens, which asks nobody but our own books."""
        answer = self.send("POST", "/programs", {})
        code = answer.json()["error"]["code"]
        assert code in ("SUBSCRIPTION_REQUIRED", "VALIDATION_ERROR", "UNAVAILABLE"), answer.text
        return bool(code == "VALIDATION_ERROR")
