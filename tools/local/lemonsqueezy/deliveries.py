"""Webhooks on their way: signed over their bytes, tried four times or until the answer is 200."""

import hashlib
import hmac
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Any
from uuid import uuid4

import requests

from tools.local.lemonsqueezy.faults import Faults
from tools.local.lemonsqueezy.shop import Thing
from tools.local.lemonsqueezy.wire import as_php_writes

_WAITS_SECONDS = (5, 25, 125)
_TIMEOUT_SECONDS = 10
_MOST_KEPT = 500


@dataclass
class Delivery:
    id: str
    webhook: Thing
    event: dict[str, Any]
    state: str = "PENDING"
    attempts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.event["meta"]["event_name"])

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "event_name": self.name,
            "object": f"{self.event['data']['type']}/{self.event['data']['id']}",
            "url": self.webhook.get("url"),
            "state": self.state,
            "attempts": self.attempts,
            "event": self.event,
        }


class Deliveries:
    """Threads share it. What is on its way when this process ends is lost, as if it had failed for
    the last time."""

    def __init__(self, webhooks: Callable[[], list[Thing]], faults: Faults) -> None:
        self._webhooks, self._faults = webhooks, faults
        self._kept: list[Delivery] = []
        self._lock = Lock()

    def send(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            for webhook in self._webhooks():
                if event["meta"]["event_name"] in webhook.get("events"):
                    delivery = self._keep(Delivery(str(uuid4()), webhook, event))
                    for _ in range(1 + int(self._faults.duplicates)):
                        self._begin(delivery)

    def resend(self, delivery_id: str) -> bool:
        """The same data under a new webhook id, as by hand in the dashboard."""
        old = next((one for one in self._kept if one.id == delivery_id), None)
        if old is None:
            return False
        meta = {**old.event["meta"], "webhook_id": str(uuid4())}
        again = Delivery(str(uuid4()), old.webhook, {**old.event, "meta": meta})
        self._begin(self._keep(again))
        return True

    def newest_first(self) -> list[Delivery]:
        with self._lock:
            return list(reversed(self._kept))

    def _keep(self, delivery: Delivery) -> Delivery:
        with self._lock:
            self._kept = [*self._kept, delivery][-_MOST_KEPT:]
        return delivery

    def _begin(self, delivery: Delivery) -> None:
        faults = self._faults
        wait = faults.delay + random.uniform(0, faults.disorder)  # noqa: S311
        self._later(wait, delivery, 0)

    def _later(self, seconds: float, delivery: Delivery, attempt: int) -> None:
        timer = Timer(seconds, self._attempt, (delivery, attempt))
        timer.daemon = True
        timer.start()

    def _attempt(self, delivery: Delivery, attempt: int) -> None:
        answered = None if self._faults.is_next("drop_next") else _posted(delivery)
        delivery.attempts.append({"at": time.time(), "status": answered})
        if answered == 200:
            delivery.state = "DELIVERED"
        elif attempt < len(_WAITS_SECONDS):
            wait = _WAITS_SECONDS[attempt] * self._faults.retry_scale
            self._later(wait, delivery, attempt + 1)
        elif delivery.state == "PENDING":
            delivery.state = "FAILED"


def _posted(delivery: Delivery) -> int | None:
    """The status of the answer, None without one."""
    body = as_php_writes(delivery.event)
    secret = delivery.webhook.get("secret").encode()
    headers = {
        "Content-Type": "application/json",
        "X-Event-Name": delivery.name,
        "X-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest(),
    }
    try:
        return requests.post(
            delivery.webhook.get("url"),
            data=body,
            headers=headers,
            timeout=_TIMEOUT_SECONDS,
            allow_redirects=False,
        ).status_code
    except requests.RequestException:
        return None
