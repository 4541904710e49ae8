"""The function `billing_webhook`: what is signed is queued before it is answered, and nothing
else is."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.billing_webhook import main
from shared.clients.secrets import Version
from shared.domain.errors import Unavailable
from shared.domain.limits import Limit
from shared.events.message import Message
from shared.events.messages.billing_webhook_received import TOPIC, BillingWebhookReceived
from shared.web.gate import Gate
from shared.web.throttle import throttles
from tests.people import GENEROUS
from tests.wire import Answer, Client
from tools.closure import closure_of
from tools.manifest import ROOT

PATH = "/api/v1/webhooks/lemonsqueezy"
SECRET = b"a secret of forty characters, or nearly."
NOW = datetime(2026, 11, 21, 9, 30, 5, 123456, tzinfo=UTC)
INTENT = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"


@dataclass
class Queue:
    """Remembers what was published; `down` as Pub/Sub is when it does not answer."""

    published: list[tuple[str, BillingWebhookReceived, dict[str, str]]] = field(
        default_factory=list
    )
    down: bool = False

    def publish(self, topic: str, message: Message, **attributes: str) -> None:
        if self.down:
            raise Unavailable
        assert isinstance(message, BillingWebhookReceived)
        # As it comes out of the topic again.
        again = BillingWebhookReceived.model_validate_json(message.model_dump_json())
        self.published.append((topic, again, attributes))


@dataclass
class Vault:
    payloads: tuple[bytes, ...] = (SECRET,)

    def versions(self, secret_id: str) -> tuple[Version, ...]:
        assert secret_id == "lemonsqueezy-webhook-secret"
        return tuple(Version(number, NOW, one) for number, one in enumerate(self.payloads))


@dataclass
class House:
    queue: Queue
    vault: Vault
    client: Client

    def post(self, body: bytes, signature: str | None = None, **headers: str) -> Answer:
        sent = {"X-Signature": signed(body) if signature is None else signature, **headers}
        return self.client.send("POST", PATH, raw=body, **sent)

    def message(self) -> BillingWebhookReceived:
        (published,) = self.queue.published
        return published[1]


@pytest.fixture
def house() -> House:
    queue, vault = Queue(), Vault()
    rates = replace(GENEROUS, open_routes=Limit("open", 1, 60))
    gate = Gate(throttles(rates), trusted_proxy_hops=0, cors_origins=())
    deps: Any = main.Deps(vault, queue, lambda: NOW)  # type: ignore[arg-type]
    return House(queue, vault, Client(main.endpoint.bound(lambda: gate, lambda: deps).answer))


def signed(body: bytes, secret: bytes = SECRET) -> str:
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


def event(name: str = "subscription_updated", **attributes: Any) -> dict[str, Any]:
    links = "https://shop.lemonsqueezy.com/billing?expires=1795340000&user=7&signature=0123"
    return {
        "meta": {
            "test_mode": True,
            "event_name": name,
            "custom_data": {"intent": INTENT, "note": "\u20ac"},
            "webhook_id": "81f42342-070a-4224-971f-c020d189b563",
        },
        "data": {
            "type": "subscriptions",
            "id": "1652029",
            "attributes": {
                "store_id": 31415,
                "customer_id": 7137295,
                "variant_id": 271801,
                "user_name": "Ada Example",
                "user_email": "ada@example.test",
                "card_last_four": "4242",
                "status": "active",
                "pause": {"mode": "void", "resumes_at": None, "told": "x"},
                "first_subscription_item": {"id": 5, "quantity": 1, "updated_at": "u", "price": 1},
                "urls": {"customer_portal": links, "other": None},
                "updated_at": "2026-11-21T09:30:00.000000Z",
                **attributes,
            },
            "links": {"self": "https://api.lemonsqueezy.com/v1/subscriptions/1652029"},
        },
    }


def on_the_wire(content: Any) -> bytes:
    """As PHP writes JSON: compact, slashes and all beyond ASCII escaped."""
    return json.dumps(content, separators=(",", ":")).replace("/", r"\/").encode()


def test_what_is_signed_is_queued_and_answered_with_exactly_200(house: House) -> None:
    answer = house.post(on_the_wire(event()))
    assert (answer.status, answer.data) == (200, {"status": "QUEUED"})
    ((topic, message, attributes),) = house.queue.published
    assert topic == TOPIC
    assert attributes == {"event_name": "subscription_updated", "object_type": "subscriptions"}
    assert message == BillingWebhookReceived(
        key=message.key,
        event_name="subscription_updated",
        object_type="subscriptions",
        object_id="1652029",
        attributes={
            "store_id": 31415,
            "customer_id": 7137295,
            "variant_id": 271801,
            "status": "active",
            "pause": {"mode": "void", "resumes_at": None},
            "first_subscription_item": {"id": 5, "quantity": 1, "updated_at": "u"},
            "updated_at": "2026-11-21T09:30:00.000000Z",
        },
        test_mode=True,
        intent=INTENT,
        rendered_at=1795340000,
        received_at=NOW,
    )


def test_no_person_and_no_link_is_queued(house: House) -> None:
    house.post(on_the_wire(event()))
    queued = house.message().model_dump_json()
    for private in ("Ada", "ada@", "4242", "signature", "https", "note"):
        assert private not in queued


@pytest.mark.parametrize(
    "signature",
    ["", "0" * 64, signed(b"{}"), signed(on_the_wire(event())).upper(), "ű€", "\ud800", "é" * 64,
     f"sha256={signed(on_the_wire(event()))}", signed(on_the_wire(event()), b"another"),
     signed(on_the_wire(event()), b"")],
)  # fmt: skip
def test_what_is_not_signed_is_refused_and_not_queued(house: House, signature: str) -> None:
    sent = signature.encode("utf-8", "surrogatepass").decode("latin-1")
    answer = house.post(on_the_wire(event()), sent)
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert house.queue.published == []


def test_a_missing_signature_is_refused(house: House) -> None:
    answer = house.client.send("POST", PATH, raw=on_the_wire(event()))
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")


def test_the_bytes_are_signed_not_what_they_mean(house: House) -> None:
    """The same JSON, written again, is another body."""
    again = json.dumps(event()).encode()
    assert house.post(again, signed(on_the_wire(event()))).status == 401
    assert house.post(again).status == 200


def test_every_enabled_version_of_the_secret_verifies(house: House) -> None:
    house.vault.payloads = (b"the newest", b"", SECRET + b"\n")
    body = on_the_wire(event())
    assert house.post(body, signed(body)).status == 200
    assert house.post(body, signed(body, b"the newest")).status == 200
    assert house.post(body, signed(body, b"")).status == 401


@pytest.mark.parametrize("payloads", [(), (b"",), (b"", b" \n")])
def test_without_a_secret_nothing_is_believed(house: House, payloads: tuple[bytes, ...]) -> None:
    house.vault.payloads = payloads
    body = on_the_wire(event())
    for secret in (SECRET, b"", b" \n"):
        assert house.post(body, signed(body, secret)).status == 503
    assert house.queue.published == []


def test_what_cannot_be_queued_is_to_be_sent_again(house: House) -> None:
    house.queue.down = True
    answer = house.post(on_the_wire(event()))
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")


def test_the_sender_may_come_as_often_as_it_likes(house: House) -> None:
    assert {house.post(on_the_wire(event())).status for _ in range(20)} == {200}


@pytest.mark.parametrize("size", [512 * 1024 + 1, 2_000_000])
def test_what_is_too_large_is_refused(house: House, size: int) -> None:
    body = b" " * size
    answer = house.post(body)
    assert (answer.status, answer.code) == (413, "PAYLOAD_TOO_LARGE")


def test_what_is_just_not_too_large_is_taken(house: House) -> None:
    body = on_the_wire(event())
    assert house.post(body + b" " * (512 * 1024 - len(body))).status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD"])
def test_nothing_but_a_post_is_taken(house: House, method: str) -> None:
    answer = house.client.send(method, PATH)
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST, OPTIONS"


def without(*path: str) -> dict[str, Any]:
    content = event()
    here = content
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return content


UNREADABLE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"meta":{"event_name":"subscription_updated"},"data":[]}',
    on_the_wire(without("meta", "event_name")),
    on_the_wire(without("data", "type")),
    on_the_wire(without("data", "id")),
    on_the_wire(event("a" * 101)),
    on_the_wire(event("in two words")),
    on_the_wire({**event(), "data": {**event()["data"], "id": "../orgs/1"}}),
    on_the_wire(event(user_name="\ud800")),
]


@pytest.mark.parametrize("body", UNREADABLE)
def test_what_is_signed_and_cannot_be_read_leaves_a_trace_without_its_content(
    house: House, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sending it again would not help, so it is taken."""
    assert house.post(body).status == 200
    message = house.message()
    digest = hashlib.sha256(body).hexdigest()
    assert (message.object_type, message.object_id) == ("unreadable", digest)
    assert message.attributes == {"bytes": len(body)}
    logged = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["severity"] for line in logged] == ["ERROR", "INFO"]


def key_of(house: House, content: dict[str, Any]) -> str:
    house.queue.published.clear()
    assert house.post(on_the_wire(content)).status == 200
    return house.message().key


def test_the_same_event_has_the_same_key_however_it_is_sent(house: House) -> None:
    content = event()
    key = key_of(house, content)
    assert len(key) == 64
    resent = {**content, "meta": {**content["meta"], "webhook_id": "another"}}
    assert key_of(house, resent) == key
    reordered = dict(reversed(list(content["data"].items())))
    assert key_of(house, {**content, "data": reordered}) == key


def test_another_event_has_another_key(house: House) -> None:
    links = {"customer_portal": "https://shop/billing?expires=1795340001"}
    others = [event(), event("subscription_created"), event(status="past_due"), event(urls=links)]
    assert len({key_of(house, other) for other in others}) == 4


@pytest.mark.parametrize(
    ("sent", "intent"),
    [
        ({"intent": INTENT}, INTENT),
        ({"intent": "../../orgs/1"}, None),
        ({"intent": 5}, None),
        ({"intent": "a" * 65}, None),
        ({"INTENT": INTENT}, None),
        ([INTENT], None),
        (None, None),
    ],
)
def test_only_what_could_be_an_id_is_taken_for_an_intent(
    house: House, sent: Any, intent: str | None
) -> None:
    content = event()
    content["meta"]["custom_data"] = sent
    assert house.post(on_the_wire(content)).status == 200
    assert house.message().intent == intent


@pytest.mark.parametrize(
    ("urls", "rendered_at"),
    [
        ({"a": "https://x/?expires=100", "b": "https://x/?expires=200&signature=1"}, 200),
        ({"a": "https://x/?expires=abc", "b": "https://x/"}, None),
        ({"a": "https://x/?expires=" + "9" * 13}, None),
        ({"a": "http://[x"}, None),
        ({}, None),
        (None, None),
        ("https://x/?expires=100", None),
    ],
)
def test_when_a_snapshot_was_made_is_told_from_its_links(
    house: House, urls: Any, rendered_at: int | None
) -> None:
    assert house.post(on_the_wire(event(urls=urls))).status == 200
    assert house.message().rendered_at == rendered_at


@pytest.mark.parametrize(
    ("meta", "attribute", "expected"),
    [(True, False, True), (False, True, False), (None, True, True), ("true", True, False)],
)
def test_the_mode_is_the_one_of_the_delivery(
    house: House, meta: object, attribute: bool, expected: bool
) -> None:
    content = event(test_mode=attribute)
    content["meta"] |= {"test_mode": meta}
    if meta is None:
        del content["meta"]["test_mode"]
    house.post(on_the_wire(content))
    assert house.message().test_mode is expected


def test_of_what_we_do_not_know_only_the_frame_is_kept(house: House) -> None:
    content = event("affiliate_activated", commission="secret")
    content["data"]["type"] = "affiliates"
    house.post(on_the_wire(content))
    assert set(house.message().attributes) == {"store_id", "customer_id", "status", "updated_at"}


def test_its_code_reaches_neither_the_database_nor_the_provider() -> None:
    closure = closure_of("billing_webhook", ROOT)
    files = {str(file) for file in closure.files}
    assert not [file for file in files if file.startswith(("shared/store/", "shared/live"))]
    assert {file for file in files if file.startswith("shared/clients/")} == {
        "shared/clients/__init__.py",
        "shared/clients/secret_manager.py",
        "shared/clients/secrets.py",
    }
    assert not [one for one in closure.libraries if "firestore" in one or one == "requests"]
