"""The gateway: who answers a path, how an event function is pushed to, the page of the API."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import requests
import yaml
from flask import Request, Response
from google.cloud import pubsub_v1
from werkzeug.serving import make_server
from werkzeug.test import Client

from tools.local.docs_page import docs_page
from tools.local.docs_shapes import Shapes
from tools.local.environment import environment
from tools.local.gateway import Gateway
from tools.local.order import default_body
from tools.local.testing import Stack, StartedEmulators
from tools.local.topics import ensure_topics
from tools.manifest import ROOT, Manifest, read_all

HTTP = {
    "kind": "http",
    "description": "A function of a test.",
    "paths": [],
    "memory": "256Mi",
    "cpu": "1",
    "timeout_seconds": 10,
    "concurrency": 1,
    "min_instances": 0,
    "max_instances": 1,
    "env": [],
    "secrets": [],
    "publishes": [],
    "subscribes": None,
    "roles": [],
}


NIGHTLY = {"name": "sweep", "cron": "10 3 * * *", "time_zone": "Etc/UTC", "body": {"all": True}}


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment("http://127.0.0.1:1", "test", {}).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def manifests(tmp_path: Path) -> dict[str, Manifest]:
    declared: dict[str, dict[str, object]] = {
        "wide": {"paths": ["/api/things"], "publishes": ["thing-made"]},
        "narrow": {"paths": ["/api/things/small"]},
        "listener": {"kind": "event", "subscribes": "thing-made"},
        "sweeper": {"kind": "job", "schedules": [NIGHTLY]},
    }
    for name, part in declared.items():
        folder = tmp_path / "functions" / name
        folder.mkdir(parents=True)
        (folder / "function.yaml").write_text(yaml.safe_dump({**HTTP, **part}))
    return read_all(tmp_path)


class Listener:
    """An event function that fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: Queue[Request] = Queue()
        self._failures = failures

    def __call__(self, request: Request) -> Response:
        assert request.get_json()
        self.heard.put(request)
        if self._failures:
            self._failures -= 1
            return Response(status=503)
        return Response(status=204)


def saying(word: str) -> Any:
    def target(request: Request) -> Response:
        return Response(f"{word} {request.path}")

    return target


def gateway(manifests: dict[str, Manifest], listener: Listener) -> Gateway:
    said = {name: saying(name) for name in ("wide", "narrow", "sweeper")}
    return Gateway(manifests, {**said, "listener": listener})


@pytest.fixture
def client(manifests: dict[str, Manifest]) -> Client:
    return Client(gateway(manifests, Listener()))


@pytest.mark.parametrize(
    ("path", "answered"),
    [
        ("/api/things", "wide"),
        ("/api/things/other", "wide"),
        ("/api/things/smallest", "wide"),
        ("/api/things/small", "narrow"),
        ("/api/things/small/1", "narrow"),
    ],
)
def test_the_longest_prefix_answers(client: Client, path: str, answered: str) -> None:
    assert client.get(path).text == f"{answered} {path}"


@pytest.mark.parametrize("path", ["/", "/api/thing", "/api/thingsandmore", "/_push/", "/docs/x"])
def test_a_path_of_nobody_is_the_envelope_of_a_404(client: Client, path: str) -> None:
    answer = client.get(path, headers={"X-Request-Id": "mine"})
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "NOT_FOUND"
    assert answer.get_json()["error"]["request_id"] == answer.headers["X-Request-Id"] == "mine"


def pushed(data: str = "eyJhIjogMX0=") -> dict[str, Any]:
    message = {"data": data, "messageId": "7", "publishTime": "2026-01-02T03:04:05Z"}
    return {"message": message, "subscription": "projects/p/subscriptions/listener"}


def test_a_push_reaches_the_event_function_as_eventarc_would_bring_it(
    manifests: dict[str, Manifest],
) -> None:
    listener = Listener()
    answer = Client(gateway(manifests, listener)).post("/_push/listener", json=pushed())
    event = listener.heard.get_nowait()
    assert answer.status_code == 204
    assert (event.path, event.get_json()) == ("/", pushed())
    assert event.headers["Ce-Type"] == "google.cloud.pubsub.topic.v1.messagePublished"
    assert event.headers["Ce-Source"] == "//pubsub.googleapis.com/projects/test/topics/thing-made"


def test_what_an_event_function_answers_is_what_pubsub_hears(
    manifests: dict[str, Manifest],
) -> None:
    client = Client(gateway(manifests, Listener(failures=1)))
    assert client.post("/_push/listener", json=pushed()).status_code == 503
    assert client.post("/_push/listener", json=pushed()).status_code == 204


@pytest.mark.parametrize("name", ["wide", "nobody"])
def test_nothing_is_pushed_to_what_is_no_event_function(client: Client, name: str) -> None:
    assert client.post(f"/_push/{name}", json=pushed()).status_code == 404


def test_a_job_is_called_as_its_schedule_calls_it(client: Client) -> None:
    assert client.post("/_jobs/sweeper", json={}).text == "sweeper /"


@pytest.mark.parametrize("path", ["/_jobs/wide", "/_jobs/listener", "/_jobs/", "/_jobs/nobody"])
def test_what_is_no_job_is_not_called(client: Client, path: str) -> None:
    assert client.post(path, json={}).status_code == 404


def test_without_a_body_a_job_gets_what_its_first_schedule_sends(
    manifests: dict[str, Manifest],
) -> None:
    assert default_body("sweeper", manifests) == b'{"all": true}'


@pytest.fixture
def listening(
    manifests: dict[str, Manifest], emulators: StartedEmulators
) -> Iterator[tuple[str, Listener]]:
    """A gateway that Pub/Sub can push to; its listener fails once."""
    assert emulators.pubsub
    listener = Listener(failures=1)
    server = make_server("127.0.0.1", 0, gateway(manifests, listener), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", listener
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_published_arrives_and_comes_again_until_it_is_handled(
    manifests: dict[str, Manifest], project: str, listening: tuple[str, Listener]
) -> None:
    base_url, listener = listening
    for _ in range(2):
        # Of a stack that starts again over the same emulator.
        ensure_topics(project, base_url, manifests.values())
    publisher = pubsub_v1.PublisherClient()
    publisher.publish(publisher.topic_path(project, "thing-made"), b"hello", kind="test").result(20)
    pushes = [listener.heard.get(timeout=30).get_json() for _ in range(2)]
    publisher.stop()
    first, second = (push["message"] for push in pushes)
    assert first["messageId"] == second["messageId"]
    assert second["data"] == "aGVsbG8="
    assert second["attributes"] == {"kind": "test"}


DOCUMENT = json.loads((ROOT / "functions/health/openapi.json").read_text())


def test_the_page_shows_every_operation_under_its_function() -> None:
    page = docs_page(DOCUMENT).get_data(as_text=True)
    for path, methods in DOCUMENT["paths"].items():
        assert f"<code>{path}</code>" in page
        for operation in methods.values():
            section = page.partition(f'<section id="{operation["tags"][0]}">')[2]
            assert f'id="{operation["operationId"]}"' in section.partition("</section>")[0]


@pytest.mark.parametrize(
    ("operation", "access"),
    [
        ("auth_login", "open to everyone"),
        ("exercises_list_all", "signed in or not"),
        ("billing_check_out", "signed in"),
        ("billing_webhook_take", "signed by its sender"),
    ],
)
def test_who_may_call_stands_beside_each_operation(operation: str, access: str) -> None:
    page = docs_page(DOCUMENT).get_data(as_text=True)
    shown = page.partition(f'id="{operation}"')[2].partition("</summary>")[0]
    assert shown.endswith(f"<i>{access}</i>")


def test_the_page_is_whole_in_itself() -> None:
    page = docs_page(DOCUMENT)
    assert "<script" not in page.get_data(as_text=True)
    assert "http://" not in page.get_data(as_text=True)
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_what_the_document_says_is_text_on_the_page() -> None:
    hostile = json.loads(json.dumps(DOCUMENT))
    hostile["tags"][0]["description"] = "<script>alert(1)</script> & `a<b`"
    page = docs_page(hostile).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <code>a&lt;b</code>" in page
    assert "<script" not in page


def test_a_shape_says_what_may_be_left_out_and_what_is_allowed() -> None:
    schema = {
        "properties": {
            "name": {"type": "string", "maxLength": 9},
            "kinds": {"type": "array", "items": {"enum": ["A", "B"]}, "minItems": 1},
            "rir": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
            "sets": {"additionalProperties": {"type": "number"}},
            "dry": {"type": "boolean", "default": False},
        },
        "required": ["name"],
    }
    assert Shapes({}).of(schema).splitlines() == [
        "{",
        "  name: text (at most 9 long)",
        "  kinds?: [A | B, …] (at least 1)",
        "  rir?: whole number (from 0) or null",
        "  sets?: {text: number, …}",
        "  dry?: true or false = false",
        "}",
    ]


def test_a_shape_within_itself_is_named() -> None:
    tree = {"properties": {"left": {"$ref": "#/components/schemas/Tree"}}, "required": ["left"]}
    shape = Shapes({"Tree": tree}).of({"$ref": "#/components/schemas/Tree"})
    assert shape == "{\n  left: (Tree again)\n}"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_far_over_the_limit_is_answered_and_not_cut_off(stack: Stack, chunked: bool) -> None:
    body = b'{"name": "' + b"x" * 6_000_000 + b'"}'
    sent = iter([body[:3_000_000], body[3_000_000:]]) if chunked else body
    answer = requests.post(
        f"{stack.base_url}/api/v1/volume/analyze",
        data=sent,
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "PAYLOAD_TOO_LARGE"
