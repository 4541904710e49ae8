"""Secret Manager: the enabled versions of a secret: adding one rotates it without a deploy.

What was read is kept in the process and looked at again after a few seconds. A version's payload
never changes, so only new versions are fetched.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import grpc

from shared import log
from shared.clients.secret_manager import SecretManager, live_channel
from shared.domain.errors import Unavailable
from shared.once import once
from shared.settings import Platform, load

RECHECK_SECONDS = 20
"""How long a new version may go unseen by one instance, and a disabled one be used."""
_RETRY_SECONDS = 3
_LAST_GOOD_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    created_at: datetime
    payload: bytes


@dataclass(frozen=True, slots=True)
class _Held:
    versions: tuple[Version, ...]
    good_at: float
    recheck_at: float
    is_answer: bool = True
    """Whether Secret Manager said so; else it has never answered."""


class Secrets:
    """One project's secrets. Threads may share it."""

    def __init__(
        self,
        project: str,
        manager: SecretManager,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._project, self._manager, self._clock = project, manager, clock
        self._held: dict[str, _Held] = {}
        self._lock = Lock()

    def versions(self, secret_id: str) -> tuple[Version, ...]:
        """The enabled ones, the newest first. When Secret Manager does not answer, the last known
        ones serve for an hour; without any, and when there is none, `Unavailable`."""
        held = self._fresh(secret_id)
        if not held.versions:
            raise Unavailable
        return held.versions

    def newest(self, secret_id: str) -> bytes | None:
        """For what one can do without: None when there is no enabled version. `Unavailable` when
        Secret Manager never said."""
        held = self._fresh(secret_id)
        if not held.is_answer:
            raise Unavailable
        return held.versions[0].payload if held.versions else None

    def probe(self) -> None:
        """Raises unless Secret Manager answers and lets this function in."""
        self._manager.list_secrets(self._project)

    def _fresh(self, secret_id: str) -> _Held:
        with self._lock:
            held = self._held.get(secret_id)
            if held is None or self._clock() >= held.recheck_at:
                held = self._looked_up(secret_id, held)
                self._held[secret_id] = held
        if self._clock() - held.good_at > _LAST_GOOD_SECONDS:
            raise Unavailable
        return held

    def _looked_up(self, secret_id: str, held: _Held | None) -> _Held:
        now = self._clock()
        known = {} if held is None else {version.number: version for version in held.versions}
        try:
            versions = self._enabled(secret_id, known)
        except grpc.RpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                log.event("ERROR", "there is no such secret", secret=secret_id)
                return _Held((), now, now + _RETRY_SECONDS)
            log.failure("secret manager down", error, secret=secret_id)
            soon = now + _RETRY_SECONDS
            return _Held((), now, soon, False) if held is None else replace(held, recheck_at=soon)
        return _Held(versions, now, now + RECHECK_SECONDS)

    def _enabled(self, secret_id: str, known: dict[int, Version]) -> tuple[Version, ...]:
        found = []
        for version in self._manager.enabled_versions(self._project, secret_id):
            number = int(version.name.rpartition("/")[2])
            found.append(known.get(number) or self._fetched(version, number))
        return tuple(sorted(found, key=lambda version: version.number, reverse=True))

    def _fetched(self, version: Any, number: int) -> Version:
        created_at = version.create_time.ToDatetime(tzinfo=UTC)
        return Version(number, created_at, self._manager.payload(version.name))


def connect(project: str) -> Secrets:
    """Opens no connection until the first call. Honours SECRET_MANAGER_EMULATOR_HOST."""
    return Secrets(project, SecretManager(live_channel()))


@once
def live_secrets() -> Secrets:
    return connect(load(Platform).google_cloud_project)
