"""The function `mail_webhook`: who may tell of letters that came back, and what follows."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any

import pytest

from functions.mail_webhook.main import Deps, endpoint
from shared.clients.address_keys import AddressKeys
from shared.clients.secrets import Version
from shared.domain.errors import Unavailable
from shared.store.database import Database
from shared.store.suppressions import FirestoreSuppressions
from tests.people import People, now
from tests.signing import LONG_AGO
from tests.wire import Answer, Client
from tools.local.mailbox.webhook import Webhook

URL = "/api/v1/webhooks/resend"
SECRETS = [f"whsec_{base64.b64encode(letter * 24).decode()}" for letter in (b"a", b"b")]
ADDRESS_KEYS = AddressKeys(lambda: [Version(1, LONG_AGO, b"key of addresses")])


@dataclass
class Vault:
    payloads: tuple[str, ...] = (SECRETS[1], SECRETS[0])

    def versions(self, secret_id: str) -> list[Version]:
        assert secret_id == "resend-webhook-secret"
        if not self.payloads:
            raise Unavailable
        return [
            Version(number, LONG_AGO, payload.encode())
            for number, payload in enumerate(self.payloads, 1)
        ]


@dataclass
class World:
    database: Database
    client: Client
    vault: Vault

    def tell(self, event: object, secret: str = SECRETS[0], **about: Any) -> Answer:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        signed = Webhook("", secret).signed(body, about.pop("sent_at", None))
        headers = {name.replace("-", "_"): value for name, value in signed.items()}
        return self.client.post(URL, raw=about.pop("sent", body), **{**headers, **about})

    def is_suppressed(self, address: str) -> bool:
        return FirestoreSuppressions(self.database, now).holds(ADDRESS_KEYS(address))


@pytest.fixture
def world(database: Database, people: People) -> World:
    vault, gate = Vault(), people.gate()
    kept = FirestoreSuppressions(database, now)
    deps = Deps(vault, kept, ADDRESS_KEYS, now)  # type: ignore[arg-type]
    return World(database, Client(endpoint.bound(lambda: gate, lambda: deps).answer), vault)


def bounced(kind: str | None = "Permanent", *to: str) -> dict[str, Any]:
    bounce = {} if kind is None else {"type": kind, "subType": "General"}
    data = {"to": to or ["Ann@example.com"], "bounce": bounce}
    return {"type": "email.bounced", "created_at": "2026-03-01T12:00:00Z", "data": data}


def test_what_bounced_for_good_is_not_written_to_any_more(world: World) -> None:
    answer = world.tell(bounced("Permanent", "Ann@example.com", "bob@example.com"))
    assert (answer.status, answer.data) == (200, {"status": "TAKEN"})
    assert world.is_suppressed("ann@EXAMPLE.com")
    assert world.is_suppressed("bob@example.com")
    assert not world.is_suppressed("cid@example.com")


def test_a_complaint_counts_and_a_full_mailbox_does_not(world: World) -> None:
    assert world.tell(bounced("Transient")).status == 200
    assert not world.is_suppressed("ann@example.com")
    complained = {"type": "email.complained", "data": {"to": ["ann@example.com"]}}
    assert world.tell(complained).status == 200
    assert world.is_suppressed("ann@example.com")


@pytest.mark.parametrize(
    "event",
    [
        {"type": "email.delivered", "data": {"to": ["ann@example.com"]}},
        {"type": "email.bounced", "data": {}},
        {"type": "email.bounced", "data": {"to": ["no address", 7]}},
        {"type": 7},
        [],
        b"{",
        b"[" * 100_000,
    ],
    ids=lambda event: str(event)[:40],
)
def test_what_is_signed_and_says_nothing_to_us_is_taken(world: World, event: object) -> None:
    assert world.tell(event).status == 200
    assert not world.is_suppressed("ann@example.com")


@pytest.mark.parametrize(
    "about",
    [
        {"secret": f"whsec_{base64.b64encode(b'c' * 24).decode()}"},
        {"sent": b"{}"},
        {"svix_id": "msg_other"},
        {"svix_timestamp": "1"},
        {"svix_timestamp": "soon"},
        {"svix_timestamp": "\u0663"},
        {"svix_signature": ""},
        {"svix_signature": "v1,"},
        {"svix_signature": "v1,\u00fc"},
        {"sent_at": int(time.time()) - 400},
        {"sent_at": int(time.time()) + 4_000},
    ],
    # Not by its values: those with a time differ from worker to worker.
    ids="-".join,
)
def test_what_is_not_signed_well_and_now_is_refused(world: World, about: dict[str, Any]) -> None:
    answer = world.tell(bounced(), **about)
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert not world.is_suppressed("ann@example.com")


def test_any_of_several_secrets_and_of_several_signatures_will_do(world: World) -> None:
    assert world.tell(bounced(), SECRETS[1]).status == 200
    body = json.dumps(bounced()).encode()
    signed = Webhook("", SECRETS[0]).signed(body)
    both = f"v1,AAAA {signed['svix-signature']}"
    headers = {**{name.replace("-", "_"): value for name, value in signed.items()}}
    assert world.client.post(URL, raw=body, **{**headers, "svix_signature": both}).status == 200


@pytest.mark.parametrize("payloads", [(), ("",), ("whsec_",), ("no base64!",)])
def test_without_a_secret_nobody_is_believed(world: World, payloads: tuple[str, ...]) -> None:
    world.vault.payloads = payloads
    assert world.tell(bounced(), "whsec_").status == 503
    assert not world.is_suppressed("ann@example.com")


def test_nothing_personal_is_logged(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.tell(bounced())
    assert "ann@" not in capsys.readouterr().out.casefold()
