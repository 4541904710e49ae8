"""Secret Manager over gRPC: the three calls a function makes, without the client library.

The library's messages are used and nothing else of it: with its clients it would be a third of the
cold start of whoever reads a secret (docs/decisions/0015, 0038).
"""

import os
from collections.abc import Callable
from typing import Any

import grpc

from shared.on_demand import on_demand
from shared.service_account import ServiceAccountTokens, is_in_the_cloud, token_fetcher

on_demand("google.cloud.secretmanager_v1")

from google.cloud.secretmanager_v1.types import resources, service  # noqa: E402

_ADDRESS = "secretmanager.googleapis.com:443"
_SERVICE = "/google.cloud.secretmanager.v1.SecretManagerService/"
_DEADLINE_SECONDS = 3.0
_ENABLED = int(resources.SecretVersion.State.ENABLED)

_ListSecrets = service.ListSecretsRequest.pb()
_ListVersions = service.ListSecretVersionsRequest.pb()
_AccessVersion = service.AccessSecretVersionRequest.pb()


class SecretManager:
    """Each call raises `grpc.RpcError`. Threads may share it."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._secrets = _call(channel, "ListSecrets", service.ListSecretsResponse.pb())
        self._versions = _call(
            channel, "ListSecretVersions", service.ListSecretVersionsResponse.pb()
        )
        self._access = _call(
            channel, "AccessSecretVersion", service.AccessSecretVersionResponse.pb()
        )

    def list_secrets(self, project: str) -> None:
        """Whether it answers and lets us in; what there is does not matter."""
        parent = f"projects/{project}"
        self._ask(self._secrets, _ListSecrets(parent=parent, page_size=1), "parent", parent)

    def enabled_versions(self, project: str, secret_id: str) -> list[Any]:
        """Messages `SecretVersion`, without their payloads."""
        parent = f"projects/{project}/secrets/{secret_id}"
        found: list[Any] = []
        page = ""
        while True:
            asked = _ListVersions(parent=parent, page_token=page)
            answer = self._ask(self._versions, asked, "parent", parent)
            found += (one for one in answer.versions if one.state == _ENABLED)
            page = answer.next_page_token
            if not page:
                return found

    def payload(self, name: str) -> bytes:
        """Of a version, by its full name."""
        answer = self._ask(self._access, _AccessVersion(name=name), "name", name)
        return bytes(answer.payload.data)

    def _ask(self, call: Callable[..., Any], request: Any, key: str, value: str) -> Any:
        """Google's front ends route by this header, as their own libraries send it."""
        routed = (("x-goog-request-params", f"{key}={value}"),)
        return call(request, timeout=_DEADLINE_SECONDS, metadata=routed)


def live_channel() -> grpc.Channel:
    """Connects on the first call. Honours SECRET_MANAGER_EMULATOR_HOST."""
    emulator = os.environ.get("SECRET_MANAGER_EMULATOR_HOST")
    if emulator:
        return grpc.insecure_channel(emulator)
    if is_in_the_cloud():
        tokens = ServiceAccountTokens(token_fetcher())
        signed = grpc.metadata_call_credentials(tokens.sign, "service-account")
        both = grpc.composite_channel_credentials(grpc.ssl_channel_credentials(), signed)
        return grpc.secure_channel(_ADDRESS, both)
    return _from_outside()


def _from_outside() -> grpc.Channel:
    """As whoever runs this. No function comes here, so none waits for these libraries."""
    import google.auth
    from google.auth.transport.grpc import secure_authorized_channel
    from google.auth.transport.requests import Request

    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
    return secure_authorized_channel(credentials, Request(), _ADDRESS)


def _call(channel: grpc.Channel, method: str, answer: Any) -> Any:
    return channel.unary_unary(
        _SERVICE + method,
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=answer.FromString,
    )
