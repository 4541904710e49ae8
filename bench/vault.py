"""Fresh secrets for the functions that are measured."""

import secrets

import grpc
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)

from functions.auth.keys import SIGNING_KEYS_SECRET
from shared.clients.address_keys import ADDRESS_KEY_SECRET
from shared.clients.gemini import SECRET as GEMINI_KEY_SECRET
from shared.clients.proof_secrets import PROOF_KEY_SECRET


def make_secrets(address: str, project: str) -> None:
    payloads = {
        SIGNING_KEYS_SECRET: _private_key(),
        ADDRESS_KEY_SECRET: secrets.token_bytes(32),
        PROOF_KEY_SECRET: secrets.token_bytes(32),
        GEMINI_KEY_SECRET: b"a key that only the stand-in takes",
    }
    for name, payload in payloads.items():
        make_secret(address, project, name, payload)


def make_secret(address: str, project: str, name: str, payload: bytes) -> None:
    transport = SecretManagerServiceGrpcTransport(channel=grpc.insecure_channel(address))
    client = SecretManagerServiceClient(transport=transport)
    kept = client.create_secret(
        request={
            "parent": f"projects/{project}",
            "secret_id": name,
            "secret": {"replication": {"automatic": {}}},
        }
    )
    client.add_secret_version(request={"parent": kept.name, "payload": {"data": payload}})


def _private_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
