"""The secrets a new stack is given, made fresh through Secret Manager's own client library."""

import base64
import secrets
from collections.abc import Iterable

import grpc
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.api_core.exceptions import AlreadyExists, FailedPrecondition, NotFound
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)


def ensure_secrets(address: str, project: str, names: Iterable[str]) -> dict[str, str]:
    """The latest value of each, which is made where there is none: a key pair's private half for
    what signs, what the mail provider gives out for its webhook, else 20 random bytes as hex: the
    payment provider takes no longer secret."""
    transport = SecretManagerServiceGrpcTransport(channel=grpc.insecure_channel(address))
    client = SecretManagerServiceClient(transport=transport)
    return {name: _ensured(client, f"projects/{project}", name) for name in sorted(names)}


def _ensured(client: SecretManagerServiceClient, parent: str, name: str) -> str:
    path = f"{parent}/secrets/{name}"
    try:
        latest = client.access_secret_version(name=f"{path}/versions/latest")
    except FailedPrecondition:
        # Somebody is trying what happens without it.
        return ""
    except NotFound:
        made = _MAKERS.get(name, _random)()
        _create(client, parent, name)
        client.add_secret_version(parent=path, payload={"data": made.encode()})
        return made
    return str(latest.payload.data.decode())


def _create(client: SecretManagerServiceClient, parent: str, name: str) -> None:
    try:
        client.create_secret(
            parent=parent, secret_id=name, secret={"replication": {"automatic": {}}}
        )
    except AlreadyExists:
        return


def _private_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _webhook_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


def _random() -> str:
    return secrets.token_hex(20)


_MAKERS = {"token-signing-keys": _private_key, "resend-webhook-secret": _webhook_secret}
