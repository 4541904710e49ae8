"""The versions of a secret as an operator changes them, by Secret Manager's own client library."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import google_crc32c
import grpc
from google.cloud.secretmanager_v1 import SecretManagerServiceClient, SecretVersion
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)


@dataclass(frozen=True)
class Kept:
    number: int
    created_at: datetime


@dataclass(frozen=True)
class Versions:
    """Of one secret. Raises whatever Google's library raises."""

    project: str
    secret: str
    client: SecretManagerServiceClient

    def enabled(self) -> Sequence[Kept]:
        """The newest first."""
        listed = self.client.list_secret_versions(parent=self._path)
        found = [
            Kept(
                int(one.name.rpartition("/")[2]),
                datetime.fromtimestamp(one.create_time.timestamp(), UTC),
            )
            for one in listed
            if one.state == SecretVersion.State.ENABLED
        ]
        return sorted(found, key=lambda one: one.number, reverse=True)

    def add(self, value: bytes) -> int:
        payload = {"data": value, "data_crc32c": google_crc32c.value(value)}
        made = self.client.add_secret_version(parent=self._path, payload=payload)
        return int(made.name.rpartition("/")[2])

    def disable(self, number: int) -> None:
        self.client.disable_secret_version(name=f"{self._path}/versions/{number}")

    @property
    def _path(self) -> str:
        return f"projects/{self.project}/secrets/{self.secret}"


def versions_of(project: str, secret: str) -> Versions:
    """Honours SECRET_MANAGER_EMULATOR_HOST."""
    emulator = os.environ.get("SECRET_MANAGER_EMULATOR_HOST")
    if not emulator:
        return Versions(project, secret, SecretManagerServiceClient())
    transport = SecretManagerServiceGrpcTransport(channel=grpc.insecure_channel(emulator))
    return Versions(project, secret, SecretManagerServiceClient(transport=transport))
