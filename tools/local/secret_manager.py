"""A stand-in for Secret Manager: its gRPC service, so that the real client library is used."""

import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
from google.cloud import secretmanager_v1

from tools.local.secret_vault import Refused, Vault

SERVICE = "google.cloud.secretmanager.v1.SecretManagerService"
ANSWERS = {
    "CreateSecret": "Secret",
    "GetSecret": "Secret",
    "ListSecrets": "ListSecretsResponse",
    "AddSecretVersion": "SecretVersion",
    "ListSecretVersions": "ListSecretVersionsResponse",
    "GetSecretVersion": "SecretVersion",
    "AccessSecretVersion": "AccessSecretVersionResponse",
    "EnableSecretVersion": "SecretVersion",
    "DisableSecretVersion": "SecretVersion",
    "DestroySecretVersion": "SecretVersion",
}
"""Each call that is served, with the type of its answer."""


def serve(address: str, vault: Vault) -> grpc.Server:
    """Start serving in threads of this process."""
    server = grpc.server(ThreadPoolExecutor(4), options=[("grpc.so_reuseport", 0)])
    handlers = {call: _handler(call, answer, vault) for call, answer in ANSWERS.items()}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    server.add_insecure_port(address)
    server.start()
    return server


def _handler(call: str, answer: str, vault: Vault) -> grpc.RpcMethodHandler:
    request_type = getattr(secretmanager_v1.types, f"{call}Request")
    method = getattr(vault, "".join(f"_{c.lower()}" if c.isupper() else c for c in call)[1:])
    return grpc.unary_unary_rpc_method_handler(
        _refusing(method),
        request_deserializer=request_type.deserialize,
        response_serializer=getattr(secretmanager_v1.types, answer).serialize,
    )


def _refusing(method: Callable[[Any], Any]) -> Callable[[Any, grpc.ServicerContext], Any]:
    def call(request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(request)
        except Refused as refusal:
            context.abort(refusal.status, str(refusal))

    return call


def main() -> None:
    address, file = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    serve(address, Vault(Path(file))).wait_for_termination()


if __name__ == "__main__":
    main()
