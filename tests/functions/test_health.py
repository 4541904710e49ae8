"""The function `health`: alive without touching anything, ready only when everything answers."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.health import main
from functions.health.probes import probes
from functions.health.readiness import Readiness
from shared.clients import secrets
from shared.domain.limits import Limit
from shared.store.database import Database, connect
from shared.web.gate import Gate
from shared.web.throttle import throttles
from tests.people import GENEROUS
from tests.wire import Client
from tools.local import testing


def client_of(readiness: Callable[[], Readiness]) -> Client:
    gate = Gate(throttles(GENEROUS), trusted_proxy_hops=0, cors_origins=())
    return Client(main.endpoint.bound(lambda: gate, lambda: main.Deps(readiness)).answer)


def ready_when(**asked: Callable[[], object]) -> Client:
    readiness = Readiness(asked, deadline=0.3)
    return client_of(lambda: readiness)


@pytest.fixture
def real_probes(
    emulators: testing.StartedEmulators, project: str, database: Database
) -> dict[str, Callable[[], object]]:
    assert emulators.pubsub
    assert emulators.storage
    return dict(probes(project, database, secrets.connect(project)))


@pytest.fixture
def silence() -> Iterator[str]:
    """An address where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    for thread in threading.enumerate():
        if thread.name.startswith("probe"):
            thread.join(10)


def fails() -> None:
    raise ConnectionError("10.0.0.7 refused")


@pytest.mark.parametrize("path", ["/api/v1/health", "/health"])
def test_to_be_alive_needs_nothing_else(path: str) -> None:
    def nothing() -> Readiness:
        raise AssertionError("a client was made")

    answer = client_of(nothing).get(path)
    assert (answer.status, answer.data) == (200, {"status": "ALIVE"})


@pytest.mark.parametrize("path", ["/api/v1/health/ready", "/health/ready"])
def test_each_dependency_is_told_with_its_latency(
    path: str, real_probes: dict[str, Callable[[], object]]
) -> None:
    answer = client_of(lambda: Readiness(real_probes, deadline=20)).get(path)
    assert answer.status == 200, answer.body
    told = {one["name"]: one for one in answer.data["dependencies"]}
    assert told.keys() == {"firestore", "pubsub", "storage", "secret_manager"}
    assert all(one["status"] == "UP" and one["latency_ms"] > 0 for one in told.values())


def test_one_that_is_down_makes_it_503_with_all_of_them_in_the_details() -> None:
    answer = ready_when(firestore=lambda: None, storage=fails).get("/health/ready")
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) >= 1
    listed = answer.json["error"]["details"]["dependencies"]
    assert [(one["name"], one["status"]) for one in listed] == [
        ("firestore", "UP"),
        ("storage", "DOWN"),
    ]
    assert b"10.0.0.7" not in answer.body


def test_who_hangs_holds_nobody_up_beyond_the_deadline() -> None:
    release = threading.Event()
    answer = ready_when(firestore=lambda: release.wait(30), pubsub=lambda: None).get(
        "/health/ready"
    )
    release.set()
    hanging, answering = answer.json["error"]["details"]["dependencies"]
    assert (hanging["status"], answering["status"]) == ("DOWN", "UP")
    assert hanging["latency_ms"] == 300


@pytest.mark.parametrize(
    ("name", "variable", "scheme"),
    [
        ("firestore", "FIRESTORE_EMULATOR_HOST", ""),
        ("pubsub", "PUBSUB_EMULATOR_HOST", ""),
        ("storage", "STORAGE_EMULATOR_HOST", "http://"),
        ("secret_manager", "SECRET_MANAGER_EMULATOR_HOST", ""),
    ],
)
def test_a_service_that_says_nothing_is_down(
    name: str,
    variable: str,
    scheme: str,
    silence: str,
    real_probes: dict[str, Any],
    project: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, scheme + silence)
    mute = probes(project, connect(project), secrets.connect(project))
    readiness = Readiness({**real_probes, name: mute[name]}, deadline=1)
    answer = client_of(lambda: readiness).get("/health/ready")
    told = {one["name"]: one["status"] for one in answer.json["error"]["details"]["dependencies"]}
    assert [name for name, status in told.items() if status == "DOWN"] == [name]


def test_a_service_that_came_back_is_seen_and_asked_at_most_once_a_second() -> None:
    moment, asked, state = [100.0], [0], ["down"]

    def probe() -> None:
        asked[0] += 1
        if state[0] == "down":
            raise ConnectionError

    readiness = Readiness({"firestore": probe}, clock=lambda: moment[0])
    client = client_of(lambda: readiness)
    statuses = [client.get("/health/ready").status for _ in range(3)]
    state[0] = "up"
    moment[0] += 1.0
    statuses.append(client.get("/health/ready").status)
    assert (statuses, asked) == ([503, 503, 503, 200], [2])


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/openapi.json"])
def test_the_description_is_raw_and_sent_once(path: str) -> None:
    client = ready_when()
    answer = client.get(path)
    assert answer.json["openapi"].startswith("3.1")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(path, If_None_Match=answer.etag)
    assert (again.status, again.body) == (304, b"")


def test_a_limit_of_open_routes_holds_here_too() -> None:
    rates = replace(GENEROUS, open_routes=Limit("open", 2, 60))
    gate = Gate(throttles(rates), 0, ())
    deps = main.Deps(lambda: Readiness({}))
    client = Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)
    assert [client.get("/health").status for _ in range(3)] == [200, 200, 429]


def test_logs_say_which_dependency_is_down(capsys: pytest.CaptureFixture[str]) -> None:
    ready_when(storage=fails).get("/health/ready")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any(line.get("dependency") == "storage" for line in lines)
