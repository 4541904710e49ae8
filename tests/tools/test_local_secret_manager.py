"""The stand-in for Secret Manager, through Google's own client library."""

import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE

import google_crc32c
import grpc
import pytest
from google.api_core import exceptions as google
from google.cloud.secretmanager_v1 import SecretManagerServiceClient, SecretVersion
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)

from tools.local.processes import free_port, start, stop, wait_until_answers
from tools.local.testing import StartedEmulators

AUTOMATIC: dict[str, object] = {"replication": {"automatic": {}}}


def connected(address: str) -> SecretManagerServiceClient:
    channel = grpc.insecure_channel(address)
    return SecretManagerServiceClient(transport=SecretManagerServiceGrpcTransport(channel=channel))


@pytest.fixture
def client(emulators: StartedEmulators) -> SecretManagerServiceClient:
    return connected(emulators.secret_manager)


@pytest.fixture
def parent() -> str:
    return f"projects/{uuid.uuid4().hex}"


@pytest.fixture
def secret(client: SecretManagerServiceClient, parent: str) -> str:
    return str(client.create_secret(parent=parent, secret_id="key", secret=AUTOMATIC).name)


def add(client: SecretManagerServiceClient, secret: str, data: bytes) -> str:
    return str(client.add_secret_version(parent=secret, payload={"data": data}).name)


def test_latest_is_the_newest_version_with_its_checksum(
    client: SecretManagerServiceClient, secret: str
) -> None:
    add(client, secret, b"old")
    newest = add(client, secret, b"new")
    latest = client.access_secret_version(name=f"{secret}/versions/latest")
    assert (latest.name, latest.payload.data) == (newest, b"new")
    assert latest.payload.data_crc32c == google_crc32c.value(b"new")
    assert client.access_secret_version(name=f"{secret}/versions/1").payload.data == b"old"


def test_versions_and_secrets_are_listed_newest_first_and_by_page(
    client: SecretManagerServiceClient, parent: str, secret: str
) -> None:
    names = [add(client, secret, b"%d" % number) for number in range(5)]
    listed = client.list_secret_versions(request={"parent": secret, "page_size": 2})
    assert [version.name for version in listed] == names[::-1]
    second = client.create_secret(parent=parent, secret_id="other", secret=AUTOMATIC).name
    assert [kept.name for kept in client.list_secrets(parent=parent)] == [second, secret]
    assert client.get_secret(name=second).create_time is not None


def test_a_disabled_version_is_kept_from_use_until_it_is_enabled(
    client: SecretManagerServiceClient, secret: str
) -> None:
    version = add(client, secret, b"data")
    assert client.disable_secret_version(name=version).state == SecretVersion.State.DISABLED
    with pytest.raises(google.FailedPrecondition):
        client.access_secret_version(name=version)
    enabled = client.list_secret_versions(request={"parent": secret, "filter": "state:ENABLED"})
    assert list(enabled) == []
    client.enable_secret_version(name=version)
    assert client.access_secret_version(name=version).payload.data == b"data"


def test_a_destroyed_version_never_comes_back(
    client: SecretManagerServiceClient, secret: str
) -> None:
    version = add(client, secret, b"data")
    client.destroy_secret_version(name=version)
    assert client.get_secret_version(name=version).state == SecretVersion.State.DESTROYED
    for call in (client.access_secret_version, client.enable_secret_version):
        with pytest.raises(google.FailedPrecondition):
            call(name=version)


def test_what_is_not_there_is_not_found(
    client: SecretManagerServiceClient, parent: str, secret: str
) -> None:
    for name in (f"{secret}/versions/latest", f"{secret}/versions/1", f"{parent}/secrets/x"):
        with pytest.raises(google.NotFound):
            client.access_secret_version(name=name)
    with pytest.raises(google.NotFound):
        client.get_secret(name=f"{parent}/secrets/x")


def test_a_secret_is_created_once(
    client: SecretManagerServiceClient, parent: str, secret: str
) -> None:
    with pytest.raises(google.AlreadyExists):
        client.create_secret(parent=parent, secret_id="key", secret=AUTOMATIC)


@pytest.mark.parametrize(
    ("secret_id", "about"), [("no spaces", AUTOMATIC), ("x", {}), ("", AUTOMATIC)]
)
def test_a_secret_without_a_good_name_and_a_replication_is_refused(
    client: SecretManagerServiceClient, parent: str, secret_id: str, about: dict[str, object]
) -> None:
    with pytest.raises(google.InvalidArgument):
        client.create_secret(parent=parent, secret_id=secret_id, secret=about)


@pytest.mark.parametrize(
    "payload",
    [{"data": b""}, {"data": b"x" * 65_537}, {"data": b"data", "data_crc32c": 1}],
)
def test_a_payload_that_is_empty_too_large_or_damaged_is_refused(
    client: SecretManagerServiceClient, secret: str, payload: dict[str, object]
) -> None:
    with pytest.raises(google.InvalidArgument):
        client.add_secret_version(parent=secret, payload=payload)
    assert list(client.list_secret_versions(parent=secret)) == []


@contextmanager
def serving(file: Path) -> Iterator[SecretManagerServiceClient]:
    address = f"127.0.0.1:{free_port()}"
    command: list[str | Path] = [sys.executable, "-m", "tools.local.secret_manager", address, file]
    child = start("secret_manager", command, file.parent / "logs")
    try:
        wait_until_answers(child, f"tcp://{address}")
        yield connected(address)
    finally:
        stop([child])


def test_secrets_outlive_the_process_in_a_file_only_the_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    with serving(file) as client:
        secret = client.create_secret(parent="projects/p", secret_id="key", secret=AUTOMATIC).name
        add(client, secret, b"\x00\xffdata")
        client.disable_secret_version(name=add(client, secret, b"second"))
    assert S_IMODE(file.stat().st_mode) == 0o600
    with serving(file) as client:
        first, second = list(client.list_secret_versions(parent=secret))[::-1]
        assert client.access_secret_version(name=first.name).payload.data == b"\x00\xffdata"
        assert second.state == SecretVersion.State.DISABLED
