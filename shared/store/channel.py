"""The connection to Firestore: to the emulator, to the cloud from inside it, or from outside."""

import json
import os
from collections.abc import Callable

import grpc

from shared.service_account import ServiceAccountTokens, is_in_the_cloud, token_fetcher

_ADDRESS = "firestore.googleapis.com:443"
# Reads may be repeated freely, and wait for a connection as long as they may take. A commit is sent
# once: after a lost answer nobody knows whether it was carried out, and only the caller can tell
# (its id, its precondition).
_REPEATED = ("GetDocument", "BatchGetDocuments", "RunQuery", "ListDocuments", "ListCollectionIds")
_READS = {
    "name": [
        {"service": "google.firestore.v1.Firestore", "method": method} for method in _REPEATED
    ],
    "waitForReady": True,
    "retryPolicy": {
        "maxAttempts": 5,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.4s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    },
}
_OPTIONS = [
    ("grpc.service_config", json.dumps({"methodConfig": [_READS]})),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.initial_reconnect_backoff_ms", 200),
    # Recovers within seconds of the database, instead of the library's two minutes.
    ("grpc.max_reconnect_backoff_ms", 2_000),
    ("grpc.max_receive_message_length", -1),
    # Whoever asks reads the whole answer: it needs no thread of its own to arrive in.
    ("SingleThreadedUnaryStream", 1),
]


def live_channel() -> grpc.Channel:
    """Connects on the first call. Honours FIRESTORE_EMULATOR_HOST."""
    emulator = os.environ.get("FIRESTORE_EMULATOR_HOST")
    if emulator:
        return open_channel(emulator)
    if is_in_the_cloud():
        return open_channel(_ADDRESS, signed(grpc.ssl_channel_credentials(), token_fetcher()))
    return _from_outside()


def open_channel(address: str, credentials: grpc.ChannelCredentials | None = None) -> grpc.Channel:
    if credentials is None:
        return grpc.insecure_channel(address, options=_OPTIONS)
    return grpc.secure_channel(address, credentials, options=_OPTIONS)


def signed(
    transport: grpc.ChannelCredentials, fetch_token: Callable[[], bytes]
) -> grpc.ChannelCredentials:
    """`transport` with a token on every call."""
    tokens = ServiceAccountTokens(fetch_token)
    signing = grpc.metadata_call_credentials(tokens.sign, "service-account")
    return grpc.composite_channel_credentials(transport, signing)


def _from_outside() -> grpc.Channel:
    """As whoever runs this: an operator with the seeder. No function comes here, so none waits
    for these libraries."""
    import google.auth
    from google.auth.transport.grpc import secure_authorized_channel
    from google.auth.transport.requests import Request

    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/datastore"])
    return secure_authorized_channel(credentials, Request(), _ADDRESS, options=_OPTIONS)
