"""The secrets of the local stack: Secret Manager's rules over a file that only its owner reads."""

import base64
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import google_crc32c
from google.cloud.secretmanager_v1.types import (
    AccessSecretVersionRequest,
    AccessSecretVersionResponse,
    AddSecretVersionRequest,
    CreateSecretRequest,
    DestroySecretVersionRequest,
    DisableSecretVersionRequest,
    EnableSecretVersionRequest,
    GetSecretRequest,
    GetSecretVersionRequest,
    ListSecretsRequest,
    ListSecretsResponse,
    ListSecretVersionsRequest,
    ListSecretVersionsResponse,
    Secret,
    SecretPayload,
    SecretVersion,
)
from grpc import StatusCode

from tools.local.private_files import read_private, write_private

_SECRET_ID = re.compile(r"[A-Za-z0-9_-]{1,255}\Z")
_MOST_BYTES = 65_536


class Refused(Exception):
    """An answer other than OK, with the status the service gives."""

    def __init__(self, status: StatusCode, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Version:
    created: str
    state: str = SecretVersion.State.ENABLED.name
    data: str = ""
    """Base64; empty once destroyed."""


@dataclass
class Kept:
    created: str
    versions: list[Version] = field(default_factory=list)


class Vault:
    """Every method is one call of the service, with its own request and response messages."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._secrets: dict[str, Kept] = {}
        for name, kept in (read_private(file) or {}).items():
            versions = [Version(**version) for version in kept["versions"]]
            self._secrets[name] = Kept(kept["created"], versions)

    def create_secret(self, request: CreateSecretRequest) -> Secret:
        if not _SECRET_ID.match(request.secret_id):
            raise Refused(StatusCode.INVALID_ARGUMENT, "the secret id is not valid")
        if request.secret.replication._pb.WhichOneof("replication") is None:
            raise Refused(StatusCode.INVALID_ARGUMENT, "a replication policy is required")
        name = f"{request.parent}/secrets/{request.secret_id}"
        with self._lock:
            if name in self._secrets:
                raise Refused(StatusCode.ALREADY_EXISTS, f"Secret [{name}] already exists.")
            self._secrets[name] = Kept(_now())
            self._save()
        return self._secret(name)

    def get_secret(self, request: GetSecretRequest) -> Secret:
        self._find(request.name)
        return self._secret(request.name)

    def list_secrets(self, request: ListSecretsRequest) -> ListSecretsResponse:
        inside = f"{request.parent}/secrets/"
        names = [name for name in reversed(self._secrets) if name.startswith(inside)]
        page, more = _page(names, request)
        return ListSecretsResponse(
            secrets=[self._secret(name) for name in page],
            next_page_token=more,
            total_size=len(names),
        )

    def add_secret_version(self, request: AddSecretVersionRequest) -> SecretVersion:
        payload = request.payload
        if not payload.data or len(payload.data) > _MOST_BYTES:
            raise Refused(StatusCode.INVALID_ARGUMENT, "a payload has 1 to 65536 bytes")
        if payload.data_crc32c and payload.data_crc32c != google_crc32c.value(payload.data):
            raise Refused(StatusCode.INVALID_ARGUMENT, "the checksum does not fit the data")
        with self._lock:
            kept = self._find(request.parent)
            kept.versions.append(Version(_now(), data=base64.b64encode(payload.data).decode()))
            self._save()
            return _message(request.parent, len(kept.versions), kept.versions[-1])

    def list_secret_versions(
        self, request: ListSecretVersionsRequest
    ) -> ListSecretVersionsResponse:
        kept = self._find(request.parent)
        numbered = [
            _message(request.parent, number, version)
            for number, version in enumerate(kept.versions, 1)
            if not request.filter or request.filter in _filters(version)
        ]
        page, more = _page(numbered[::-1], request)
        return ListSecretVersionsResponse(
            versions=page, next_page_token=more, total_size=len(numbered)
        )

    def get_secret_version(self, request: GetSecretVersionRequest) -> SecretVersion:
        return _message(*self._find_version(request.name))

    def access_secret_version(
        self, request: AccessSecretVersionRequest
    ) -> AccessSecretVersionResponse:
        secret, number, version = self._find_version(request.name)
        name = f"{secret}/versions/{number}"
        if version.state != SecretVersion.State.ENABLED.name:
            raise Refused(
                StatusCode.FAILED_PRECONDITION,
                f"Secret Version [{name}] is in {version.state} state.",
            )
        data = base64.b64decode(version.data)
        payload = SecretPayload(data=data, data_crc32c=google_crc32c.value(data))
        return AccessSecretVersionResponse(name=name, payload=payload)

    def enable_secret_version(self, request: EnableSecretVersionRequest) -> SecretVersion:
        return self._change(request.name, SecretVersion.State.ENABLED)

    def disable_secret_version(self, request: DisableSecretVersionRequest) -> SecretVersion:
        return self._change(request.name, SecretVersion.State.DISABLED)

    def destroy_secret_version(self, request: DestroySecretVersionRequest) -> SecretVersion:
        return self._change(request.name, SecretVersion.State.DESTROYED)

    def _change(self, name: str, state: SecretVersion.State) -> SecretVersion:
        with self._lock:
            secret, number, version = self._find_version(name)
            if version.state == SecretVersion.State.DESTROYED.name:
                raise Refused(StatusCode.FAILED_PRECONDITION, f"[{name}] is destroyed")
            version.state = state.name
            if state is SecretVersion.State.DESTROYED:
                version.data = ""
            self._save()
            return _message(secret, number, version)

    def _secret(self, name: str) -> Secret:
        created = datetime.fromisoformat(self._secrets[name].created)
        return Secret(name=name, create_time=created, replication={"automatic": {}})

    def _find(self, name: str) -> Kept:
        if name not in self._secrets:
            raise Refused(StatusCode.NOT_FOUND, f"Secret [{name}] not found.")
        return self._secrets[name]

    def _find_version(self, name: str) -> tuple[str, int, Version]:
        secret, _, asked = name.partition("/versions/")
        versions = self._find(secret).versions
        number = len(versions) if asked == "latest" else int(asked) if asked.isdigit() else 0
        if not 1 <= number <= len(versions):
            raise Refused(StatusCode.NOT_FOUND, f"Secret Version [{name}] not found.")
        return secret, number, versions[number - 1]

    def _save(self) -> None:
        plain = {
            name: {"created": kept.created, "versions": [vars(v) for v in kept.versions]}
            for name, kept in self._secrets.items()
        }
        write_private(self._file, plain)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _message(secret: str, number: int, version: Version) -> SecretVersion:
    return SecretVersion(
        name=f"{secret}/versions/{number}",
        create_time=datetime.fromisoformat(version.created),
        state=SecretVersion.State[version.state],
        etag=f'"{number}-{version.state}"',
    )


def _filters(version: Version) -> tuple[str, str]:
    return f"state:{version.state}", f"state={version.state}"


def _page(rows: list[Any], request: Any) -> tuple[list[Any], str]:
    begin = int(request.page_token or 0)
    end = begin + (request.page_size or 25_000)
    return rows[begin:end], str(end) if end < len(rows) else ""
