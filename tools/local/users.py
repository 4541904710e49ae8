"""The seeded users: one on each tier and an admin, registered as anybody registers."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from shared.domain.access import PlatformRole
from shared.domain.billing import KnownSubscription, Plan, SubscriptionSnapshot
from shared.store.database import Database
from shared.store.subscriptions import FirestoreSubscriptions
from shared.store.writes import Merge
from tools.local.private_files import read_private, write_private

Credentials = dict[str, dict[str, str]]


def credentials(state: Path) -> Credentials:
    """E-mail and password of each, made fresh with the state and kept in it."""
    file = state / "users.json"
    kept: Credentials | None = read_private(file)
    if kept is None:
        mark = secrets.token_hex(4)
        kept = {
            name: {"email": f"{name}-{mark}@example.com", "password": secrets.token_urlsafe(18)}
            for name in ("free", "pro", "admin")
        }
        write_private(file, kept)
    return kept


@dataclass(frozen=True)
class Seeded:
    client: Client
    """Of the gateway: what it answers is what anybody would be answered."""
    database: Database
    buy: Callable[[str], SubscriptionSnapshot]
    """Pro, at the payment provider, for whoever has this address."""

    def seed(self, users: Credentials) -> None:
        for name, given in users.items():
            user = self._registered(given)
            if user is not None and name == "pro":
                self._subscribe(user["organization_id"], given["email"])
            if user is not None and name == "admin":
                role = Merge(
                    ("users", user["id"]), {("role",): PlatformRole.ADMIN}, must_exist=True
                )
                self.database.commit(role)

    def _registered(self, given: dict[str, str]) -> dict[str, Any] | None:
        """The user now or earlier; None when somebody has changed the password since."""
        for route in ("register", "login"):
            answer = self.client.post(f"/api/v1/auth/{route}", json=given)
            if answer.status_code in (200, 201):
                user: dict[str, Any] = answer.get_json()["data"]["user"]
                return user
            if answer.status_code not in (401, 409):
                raise RuntimeError(f"{route} answered {answer.status_code}: {answer.text}")
        return None

    def _subscribe(self, organization_id: str, email: str) -> None:
        subscriptions = FirestoreSubscriptions(self.database)
        if not subscriptions.of(organization_id):
            bought = self.buy(email)
            subscriptions.put(KnownSubscription(bought, organization_id, Plan.PRO_MONTHLY))
