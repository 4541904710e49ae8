import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)

from shared.clients.secret_manager import SecretManager
from shared.clients.secrets import RECHECK_SECONDS, Secrets, connect
from shared.domain.errors import Unavailable
from tools.local.testing import StartedEmulators


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Cut(grpc.RpcError):  # type: ignore[misc]
    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNAVAILABLE


class Line:
    """The way to Secret Manager, which can be cut."""

    def __init__(self, manager: SecretManager) -> None:
        self._manager, self.cut = manager, False
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> object:
        if self.cut:
            raise Cut
        self.calls.append(name)
        return getattr(self._manager, name)


@pytest.fixture
def manager(emulators: StartedEmulators) -> SecretManager:
    return SecretManager(grpc.insecure_channel(emulators.secret_manager))


@pytest.fixture
def client(emulators: StartedEmulators) -> SecretManagerServiceClient:
    channel = grpc.insecure_channel(emulators.secret_manager)
    return SecretManagerServiceClient(transport=SecretManagerServiceGrpcTransport(channel=channel))


@pytest.fixture
def project(emulators: StartedEmulators) -> str:
    return f"p-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def add(client: SecretManagerServiceClient, project: str) -> Callable[[bytes], str]:
    client.create_secret(
        request={
            "parent": f"projects/{project}",
            "secret_id": "s",
            "secret": {"replication": {"automatic": {}}},
        }
    )

    def add_version(payload: bytes) -> str:
        parent = f"projects/{project}/secrets/s"
        request: dict[str, Any] = {"parent": parent, "payload": {"data": payload}}
        return str(client.add_secret_version(request=request).name)

    return add_version


def test_the_enabled_versions_come_newest_first(
    project: str, add: Callable[[bytes], str], client: SecretManagerServiceClient
) -> None:
    for payload in (b"one", b"two", b"three"):
        name = add(payload)
        if payload == b"two":
            client.disable_secret_version(request={"name": name})
    versions = connect(project).versions("s")
    assert [(version.number, version.payload) for version in versions] == [
        (3, b"three"),
        (1, b"one"),
    ]
    age = datetime.now(UTC) - versions[0].created_at
    assert timedelta(0) <= age < timedelta(minutes=1)


def test_a_new_version_is_seen_and_a_disabled_one_forgotten_without_a_restart(
    project: str,
    add: Callable[[bytes], str],
    client: SecretManagerServiceClient,
    manager: SecretManager,
) -> None:
    clock = Clock()
    secrets = Secrets(project, manager, clock)
    first = add(b"one")
    assert len(secrets.versions("s")) == 1
    add(b"two")
    client.disable_secret_version(request={"name": first})
    clock.now = RECHECK_SECONDS - 0.1
    assert [version.payload for version in secrets.versions("s")] == [b"one"]
    clock.now = RECHECK_SECONDS
    assert [version.payload for version in secrets.versions("s")] == [b"two"]


def test_only_a_new_version_is_fetched(
    project: str, add: Callable[[bytes], str], manager: SecretManager
) -> None:
    clock = Clock()
    line: Any = Line(manager)
    secrets = Secrets(project, line, clock)
    add(b"one")
    for clock.now in (0, RECHECK_SECONDS, 2 * RECHECK_SECONDS):
        secrets.versions("s")
    assert line.calls.count("enabled_versions") == 3
    assert line.calls.count("payload") == 1


def test_a_secret_that_is_not_there_is_an_outage(project: str, manager: SecretManager) -> None:
    with pytest.raises(Unavailable):
        Secrets(project, manager).versions("s")


def test_a_secret_without_an_enabled_version_is_an_outage(
    project: str,
    add: Callable[[bytes], str],
    client: SecretManagerServiceClient,
    manager: SecretManager,
) -> None:
    client.disable_secret_version(request={"name": add(b"one")})
    with pytest.raises(Unavailable):
        Secrets(project, manager).versions("s")


def test_the_last_known_versions_serve_an_hour_of_outage(
    project: str, add: Callable[[bytes], str], manager: SecretManager
) -> None:
    clock = Clock()
    line: Any = Line(manager)
    secrets = Secrets(project, line, clock)
    add(b"one")
    secrets.versions("s")
    line.cut = True
    clock.now = 3_600
    assert len(secrets.versions("s")) == 1
    clock.now = 3_601
    with pytest.raises(Unavailable):
        secrets.versions("s")
    line.cut = False
    clock.now = 3_605
    assert len(secrets.versions("s")) == 1


def test_what_one_can_do_without_may_be_missing(
    project: str,
    add: Callable[[bytes], str],
    client: SecretManagerServiceClient,
    manager: SecretManager,
) -> None:
    clock = Clock()
    secrets = Secrets(project, manager, clock)
    assert secrets.newest("never-made") is None
    assert secrets.newest("s") is None
    add(b"one")
    name = add(b"two")
    clock.now += RECHECK_SECONDS
    assert secrets.newest("s") == b"two"
    client.disable_secret_version(request={"name": name})
    clock.now += RECHECK_SECONDS
    assert secrets.newest("s") == b"one"


def test_what_nobody_could_look_up_is_not_taken_for_missing(
    project: str, manager: SecretManager
) -> None:
    line: Any = Line(manager)
    line.cut = True
    with pytest.raises(Unavailable):
        Secrets(project, line, Clock()).newest("s")


class OneByOne(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
    """Asks for pages of one, and hears what else is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        self.sent += details.metadata
        if "page_size" in request.DESCRIPTOR.fields_by_name:
            request.page_size = 1
        return continuation(details, request)


def test_versions_are_read_to_the_last_page_and_every_call_says_what_it_is_about(
    project: str, add: Callable[[bytes], str], emulators: StartedEmulators
) -> None:
    for payload in (b"one", b"two", b"three"):
        name = add(payload)
    heard = OneByOne()
    channel = grpc.intercept_channel(grpc.insecure_channel(emulators.secret_manager), heard)
    versions = Secrets(project, SecretManager(channel)).versions("s")
    assert [version.payload for version in versions] == [b"three", b"two", b"one"]
    key = "x-goog-request-params"
    assert (key, f"parent=projects/{project}/secrets/s") in heard.sent
    assert (key, f"name={name}") in heard.sent
